import type { CodeLens, Command } from 'vscode-languageserver/node';
import {
  editorCommands,
  type LineSelection,
  type PeekLines,
  type RegexName,
  type RegexResult,
  type RunReport,
  type RunState,
  type Stopped,
  type Subject,
} from '../../protocol.ts';
import { lastAt, optionAt, sectionAt } from '../../ini/at.ts';
import type { IniFile } from '../../ini/nodes.ts';
import { amount, plural } from '../../text/amounts.ts';
import { byName } from '../../text/by-name.ts';
import type { Session } from '../session.ts';
import { pathOfUri } from '../uri.ts';
import { changeInWords, type Change, type Changes } from './changes.ts';
import type { LiveRuns } from './live-runs.ts';
import { placeOfRegex } from './reports.ts';
import type { ResolvedSubject } from './resolve-subject.ts';
import type { Simulations, SimulationState } from './simulations.ts';

export interface CodeLensesHost {
  readonly session: Session;
  readonly runs: LiveRuns;
  readonly simulations: Simulations;
  readonly changes: Changes;
}

/** The lenses of a filter or jail file: the counts of the latest run where the regexes stand now, and what a jail would have done. */
export function codeLenses({ session, runs, simulations, changes }: CodeLensesHost, uri: string): CodeLens[] {
  const path = pathOfUri(uri);
  const { enabled, bans } = session.settings.of(path).codeLens;
  if (!enabled) return [];
  return runs.subjectsOf(uri).flatMap((subject) => {
    const state = runs.state(subject);
    const resolved = runs.resolved(subject);
    return state && resolved
      ? [
          ...summaryLens(session, resolved, state, changes.known(subject)?.value),
          ...(bans ? banLens(session, resolved, state, simulations) : []),
          ...regexLenses(session, resolved, state),
        ]
      : [];
  });
}

function banLens(
  session: Session,
  { subject, path }: ResolvedSubject,
  { sample }: RunState,
  simulations: Simulations,
): CodeLens[] {
  const simulation = simulations.known(subject);
  const lines = session.linesOf(path);
  const section = byName(session.workspaceOf(path).source(path)?.tree.sections ?? []).get(subject.jail ?? '');
  if (!simulation || !sample || !lines || !section) return [];
  const { start, end } = section.headerSpan;
  const range = { start: lines.positionAt(start), end: lines.positionAt(end) };
  const command = { title: banTitle(simulation, sample.label), command: editorCommands.simulate, arguments: [subject] };
  return [{ range, command }];
}

/** E.g. `37 addresses banned · 61 % of 106,225 attempts dropped`. */
export function banTitle(simulation: SimulationState, log: string): string {
  if (simulation.status === 'running') return 'simulating bans…';
  if (simulation.status === 'failed') return `✗ bans not simulated: ${oneLine(simulation.problem)}`;
  const { attempts, banned, dropped, ignored } = simulation.summary.totals;
  if (attempts === 0 && ignored > 0)
    return `nobody banned: all ${plural(ignored, 'attempt')} in ${log} come from ignored addresses`;
  if (attempts === 0) return `nobody banned: no attempt in ${log}`;
  if (banned === 0) return `nobody banned by ${plural(attempts, 'attempt')} in ${log}`;
  // Rounded down, so that 100 % is all.
  const share = `${Math.floor((100 * dropped) / attempts)} %`;
  return `${plural(banned, 'address', 'addresses')} banned · ${share} of ${plural(attempts, 'attempt')} dropped`;
}

function summaryLens(
  session: Session,
  { subject, path }: ResolvedSubject,
  state: RunState,
  change: Change | undefined,
): CodeLens[] {
  const lines = session.linesOf(path);
  const sections = session.workspaceOf(path).source(path)?.tree.sections ?? [];
  const section = byName(sections).get(subject.jail ?? 'Definition');
  // Of a jail without a log nothing can be said; there may be a hundred.
  if (!lines || (subject.jail !== undefined && (!section || !state.sample))) return [];
  // A header that is half typed is no section: the counts of before stand at the top meanwhile.
  if (!section && !state.outdated) return [];
  const { start, end } = section?.headerSpan ?? { start: 0, end: 0 };
  const range = { start: lines.positionAt(start), end: lines.positionAt(end) };
  const command = state.status === 'noSample' ? editorCommands.chooseSample : editorCommands.showResults;
  const counts = { range, command: { title: summary(state), command, arguments: [subject] } };
  const uri = session.uriOf(path);
  if (!change || uri === null) return [counts];
  const argument: PeekLines = { subject, selection: { change: 'any' }, at: { uri, position: range.start } };
  return [
    counts,
    { range, command: { title: changeInWords(change), command: editorCommands.peekLines, arguments: [argument] } },
  ];
}

