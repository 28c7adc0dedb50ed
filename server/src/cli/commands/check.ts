import { configurationFiles, Workspace } from '../../analysis/workspace.ts';
import { joinPath, normalizePath } from '../../config/paths.ts';
import { fallbackConfigDir } from '../../config/resolve.ts';
import type { FileSystem } from '../../host/file-system.ts';
import { applySafeFixes } from '../../lint/apply-fixes.ts';
import type { Finding } from '../../lint/rule.ts';
import { rules } from '../../lint/rules.ts';
import { dangerSubjectsIn, placeDangers, type DangerInFile } from '../../lint/dangers.ts';
import { findDangers } from '../../danger/find-dangers.ts';
import type { Danger } from '../../danger/danger.ts';
import { deadlineOf } from '../run-setup.ts';
import { createSamples, type Samples } from '../check-samples.ts';
import { inOrder, lintFile } from '../../lint/run.ts';
import { LineIndex } from '../../text/line-index.ts';
import type { Origin } from '../../text/mapped-text.ts';
import { visible } from '../../text/visible.ts';
import { oneOf } from '../args.ts';
import { UsageError, type Command, type CommandContext, type ExitCode } from '../command.ts';
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
    'PATH is a file or a folder. None: the whole configuration folder.',
    '',
    "-c, --config DIR                 fail2ban's configuration folder, checked as a whole (default: /etc/fail2ban)",
    '--format text|json|sarif|github  how to write the findings',
    '--log LOG                        try the filters on this log, and tell from its lines where strangers write',
    '                                 (default: the sample that the editor would take, where there is one)',
    '--fix                            apply the safe fixes',
    '--max-warnings N                 exit 1 where there are more warnings',
  ],
  options: {
    config: { type: 'string', short: 'c' },
    format: { type: 'string' },
    log: { type: 'string' },
    fix: { type: 'boolean' },
    'max-warnings': { type: 'string' },
  },
  run,
};

/** Fixes can uncover what others can then fix; nothing honest takes more rounds. */
const mostRounds = 10;

async function run(context: CommandContext): Promise<ExitCode> {
  const { host, values, fail2ban, python } = context;
  const format = oneOf('--format', values['format'], ['text', 'json', 'sarif', 'github'], 'text');
  const maxWarnings = countOf(values['max-warnings']);
  const wanted = wantedFiles(context);
  for (const reason of wanted.unread) host.err(`fail2ban-lens: check: ${visible(reason)}\n`);
  const changed = new Map<string, string>();
  const workspace = new Workspace(overlaid(host.files, changed), { fail2ban, python });
  const samples = createSamples(context, workspace);
  let findings = await check(context, workspace, wanted.files, samples);
  for (let round = 0; values['fix'] === true && round < mostRounds; round++) {
    const texts = applySafeFixes(
      findings.filter(({ place }) => wanted.files.includes(place.file)),
      (file) => fixableText(workspace, file),
    );
    if (texts.size === 0) break;
    for (const [file, text] of texts) changed.set(file, text);
    workspace.change(texts.keys());
    findings = await check(context, workspace, wanted.files, samples);
  }
  for (const [file, text] of changed) replace(context, file, text);
  const report: CheckReport = {
    findings: findings.map((finding) => placed(workspace, finding, wanted.nameOf)),
    fileCount: wanted.files.length,
    fixed: [...changed.keys()].map(wanted.nameOf),
    rules,
  };
  const isPainted = format === 'text' && host.outIsTerminal && !host.env['NO_COLOR'];
  (isPainted ? host.outAsIs : host.out)(write(format, report, isPainted));
  const warnings = findings.filter(({ severity }) => severity === 'warning').length;
  if (warnings > maxWarnings)
    host.err(
      `fail2ban-lens: check: ${warnings} ${warnings === 1 ? 'warning' : 'warnings'}, more than --max-warnings ${maxWarnings}\n`,
    );
  if (wanted.unread.length > 0) return 2;
  return findings.some(({ severity }) => severity === 'error') || warnings > maxWarnings ? 1 : 0;
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
  /** The name to print: as the user wrote the argument that led to the file. */
  nameOf(path: string): string;
}

