import type { LensRequests, LineMark, Marks, Overview } from '../../protocol.ts';
import { linesOfShape, type Breakdowns } from './breakdowns.ts';
import { linesOfChange, type Changes } from './changes.ts';
import type { LiveRun, LiveRuns } from './live-runs.ts';
import { pathOfLog, type LogFiles } from './log-files.ts';
import type { MatchingThread } from './matching-thread.ts';

export interface MarksHost {
  readonly runs: LiveRuns;
  readonly thread: MatchingThread;
  readonly logs: LogFiles;
}

/** Lines of one answer; an editor shows a hundred. */
const mostLines = 5000;

const nothing = { run: 0, version: null } as const;

/** The run of a subject that has read a log, and the log's number in it. */
export function findRun(
  runs: LiveRuns,
  subject: LensRequests['marks']['params']['subject'],
  log: string,
): { readonly run: LiveRun; readonly at: number } | undefined {
  const run = runs.run(subject);
  const at = run?.logs.indexOf(pathOfLog(log)) ?? -1;
  return run && at >= 0 ? { run, at } : undefined;
}

/** What the lines of a range came to. The lines of a text that has changed since are not looked at: the next run is on its way. */
export async function marks(
  { runs, thread, logs }: MarksHost,
  { subject, log, from, to }: LensRequests['marks']['params'],
): Promise<Marks> {
  const found = findRun(runs, subject, log);
  if (!found) return { ...nothing, marks: [] };
  const { run, at } = found;
  const version = run.versions[at]!;
  const answer = { run: run.number, version };
  if (logs.versionOf(run.logs[at]!) !== version) return { ...answer, marks: [] };
  const begin = Math.max(0, Math.floor(from));
  const end = Math.min(Math.floor(to), begin + mostLines, run.results.lineCount(at));
  if (!(begin < end)) return { ...answer, marks: [] };
  const explained = new Map((await thread.explain(run.input, at, begin, end)).map((line) => [line.line, line]));
  const out: LineMark[] = [];
  for (let line = begin; line < end; line++) {
    const status = run.results.statusOf(at, line);
    if (status === undefined) continue;
    const { hits = [], ignoreregex = null, date = null } = explained.get(line) ?? {};
    out.push({ line, status, hits, ignoreregex, date });
  }
  return { ...answer, marks: out };
}

export function overview({ runs }: MarksHost, { subject, log, limit }: LensRequests['overview']['params']): Overview {
  const found = findRun(runs, subject, log);
  if (!found) return { ...nothing, pieces: [] };
  const { run, at } = found;
  return {
    run: run.number,
    version: run.versions[at]!,
    pieces: run.results.pieces(at, Math.max(1, Math.min(limit, 10_000))),
  };
}

export function nextLine(
  { runs }: MarksHost,
  { subject, log, line, direction, selection }: LensRequests['nextLine']['params'],
): number | null {
  const found = findRun(runs, subject, log);
  return found ? found.run.results.next(found.at, line, direction, selection) : null;
}

export async function selectedLines(
  {
    runs,
    thread,
    logs,
    breakdowns,
    changes,
  }: MarksHost & { readonly breakdowns: Breakdowns; readonly changes: Changes },
  { subject, selection, offset, limit }: LensRequests['lines']['params'],
): Promise<LensRequests['lines']['result']> {
  const run = runs.run(subject);
  if (!run) return { total: 0, lines: [] };
  const [from, most] = [Math.max(0, offset), Math.max(0, Math.min(limit, mostLines))];
  const { total, lines } =
    'shape' in selection
      ? linesOfShape(breakdowns.known(subject)?.value, selection, from, most)
      : 'change' in selection
        ? linesOfChange(changes.known(subject)?.value, selection, from, most)
        : run.results.select(selection, from, most);
  const texts = new Map<string, string>();
  for (const [at, input] of run.input.logs.entries()) {
    const ofLog = lines.filter(({ log }) => log === at).map(({ line }) => line);
    (await thread.texts(input, ofLog)).forEach((text, i) => texts.set(`${at} ${ofLog[i]}`, text));
  }
  return {
    total,
    lines: lines.map(({ log, line }) => ({
      log: logs.fileOf(run.logs[log]!),
      line,
      text: texts.get(`${log} ${line}`)!,
    })),
  };
}