/** E.g. `9 lines: 8 matched, 0 ignored, 1 missed · dates 9/9`. */
export function summary({ status, report, problem, sample, progress, outdated }: RunState): string {
  if (status === 'noSample') return 'Choose a sample log…';
  const isEmpty = !report || report.lines.total === 0;
  if (status === 'failed' && isEmpty) return `✗ ${oneLine(problem)}`;
  if (!report)
    return status === 'cancelled'
      ? 'cancelled before the first lines were counted'
      : `counting ${sample?.label ?? ''}…`;
  const { total, matched, ignored, missed } = report.lines;
  const counts = `${plural(total, 'line')}: ${amount(matched)} matched, ${amount(ignored)} ignored, ${amount(missed)} missed · dates ${amount(report.dated)}/${amount(total)}${slowRegexes(report)}`;
  // The counts first: the problem is long, and underlined where it is typed.
  if (outdated) return `… before this edit: ${counts} · ✗ ${oneLine(problem)}`;
  if (status === 'running')
    return `${counts} · so far${progress?.of ? ` (${Math.floor((100 * progress.bytes) / progress.of)} %)` : ''}`;
  if (status === 'cancelled') return `${counts} · cancelled`;
  if (status !== 'failed') return `${counts}${firstNote(report.notes)}`;
  const isRefused = report.regexes.some(({ engine }) => engine === '');
  return isRefused
    ? `✗ fail2ban would not load this filter · without the regex that it refuses: ${counts}`
    : `${counts} · ✗ ${oneLine(problem)}`;
}

function firstNote([first, ...others]: readonly string[]): string {
  if (first === undefined) return '';
  return ` · ⚠ ${oneLine(first)}${others.length > 0 ? ` (${plural(others.length, 'more note')} in Results)` : ''}`;
}

/** A regex's own lens says more, where it has one: in a jail, or for a regex of an include, there is none. */
function slowRegexes({ regexes }: RunReport): string {
  const slow = regexes.filter(({ stopped }) => stopped).length;
  return slow === 0 ? '' : ` · ${plural(slow, 'regex', 'regexes')} took too long`;
}

/** The problem in the width of a lens: a regex that it repeats stands right below. */
function oneLine(problem: string | null): string {
  return (problem ?? 'failed')
    .replace(/^(Unable to compile regular expression)\s'.*':\s/s, '$1: ')
    .replace(/:?\s*\n\s*/g, ': ');
}

function regexLenses(session: Session, resolved: ResolvedSubject, state: RunState): CodeLens[] {
  const { subject, path, regexes } = resolved;
  if (!state.sample) return [];
  const uri = session.uriOf(path);
  const isRefused = (regex: RegexName): boolean =>
    state.refused?.some(({ kind, index }) => kind === regex.kind && index === regex.index) === true;
  if (state.outdated && regexes.length === 0) return outdatedLenses(session, subject, path, state);
  return regexes.flatMap((regex) => {
    const place = placeOfRegex(session, regex, path);
    if (!place || place.uri !== uri || isFilterOption(session, resolved, place.range.start.line)) return [];
    const result = state.report?.regexes.find(({ kind, index, pattern }) =>
      state.outdated
        ? kind === regex.kind && pattern === regex.configured.text
        : kind === regex.kind && index === regex.index,
    );
    // Nothing was counted: the summary says why.
    const isUnknown = state.status === 'failed' && (state.outdated ? !result : !state.report?.lines.total);
    if (isUnknown && !isRefused(regex)) return [];
    // Right after an edit the counts are those of the text before it; the next run is on its way.
    const selection: LineSelection = {
      kind: regex.kind,
      index: (state.outdated ? result : regex)?.index ?? regex.index,
    };
    const argument: PeekLines = { subject, selection, at: { uri: place.uri, position: place.range.start } };
    const command: Command = {
      title: isRefused(regex)
        ? refusedTitle
        : state.outdated
          ? outdatedTitle(state, result)
          : regexTitle(state, result),
      command: editorCommands.peekLines,
      arguments: [argument],
    };
    return [{ range: place.range, command }];
  });
}

