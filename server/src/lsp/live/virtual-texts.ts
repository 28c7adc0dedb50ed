import {
  isBroken,
  isTyped,
  isUnresolved,
  resolveFilter,
  type OptionValue,
  type ResolvedFilter,
} from '../../config/resolve.ts';
import { findLogEncoding } from '../../host/log-encoding.ts';
import { openLogFile, readLines, UnreadableLog } from '../../host/log-source.ts';
import { rules } from '../../lint/rules.ts';
import { expandRegex } from '../../matching/compile-regex.ts';
import type {
  AttemptSelection,
  LineStatus,
  SimulationSubject,
  Subject,
  VirtualDocument,
  VirtualText,
} from '../../protocol.ts';
import { nameOf } from '../../config/paths.ts';
import { MappedText, type Origin } from '../../text/mapped-text.ts';
import { toLocation } from '../convert.ts';
import { builtinConfiguration } from '../builtin-configuration.ts';
import { UserError } from '../guard.ts';
import type { Session } from '../session.ts';
import { diskPath, pathOfUri } from '../uri.ts';
import type { Changes } from './changes.ts';
import type { LiveRuns } from './live-runs.ts';
import type { LogFiles } from './log-files.ts';
import type { MatchingThread } from './matching-thread.ts';
import { isWhole, placeOfRegex } from './reports.ts';
import { resolveSubject, targetOf, type ResolvedSubject } from './resolve-subject.ts';
import type { Simulations } from './simulations.ts';
import { addLines } from './lines-text.ts';
import { changedLines } from './changed-lines-text.ts';
import { createTextBuilder, visible, type TextBuilder } from './text-builder.ts';
import { wrapRegex } from './wrap-regex.ts';

export interface VirtualTextsHost {
  readonly session: Session;
  readonly runs: LiveRuns;
  readonly thread: MatchingThread;
  readonly logs: LogFiles;
  readonly simulations: Simulations;
  readonly changes: Changes;
}

/** The text of a document that the server writes. Throws UserError. */
export async function virtualText(host: VirtualTextsHost, document: VirtualDocument): Promise<VirtualText> {
  switch (document.kind) {
    case 'lines':
      return await selectedLines(host, document.subject, document.status);
    case 'attempts':
      return await attemptLines(host, document, document.attempts);
    case 'changes':
      return await changedLines(host, document.subject);
    case 'expanded':
      return expanded(host.session, document.subject);
    case 'effective':
      return effective(host.session, document.subject);
    case 'log':
      return await wholeLog(host.session, document.log);
    case 'builtin':
      return builtinText(document.place);
    case 'rule':
      return rulePage(host.session, document.rule);
  }
}

/** More lines than anybody reads, few enough for any editor. */
const shownLines = 10_000;

async function selectedLines(
  { runs, thread, logs }: VirtualTextsHost,
  subject: Subject,
  status: LineStatus,
): Promise<VirtualText> {
  const run = runs.run(subject);
  const builder = createTextBuilder();
  const state = runs.state(subject);
  if (!run)
    return builder
      .line(state?.problem ? `Nothing was counted: ${visible(state.problem)}` : 'Nothing has been counted yet.')
      .build('plaintext');
  const { total, lines } = run.results.select({ status }, 0, shownLines);
  if (state?.outdated) builder.line('Before the last edit; what is written now does not load.');
  else if (state?.refused)
    builder.line('Counted without the regex that fail2ban refuses; it would not load this filter.');
  if (total === 0)
    builder.line(
      state && isWhole(state) ? `No line is ${status}.` : `No line is ${status} so far: the run did not end.`,
    );
  await addLines(builder, { thread, logs }, run, lines);
  if (total > lines.length) builder.line(`… and ${total - lines.length} more`);
  return builder.build('log');
}

async function attemptLines(
  { thread, logs, simulations }: VirtualTextsHost,
  of: SimulationSubject,
  attempts: AttemptSelection,
): Promise<VirtualText> {
  const never = new AbortController().signal;
  const found = await simulations.ask<'lines'>(of, { kind: 'lines', attempts, most: shownLines }, never);
  const builder = createTextBuilder();
  if (!found) return builder.line('Nothing is known of it: the server ends.').build('plaintext');
  if (found.total === 0) builder.line('There is no such attempt in the log.');
  const lines = found.lines.map(({ log, line }) => ({ log, line: line - 1 }));
  await addLines(builder, { thread, logs }, simulations.logsOf(of), lines);
  if (found.total > lines.length) builder.line(`… and ${found.total - lines.length} more`);
  return builder.build('log');
}