function wantedFiles({ host, positionals, values }: CommandContext): WantedFiles {
  const config = values['config'];
  const whole = typeof config === 'string' ? config : fallbackConfigDir;
  const roots = (positionals.length > 0 ? positionals : [whole]).map((argument) => ({
    argument,
    path: normalizePath(joinPath(host.cwd, argument)),
  }));
  const unread: string[] = [];
  const files = roots.flatMap(({ argument, path }) => {
    if (host.files.isFile(path)) return [path];
    const found = host.files.isDirectory(path) ? filesUnder(host.files, path) : undefined;
    if (found && found.length > 0) return found;
    unread.push(
      `${argument}: ${found ? 'there is no .conf or .local file in this folder' : 'there is no such file or folder'}`,
    );
    return [];
  });
  const nameOf = (path: string): string => {
    const root = roots.find((one) => path === one.path || path.startsWith(`${one.path === '/' ? '' : one.path}/`));
    if (root) return root.argument.replace(/(.)\/+$/, '$1') + path.slice(root.path.length);
    return path.startsWith(`${host.cwd}/`) ? path.slice(host.cwd.length + 1) : path;
  };
  return { files: [...new Set(files)], unread, nameOf };
}

/** The files of a configuration folder, or of any other (`filter.d` alone), folders below included. */
function filesUnder(files: FileSystem, folder: string): string[] {
  const whole = configurationFiles(files, folder);
  return whole.length > 0
    ? whole
    : files
        .readDirectory(folder)
        .sort()
        .flatMap((name) => {
          const path = joinPath(folder, name);
          if (files.isDirectory(path)) return name.startsWith('.') ? [] : filesUnder(files, path);
          return /\.(?:conf|local)$/.test(name) && files.isFile(path) ? [path] : [];
        });
}

async function check(
  context: CommandContext,
  workspace: Workspace,
  files: readonly string[],
  samples: Samples,
): Promise<Finding[]> {
  const treeOf = (file: string) => workspace.source(file)?.tree;
  const { guard } = deadlineOf(context);
  /** The files of one filter have the same regexes. */
  const known = new Map<string, readonly Danger[]>();
  const findings: Finding[] = [];
  for (const path of files) {
    const file = workspace.analyse(path);
    if (!file) throw new UsageError(`${path}: cannot be read`);
    const dangers: DangerInFile[] = [];
    for (const subject of dangerSubjectsIn(file)) {
      const sample = await samples.of(file);
      const key = JSON.stringify([subject.texts, sample]);
      const found = known.get(key) ?? findDangers(subject.texts, { guard, sample });
      known.set(key, found);
      dangers.push(...placeDangers(file, subject, found));
    }
    findings.push(...lintFile(file, { treeOf, dangers }));
  }
  return inOrder(findings);
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

function replace({ host }: CommandContext, file: string, text: string): void {
  try {
    if (!host.replaceFile) throw new Error('files cannot be written here');
    host.replaceFile(file, text);
  } catch (error) {
    throw new UsageError(`${file}: cannot be written: ${(error as Error).message}`);
  }
}

function placed(
  workspace: Workspace,
  { place, related, ...finding }: Finding,
  nameOf: (path: string) => string,
): PlacedFinding {
  const textOf = (file: string): string => workspace.source(file)?.tree.text ?? '';
  const index = new LineIndex(textOf(place.file));
  const range = rangeOf(index, place);
  const start = index.lineStart(range.start.line);
  return {
    ...finding,
    file: nameOf(place.file),
    range,
    line: textOf(place.file)
      .slice(start, index.lineStart(range.start.line + 1))
      .replace(/[\r\n]+$/, ''),
    related: related.map((other) => ({
      file: nameOf(other.place.file),
      range: rangeOf(new LineIndex(textOf(other.place.file)), other.place),
      message: other.message,
    })),
  };
}

function rangeOf(index: LineIndex, { span }: Origin): Range {
  return { start: index.positionAt(span.start), end: index.positionAt(span.end) };
}
