import { Workspace } from '../../analysis/workspace.ts';
import { folderOf, joinPath, normalizePath } from '../../config/paths.ts';
import { fallbackConfigDir } from '../../config/resolve.ts';
import type { AnswerStore } from '../../host/answer-store.ts';
import type { FileSystem } from '../../host/file-system.ts';
import { applySafeFixes } from '../../lint/apply-fixes.ts';
import type { DangerInFile, Finding } from '../../lint/rule.ts';
import { rules } from '../../lint/rules.ts';
import { configuredIn, dangerSubjectsIn, placeDangers } from '../../lint/dangers.ts';
import { adviseFromSample, withModes, type SampleAdvice } from '../../advice/advise.ts';
import { workedMilliseconds } from '../../host/guard.ts';
import type { Danger } from '../../danger/danger.ts';
import { createKnownDangers } from '../../danger/known-dangers.ts';
import { deadlineOf } from '../run-setup.ts';
import { createSamples } from '../check-samples.ts';
import { isAsItCame } from '../../config/stock-filters.ts';
import { closestWord } from '../../lint/closest.ts';
import { inOrder, lintFile, urgentFirst, withoutEchoes } from '../../lint/run.ts';
import { LineIndex } from '../../text/line-index.ts';
import type { Origin } from '../../text/mapped-text.ts';
import { visible } from '../../text/visible.ts';
import { oneOf } from '../args.ts';
import { UsageError, type Command, type CommandContext, type ExitCode } from '../command.ts';
import { findFiles } from '../find-files.ts';
import { atAPace, type Pace } from '../pace.ts';
import { whatIsThere } from '../what-is-there.ts';
import { writeCheckGithub } from '../writers/check-github.ts';
import { writeCheckJson } from '../writers/check-json.ts';
import type { CheckReport, PlacedFinding, Range } from '../writers/check-report.ts';
import { writeCheckSarif } from '../writers/check-sarif.ts';
import { writeCheckText } from '../writers/check-text.ts';

/** `fail2ban-lens check`: what is wrong with filters, jails, actions and fail2ban.conf. */
export const checkCommand: Command = {
  name: 'check',
  usage: '[OPTIONS] [PATH…]',
  summary: 'Mistakes in filters, jails, actions and fail2ban.conf, also those that fail2ban says nothing about.',
  help: [
    'PATH is a file or a folder (with the folders below it, but not those of other file systems). None: the whole configuration folder.',
    '',
    "-c, --config DIR                 fail2ban's configuration folder, checked as a whole (default: /etc/fail2ban)",
    '--format text|json|sarif|github  how to write the findings',
    '--log LOG                        try the filters on this log, and tell from its lines where strangers write',
    '                                 (default: the sample that the editor would take, where there is one)',
    '--explain RULE                   print the page of a rule, and check nothing',
    '--no-cache                       look for dangers anew, and keep no answers for the next time',
    '--fix                            apply the safe fixes, never through a link out of what was given',
    '--max-warnings N                 exit 1 where there are more warnings',
  ],
  options: {
    config: { type: 'string', short: 'c' },
    format: { type: 'string' },
    log: { type: 'string' },
    fix: { type: 'boolean' },
    'no-cache': { type: 'boolean' },
    explain: { type: 'string' },
    'max-warnings': { type: 'string' },
  },
  run,
};

/** Fixes can uncover what others can then fix; nothing honest takes more rounds. */
const mostRounds = 10;