function readSubject(session: Session, subject: Subject): ResolvedSubject {
  const resolved = resolveSubject(session, subject);
  if (!resolved)
    throw new UserError(
      `There is no ${subject.jail === undefined ? 'filter' : `jail [${subject.jail}]`} in ${pathOfUri(subject.uri)}.`,
    );
  return resolved;
}

function expanded(session: Session, subject: Subject): VirtualText {
  const resolved = readSubject(session, subject);
  const builder = createTextBuilder();
  if (resolved.problem !== null)
    return builder.line(`fail2ban cannot read this: ${resolved.problem}`).build('plaintext');
  builder
    .line(
      `# What Python compiles for ${resolved.names[0]}, as fail2ban ${resolved.filter!.fail2ban} writes it; then its pieces, each below the place where it is written.`,
    )
    .line();
  for (const regex of resolved.regexes) {
    const text = expandRegex(regex.configured, {
      useDns: resolved.filter!.useDns,
      fail2ban: resolved.filter!.fail2ban,
    });
    builder
      .add(
        `# ${regex.kind} ${regex.kind === 'prefregex' ? '' : regex.index}`.trimEnd(),
        placeOfRegex(session, regex, resolved.path),
      )
      .line();
    addRegex(builder, text.text);
    if (text.segments.length > 1) addPieces(builder, session, text);
    builder.line();
  }
  return builder.build('plaintext');
}

/** Columns of a page that can be read beside a log. */
const pageWidth = 80;

function addRegex(builder: TextBuilder, regex: string): void {
  for (const line of wrapRegex(visible(regex), pageWidth - 4)) builder.line(`    ${line}`);
}

/** Each place once, and below it what is written there, wrapped at the parts of the regex. */
function addPieces(builder: TextBuilder, session: Session, text: MappedText): void {
  const pieces: { text: string; origin: Origin }[] = [];
  for (const { text: piece, origin } of text.segments) {
    const last = pieces.at(-1);
    if (last && last.origin.file === origin.file && last.origin.span.end === origin.span.start)
      pieces[pieces.length - 1] = {
        text: last.text + piece,
        origin: { file: origin.file, span: { start: last.origin.span.start, end: origin.span.end } },
      };
    else if (piece !== '') pieces.push({ text: piece, origin });
  }
  for (const { text: piece, origin } of pieces) {
    builder.add('# ');
    addPlace(builder, session, origin);
    builder.line();
    addRegex(builder, piece);
  }
}

function addPlace(builder: TextBuilder, session: Session, origin: Origin): void {
  const location = toLocation(session, origin);
  if (location)
    builder.add(
      `${placeName(session, origin.file)}:${location.range.start.line + 1}:${location.range.start.character + 1}`,
      location,
    );
  else
    builder.add(
      origin.file.startsWith('builtin:')
        ? `built in: ${origin.file.slice('builtin:'.length)}`
        : 'built into Fail2ban Lens',
    );
}

/** As the page names a file: by where it really lies. */
function placeName(session: Session, file: string): string {
  const real = session.files.locate(file);
  return real === null ? `built in: ${nameOf(file)}` : (diskPath(real) ?? session.uriOf(file) ?? real);
}

function effective(session: Session, subject: Subject): VirtualText {
  return subject.jail === undefined ? effectiveFilter(session, subject) : effectiveJail(session, subject, subject.jail);
}

function effectiveFilter(session: Session, subject: Subject): VirtualText {
  const path = readSubject(session, subject).path;
  const builder = createTextBuilder();
  const filter = resolveFilter({
    files: session.files,
    target: targetOf(path),
    fail2ban: session.settings.of(path).fail2banVersion,
    via: 'jail',
  });
  if (isUnresolved(filter)) return builder.line(`# fail2ban cannot read this: ${filter.error}`).build('ini');
  builder.line('# What the server loads: after includes, .local, %(…)s and <tags>.').line();
  addFiles(builder, session, filter.files);
  builder.line('[Definition]').line();
  addFilterValues(builder, session, filter);
  return builder.build('ini');
}

function addFiles(builder: TextBuilder, session: Session, files: readonly string[]): void {
  for (const file of new Set(files)) {
    builder.add('# read: ');
    addPlace(builder, session, { file, span: { start: 0, end: 0 } });
    builder.line();
  }
  builder.line();
}