/** Counts of the version before, where their regexes are written now: the configuration does not tell, so the text is looked for. */
function outdatedLenses(session: Session, subject: Subject, path: string, state: RunState): CodeLens[] {
  const uri = session.uriOf(path);
  const tree = session.workspaceOf(path).source(path)?.tree;
  const lines = session.linesOf(path);
  if (!tree || !lines) return [];
  const written = linesByContent(tree);
  return (state.report?.regexes ?? []).flatMap((result) => {
    if (result.location?.uri !== uri || result.engine === '') return [];
    const before = result.location.range.start;
    const line = nearest(written.get(result.pattern) ?? [], before.line) ?? before.line;
    if (line >= lines.lineCount) return [];
    const { start, end } = tree.lines[line]?.span ?? { start: 0, end: 0 };
    const range = { start: { line, character: 0 }, end: { line, character: end - start } };
    const selection: LineSelection = { kind: result.kind, index: result.index };
    const argument: PeekLines = { subject, selection, at: { uri, position: range.start } };
    return [
      {
        range,
        command: {
          title: outdatedTitle(state, result),
          command: editorCommands.peekLines,
          arguments: [argument],
        },
      },
    ];
  });
}

/** The numbers of the lines that hold just this text, behind `name =` or not. */
function linesByContent({ text, lines }: IniFile): Map<string, number[]> {
  const found = new Map<string, number[]>();
  for (const [number, { type, content }] of lines.entries()) {
    if (type !== 'option' && type !== 'continuation' && type !== 'bad') continue;
    const whole = text.slice(content.start, content.end);
    const value = type === 'option' ? whole.slice(whole.search(/[=:]/) + 1).trim() : whole;
    const known = found.get(value);
    if (known) known.push(number);
    else found.set(value, [number]);
  }
  return found;
}

/** Of numbers in order the one that is nearest to another. */
function nearest(numbers: readonly number[], to: number): number | undefined {
  const i = lastAt(numbers.length, (at) => numbers[at]!, to);
  const [below, above] = [numbers[i], numbers[i + 1]];
  return below !== undefined && (above === undefined || to - below <= above - to) ? below : above;
}

const refusedTitle = 'fail2ban does not take this regex';

function outdatedTitle(state: RunState, result: RegexResult | undefined): string {
  return `… ${regexTitle({ ...state, status: 'done' }, result)}, before this edit`;
}

/** What a jail passes on (`filter = sshd[mode=extra]`) is a piece of the filter's regexes, none of its own. */
function isFilterOption(session: Session, { subject, path }: ResolvedSubject, line: number): boolean {
  if (subject.jail === undefined) return false;
  const lines = session.linesOf(path)!;
  const tree = session.workspaceOf(path).source(path)?.tree;
  const end = lines.lineStart(line + 1) - 1;
  const section = tree && sectionAt(tree, end);
  const option = section && optionAt(section, end);
  return option?.key === 'filter' && line <= lines.positionAt(option.span.end).line;
}

/** E.g. `▶ 8 matches in named.log`. */
export function regexTitle(
  { sample, status }: Pick<RunState, 'sample' | 'status'>,
  result: RegexResult | undefined,
): string {
  const where = `in ${sample?.label ?? 'the log'}`;
  if (!result) return `… ${where}`;
  if (result.engine === '') return refusedTitle;
  const matches = `${result.hits > 0 ? '▶ ' : ''}${plural(result.hits, 'match', 'matches')}`;
  if (result.stopped?.then === 'givenUp')
    return `✗ stopped at line ${amount(result.stopped.line + 1)}: took longer than ${result.stopped.seconds} s · ${matches} before`;
  return `${matches} ${where}${status === 'running' ? ' so far' : ''}${result.stopped ? ` · ${slowLines(result.stopped)}` : ''}`;
}

function slowLines({ line, lines, seconds, then }: Stopped): string {
  const which = lines === 1 ? `line ${amount(line + 1)}` : `${plural(lines, 'line')} from ${amount(line + 1)} on`;
  return then === 're2' || then === 'automaton'
    ? `${which} took longer than ${seconds} s, ${then === 're2' ? 'RE2' : 'an automaton'} went on`
    : `✗ ${which} took longer than ${seconds} s, no match there`;
}