async function run(context: CommandContext): Promise<ExitCode> {
  const { host, values, fail2ban, python } = context;
  if (typeof values['explain'] === 'string') return explainRule(context, values['explain']);
  const format = oneOf('--format', values['format'], ['text', 'json', 'sarif', 'github'], 'text');
  const maxWarnings = countOf(values['max-warnings']);
  const changed = new Map<string, string>();
  const workspace = new Workspace(overlaid(host.files, changed), { fail2ban, python });
  const answers = values['no-cache'] === true ? undefined : host.answers?.();
  const { wanted, findings, checked, unread } = await atAPace(context, async (pace) => {
    const wanted = await wantedFiles(context, pace);
    const check = createCheck(context, workspace, wanted, answers);
    const done = await checkFiles(check, wanted.files, pace);
    if (values['fix'] !== true || done.checked.length < wanted.files.length) return { wanted, ...done };
    return { wanted, ...(await fixAll(workspace, check, changed, wanted, done, pace)) };
  });
  answers?.save();
  const say = (text: string): void => host.err(`fail2ban-lens: check: ${visible(text)}\n`);
  for (const reason of [...wanted.unread, ...wanted.leftOut]) say(reason);
  for (const file of unread) say(`${wanted.nameOf(file)}: cannot be read`);
  const isPart = checked.length < wanted.files.length;
  if (isPart) say(`stopped by Ctrl+C: ${checked.length} of ${wanted.files.length} files were checked`);
  const unwritten = values['fix'] === true && !isPart ? notWritten(context, wanted, findings, changed) : [];
  unwritten.forEach(say);

  const placeAt = createPlaces(workspace, wanted.nameOf);
  const report: CheckReport = {
    findings: findings.map((finding) => placed(finding, placeAt)),
    fileCount: checked.length,
    fixed: [...changed.keys()].map(wanted.nameOf),
    rules,
    log: values['log'] as string | undefined,
  };
  const isPainted = format === 'text' && host.outIsTerminal && !host.env['NO_COLOR'];
  (isPainted ? host.outAsIs : host.out)(write(format, report, isPainted));
  const warnings = findings.filter(({ severity }) => severity === 'warning').length;
  if (warnings > maxWarnings)
    say(`${warnings} ${warnings === 1 ? 'warning' : 'warnings'}, more than --max-warnings ${maxWarnings}`);
  if (isPart || wanted.isInterrupted) return 130;
  if (wanted.unread.length + unread.length + unwritten.length > 0) return 2;
  if (!wanted.isWhole) return 3;
  return findings.some(({ severity }) => severity === 'error') || warnings > maxWarnings ? 1 : 0;
}

function explainRule({ host }: CommandContext, rule: string): ExitCode {
  const names = rules.map(({ name }) => name);
  if (!names.includes(rule)) {
    const meant = closestWord(rule, names);
    throw new UsageError(
      `--explain ${rule}: there is no such rule${meant === undefined ? ' (findings name theirs in brackets)' : `; is '${meant}' meant?`}`,
    );
  }
  const page = host.rulePage?.(rule);
  if (page === undefined) throw new UsageError(`--explain ${rule}: the pages of the rules are not installed`);
  host.out(page);
  return 0;
}

/** What was found in which files. */
interface Checked {
  readonly findings: readonly Finding[];
  readonly checked: readonly string[];
  readonly unread: readonly string[];
}

/** What is wrong with a file; undefined where it cannot be read. */
interface Check {
  of(path: string): Promise<Finding[] | undefined>;
  /** False for a filter that came with fail2ban and that no jail uses that is switched on. */
  isUsed(path: string): boolean;
}

function createCheck(
  context: CommandContext,
  workspace: Workspace,
  { isNamed }: WantedFiles,
  answers: AnswerStore | undefined,
): Check {
  const treeOf = (file: string) => workspace.source(file)?.tree;
  const { guard } = deadlineOf(context);
  const samples = createSamples(context, workspace, isNamed);
  const dangersOf = createKnownDangers(answers);
  /** The files of one filter have the same regexes. */
  const known = new Map<string, readonly (Danger | SampleAdvice)[]>();
  const findingsOf = async (path: string): Promise<Finding[] | undefined> => {
    const file = workspace.analyse(path);
    if (!file) return undefined;
    const dangers: DangerInFile[] = [];
    const subjects = dangerSubjectsIn(file);
    const modes = subjects.flatMap(({ mode, texts }) => (mode === undefined ? [] : [{ mode, texts }]));
    for (const subject of subjects) {
      const sample = await samples.of(file);
      const key = JSON.stringify([subject.texts, sample]);
      // Of lines that hardly are of this filter nothing is to be learned of it, and what was found without them may be remembered.
      const own = sample?.shows === 'any' ? undefined : sample?.text;
      const found = known.get(key) ?? [
        ...dangersOf(subject.texts, { guard, sample: own }).dangers,
        ...(sample && sample.shows !== 'jail'
          ? adviseFromSample(subject.texts, {
              guard,
              sample: sample.text,
              configured: configuredIn(subject),
              worked: workedMilliseconds,
            }).filter((advice) => sample.shows === 'filter' || isNear(advice))
          : []),
      ];
      known.set(key, found);
      // What one mode does not find is told of the filter as it is, with the modes that do.
      const told = subject.mode
        ? found.filter((one) => one.kind !== 'unmatched-sample' || one.isOfOne)
        : sample?.shows === 'filter'
          ? withModes(found, modes, { guard, sample: sample.text })
          : found;
      dangers.push(...placeDangers(file, subject, told));
    }
    return lintFile(file, { treeOf, dangers });
  };
  const isUsed = (path: string): boolean => {
    if (!isAsItCame(path, context.host.files)) return true;
    const jails = workspace.analyse(path)?.enabledJails?.();
    return jails === undefined || jails.length > 0;
  };
  return { of: findingsOf, isUsed };
}