function addFilterValues(
  builder: TextBuilder,
  session: Session,
  filter: Pick<
    ResolvedFilter,
    'failregex' | 'ignoreregex' | 'prefregex' | 'datepattern' | 'maxlines' | 'journalmatch' | 'usedns'
  >,
): void {
  const { usedns, prefregex, failregex, ignoreregex, datepattern, maxlines, journalmatch } = filter;
  if (usedns) addOption(builder, session, 'usedns', [usedns]);
  if (prefregex) addOption(builder, session, 'prefregex', [prefregex]);
  addOption(builder, session, 'failregex', failregex);
  if (ignoreregex.length > 0) addOption(builder, session, 'ignoreregex', ignoreregex);
  if (datepattern) addOption(builder, session, 'datepattern', datepattern);
  if (maxlines) addOption(builder, session, 'maxlines', [maxlines.written]);
  if (journalmatch)
    addOption(
      builder,
      session,
      'journalmatch',
      journalmatch.map((words) => MappedText.join(words, MappedText.builtin(' ', 'journalmatch'))),
    );
}

/** An option with its lines, and above each line the places that it is written at. */
function addOption(builder: TextBuilder, session: Session, name: string, values: readonly MappedText[]): void {
  const indent = ' '.repeat(name.length + 3);
  if (values.length === 0) builder.line(`${name} =`);
  for (const [i, value] of values.entries()) {
    builder.line(`${i === 0 ? `${name} = ` : indent}${value.text.split('\n').map(visible).join(`\n${indent}`)}`);
    for (const origin of value.whereToShow({ start: 0, end: value.length })) {
      builder.add(`${indent}# from `);
      addPlace(builder, session, origin);
      builder.line();
    }
  }
  builder.line();
}

function effectiveJail(session: Session, subject: Subject, name: string): VirtualText {
  const { path, configurationFolder } = readSubject(session, subject);
  const analysed = session
    .workspaceOf(path)
    .jails(configurationFolder!)
    .jails.find((jail) => jail.name === name)!;
  const builder = createTextBuilder()
    .line(`# Jail ${name} as the server starts it: after includes, .local, %(…)s and <tags>.`)
    .line();
  const { jail } = analysed;
  if (isBroken(jail)) builder.line(`# fail2ban does not start it: ${jail.error}`).line();
  else addFiles(builder, session, jail.files);
  builder.line(`[${name}]`).line();
  const inFilter = new Set([
    'failregex',
    'ignoreregex',
    'prefregex',
    'datepattern',
    'maxlines',
    'journalmatch',
    'usedns',
  ]);
  for (const [option, value] of jail.options) {
    const text = textOf(value);
    if (text && !(inFilter.has(option) && !isBroken(jail))) addOption(builder, session, option, text.split('\n'));
  }
  if (!isBroken(jail)) {
    builder.line('# its filter').line();
    addFilterValues(builder, session, jail.effective);
  }
  return builder.build('ini');
}

function textOf(value: OptionValue): MappedText | null {
  return value && isTyped(value) ? value.written : value;
}

function builtinText(place: string): VirtualText {
  const text = builtinConfiguration[place];
  if (text === undefined) throw new UserError(`There is no built-in ${place}.`);
  return { text, languageId: 'ini', links: [] };
}

function rulePage({ rulePages, disk }: Session, rule: string): VirtualText {
  const page = rules.some(({ name }) => name === rule) ? disk.readFile(`${rulePages}/${rule}.md`) : undefined;
  if (!page) throw new UserError(`There is no page of a rule '${rule}'.`);
  return { text: new TextDecoder().decode(page), languageId: 'markdown', links: [] };
}

/** Characters of a compressed log that an editor is given. */
const shownCharacters = 50 * 2 ** 20;

async function wholeLog(session: Session, log: string): Promise<VirtualText> {
  const path = pathOfUri(log);
  const file = diskPath(path);
  const encoding = findLogEncoding(session.settings.of(path).encoding) ?? findLogEncoding('utf-8')!;
  if (file === undefined) throw new UserError(`${log} is on no disk.`);
  const parts: string[] = [];
  let length = 0;
  try {
    for await (const { text, isOneLine } of readLines(openLogFile(file), encoding)) {
      // What is one line for fail2ban is one here, so that the numbers of the lines agree.
      parts.push(isOneLine ? text.replace(/\n(?!$)/g, '\u240a') : text);
      length += text.length;
      if (length > shownCharacters) break;
    }
  } catch (error) {
    if (!(error instanceof UnreadableLog)) throw error;
    throw new UserError(error.message);
  }
  return { text: parts.join(''), languageId: 'log', links: [] };
}
