import type { Subject } from '../../protocol.ts';
import type { Session } from '../session.ts';
import type { LiveRun, LiveRuns } from './live-runs.ts';
import type { LogFiles } from './log-files.ts';
import { resolveSubject, type ResolvedSubject } from './resolve-subject.ts';

/** A run that counted what is written now in the logs as they stand now, and where its regexes are written. */
export interface CurrentRun {
  readonly run: LiveRun;
  readonly resolved: ResolvedSubject;
}

export interface CurrentRunHost {
  readonly session: Session;
  readonly runs: LiveRuns;
  readonly logs: LogFiles;
}

/** Undefined while a run is on its way, and where what is written now does not load. */
export function currentRun({ session, runs, logs }: CurrentRunHost, subject: Subject): CurrentRun | undefined {
  const run = runs.run(subject);
  const state = runs.state(subject);
  if (!run || state?.status !== 'done' || state.outdated) return undefined;
  if (run.logs.some((path, i) => logs.versionOf(path) !== run.versions[i])) return undefined;
  const resolved = resolveSubject(session, subject);
  return resolved?.filter && JSON.stringify(resolved.filter) === JSON.stringify(run.input.filter)
    ? { run, resolved }
    : undefined;
}

/** Longer logs are run once, not again in the background: it takes as long as the run did. */
export const mostLines = 3_000_000;

/** A current run that may be done again in the background: not over too long logs, nor with a regex that overran on them. */
export function repeatableRun(host: CurrentRunHost, subject: Subject): CurrentRun | undefined {
  const report = host.runs.state(subject)?.report;
  if (!report || report.lines.total > mostLines || report.regexes.some(({ stopped }) => stopped !== null))
    return undefined;
  return currentRun(host, subject);
}