/** False where the sample may as well be of another filter: nothing is found in it, and no small change finds more. */
function isNear(advice: SampleAdvice): boolean {
  return advice.kind !== 'unmatched-sample' || advice.hits > 0 || advice.fix !== undefined;
}

/** File by file, up to Ctrl+C. */
async function checkFiles(check: Check, files: readonly string[], pace: Pace): Promise<Checked> {
  const findings: Finding[] = [];
  const unread: string[] = [];
  let count = 0;
  for (const path of files) {
    pace.show(count, files.length);
    await pace.turn();
    if (pace.isInterrupted) break;
    count++;
    const found = await check.of(path);
    if (!found) unread.push(path);
    else for (const finding of found) findings.push(finding);
  }
  return {
    findings: withoutEchoes(urgentFirst(inOrder(findings)), check.isUsed),
    checked: files.slice(0, count),
    unread,
  };
}

/** Puts the fixed texts into `changed`; nothing is written yet. */
async function fixAll(
  workspace: Workspace,
  check: Check,
  changed: Map<string, string>,
  { files, mayWrite }: WantedFiles,
  before: Checked,
  pace: Pace,
): Promise<Checked> {
  const wanted = new Set(files);
  let checked = before;
  for (let round = 0; round < mostRounds; round++) {
    const texts = applySafeFixes(
      checked.findings.filter(
        ({ place, fix }) => wanted.has(place.file) && fix?.edits.every((edit) => mayWrite(edit.place.file)),
      ),
      (file) => fixableText(workspace, file),
    );
    if (texts.size === 0) break;
    const old = new Map([...texts.keys()].map((file) => [file, changed.get(file)] as const));
    for (const [file, text] of texts) changed.set(file, text);
    workspace.change(texts.keys());
    const next = await checkFiles(check, files, pace);
    if (next.checked.length < files.length) {
      // Stopped by Ctrl+C: what was not checked again is not written.
      for (const [file, text] of old) {
        if (text === undefined) changed.delete(file);
        else changed.set(file, text);
      }
      workspace.change(old.keys());
      break;
    }
    checked = next;
  }
  return checked;
}

/** Writes what is changed; says of which files that was not possible, or not allowed, and why. What is said of is `changed` no more. */
function notWritten(
  { host }: CommandContext,
  { nameOf, mayWrite, whereIs }: WantedFiles,
  findings: readonly Finding[],
  changed: Map<string, string>,
): string[] {
  const reasons: string[] = [];
  for (const [file, text] of changed) {
    try {
      if (!host.replaceFile) throw new Error('files cannot be written here');
      host.replaceFile(whereIs(file), text);
    } catch (error) {
      reasons.push(`${nameOf(file)}: cannot be written: ${(error as Error).message}`);
      changed.delete(file);
    }
  }
  const safeEdits = findings.flatMap(({ fix }) => (fix?.safe ? fix.edits : []));
  const outside = new Set(safeEdits.map(({ place }) => place.file).filter((file) => !mayWrite(file)));
  for (const file of outside)
    reasons.push(
      `${nameOf(file)}: not fixed: it lies at ${whereIs(file)}, outside of what was given; name that file to have it fixed`,
    );
  return reasons;
}

function write(format: 'text' | 'json' | 'sarif' | 'github', report: CheckReport, colour: boolean): string {
  switch (format) {
    case 'json':
      return writeCheckJson(report);
    case 'sarif':
      return writeCheckSarif(report);
    case 'github':
      return writeCheckGithub(report);
    case 'text':
      return writeCheckText(report, { colour });
  }
}

function countOf(value: CommandContext['values'][string]): number {
  if (value === undefined) return Infinity;
  if (typeof value !== 'string' || !/^\d+$/.test(value))
    throw new UsageError(`--max-warnings: '${String(value)}' is no number`);
  return Number(value);
}

interface WantedFiles {
  /** Absolute, each once. */
  readonly files: readonly string[];
  /** Arguments that could not be read, and why: the others are checked all the same. */
  readonly unread: readonly string[];
  /** What of the folders was not looked at, and why. */
  readonly leftOut: readonly string[];
  /** False where a folder holds more than is looked at. */
  readonly isWhole: boolean;
  readonly isInterrupted: boolean;
  /** Given as a file, not found in a folder. */
  isNamed(path: string): boolean;
  /** The name to print: as the user wrote the argument that led to the file. */
  nameOf(path: string): string;
  /** Where a file really lies. */
  whereIs(path: string): string;
  /** False for a file that a link leads to, out of the folders that were given. */
  mayWrite(path: string): boolean;
}

async function wantedFiles({ host, positionals, values }: CommandContext, pace: Pace): Promise<WantedFiles> {
  const config = values['config'];
  const whole = typeof config === 'string' ? config : fallbackConfigDir;
  const roots = (positionals.length > 0 ? positionals : [whole]).map((argument) => ({
    argument,
    path: normalizePath(joinPath(host.cwd, argument)),
  }));
  const unread: string[] = [];
  const leftOut: string[] = [];
  const files = new Set<string>();
  let isWhole = true;
  for (const { argument, path } of roots) {
    if (host.files.isFile(path)) files.add(path);
    else if (host.files.isDirectory(path)) {
      const found = await findFiles(host.files, path, pace);
      found.files.forEach((file) => files.add(file));
      leftOut.push(...found.leftOut.map((reason) => `${argument}: ${reason}`));
      isWhole &&= found.isWhole;
      if (found.files.length === 0 && found.isWhole)
        unread.push(`${argument}: there is no .conf or .local file in this folder`);
    } else
      unread.push(
        `${argument}: ${whatIsThere(host.files, joinPath(host.cwd, argument), 'either') ?? 'there is no such file or folder'}`,
      );
  }
  const nameOf = (path: string): string => {
    const root = roots.find((one) => isBelow(path, one.path));
    if (root) return root.argument.replace(/(.)\/+$/, '$1') + path.slice(root.path.length);
    return path.startsWith(`${host.cwd}/`) ? path.slice(host.cwd.length + 1) : path;
  };
  const whereIs = (path: string): string => host.files.inspect?.(path)?.real ?? path;
  const given = roots.map(({ path }) => whereIs(host.files.isDirectory(path) ? path : folderOf(path)));
  return {
    files: [...files],
    unread,
    leftOut,
    isWhole,
    isInterrupted: pace.isInterrupted,
    isNamed: (path) => roots.some((one) => one.path === path),
    nameOf,
    whereIs,
    mayWrite: (path) => given.some((folder) => isBelow(whereIs(path), folder)),
  };
}

function isBelow(path: string, folder: string): boolean {
  return path === folder || path.startsWith(`${folder === '/' ? '' : folder}/`);
}

/** A file system with some texts changed. */
function overlaid(files: FileSystem, changed: ReadonlyMap<string, string>): FileSystem {
  const encoder = new TextEncoder();
  return {
    ...files,
    readFile: (path) => {
      const text = changed.get(path);
      return text === undefined ? files.readFile(path) : encoder.encode(text);
    },
  };
}

/** A file that is not UTF-8 would lose bytes. */
function fixableText(workspace: Workspace, file: string): string | undefined {
  const source = workspace.source(file);
  return source && !source.decodeError ? source.tree.text : undefined;
}

/** A place as the report shows it. */
type PlaceAt = (place: Origin) => { readonly file: string; readonly range: Range; readonly line: string };

/** Each file's lines are found once. */
function createPlaces(workspace: Workspace, nameOf: (path: string) => string): PlaceAt {
  const lines = new Map<string, { text: string; index: LineIndex }>();
  const linesOf = (file: string) => {
    const known = lines.get(file);
    if (known) return known;
    const text = workspace.source(file)?.tree.text ?? '';
    const fresh = { text, index: new LineIndex(text) };
    lines.set(file, fresh);
    return fresh;
  };
  return (place) => {
    const { text, index } = linesOf(place.file);
    const range = rangeOf(index, place);
    const start = index.lineStart(range.start.line);
    const line = text.slice(start, index.lineStart(range.start.line + 1)).replace(/[\r\n]+$/, '');
    return { file: nameOf(place.file), range, line };
  };
}

function placed({ place, related, ...finding }: Finding, placeAt: PlaceAt): PlacedFinding {
  return {
    ...finding,
    ...placeAt(place),
    related: related.map((other) => {
      const { file, range } = placeAt(other.place);
      return { file, range, message: other.message };
    }),
  };
}

function rangeOf(index: LineIndex, { span }: Origin): Range {
  return { start: index.positionAt(span.start), end: index.positionAt(span.end) };
}
