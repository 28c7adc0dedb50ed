import type { Baseline, ChangeName, LineChanges } from '../../protocol.ts';
import { pathOfUri } from '../uri.ts';
import type { Comparison, Treatment } from '../worker/messages.ts';
import { isInside } from '../settings.ts';
import { createAfterRuns, type AfterRun, type AfterRuns, type AfterRunsHost } from './after-runs.ts';
import type { CurrentRun } from './current-run.ts';
import type { LogFiles } from './log-files.ts';
import type { MatchingThread } from './matching-thread.ts';
import { resolveFilterSubject } from './resolve-subject.ts';

/** What a filter as it is written now does otherwise than before. */
export interface Change extends Comparison {
  /** What it is compared with, in words. */
  readonly since: string;
}

export interface Changes extends AfterRuns<Change> {
  /** What edits are compared with from now on. */
  setBaselines(baselines: readonly Baseline[]): void;
}

type ChangesHost = Omit<AfterRunsHost<Change>, 'name' | 'work'> & { readonly thread: MatchingThread };

/** What the edits of filters change in their logs, since the baseline or since they were saved. */
export function createChanges(host: ChangesHost): Changes {
  let baselines: readonly FormerFiles[] = [];
  let key = '';
  const { session } = host;
  const work = async ({ run, resolved }: CurrentRun, signal: AbortSignal): Promise<Change | undefined> => {
    const { subject, path } = resolved;
    if (subject.jail !== undefined) return undefined;
    const baseline = baselineOf(baselines, path);
    const before = resolveFilterSubject(session, subject, path, session.filesBefore(baseline?.files ?? new Map()));
    // A file that is new has nothing to be compared with.
    if (!before) return undefined;
    const since = baseline?.name ?? 'the saved file';
    const isSame =
      before.problem === resolved.problem && JSON.stringify(before.filter) === JSON.stringify(resolved.filter);
    if (isSame) return undefined;
    if (!before.filter || before.filter.failregex.length === 0) return { ...unknownBase, since };
    const comparison = await host.thread.compare(run.input, before.filter, signal);
    return comparison && { ...comparison, since };
  };
  const changes = createAfterRuns({ ...host, name: 'comparing', work });
  return {
    ...changes,
    setBaselines(now) {
      const nowKey = JSON.stringify(now);
      if (nowKey === key) return;
      [baselines, key] = [now.map(formerFiles), nowKey];
      changes.forget();
    },
  };
}

const unknownBase: Comparison = { counts: { gained: 0, lost: 0, changed: 0 }, lines: [], gap: 'base' };

/** A baseline by paths. */
interface FormerFiles {
  readonly folder: string;
  readonly name: string;
  /** Null for a file that was not there. */
  readonly files: ReadonlyMap<string, Uint8Array | null>;
}

function formerFiles({ folder, name, files }: Baseline): FormerFiles {
  const encoder = new TextEncoder();
  return {
    folder: pathOfUri(folder),
    name,
    files: new Map(files.map(({ uri, text }) => [pathOfUri(uri), text === null ? null : encoder.encode(text)])),
  };
}

/** The baseline of the innermost folder that the file stands in. */
function baselineOf(baselines: readonly FormerFiles[], path: string): FormerFiles | undefined {
  return baselines.filter(({ folder }) => isInside(path, folder)).sort((a, b) => b.folder.length - a.folder.length)[0];
}

/** Listed lines of one kind of change, both from 0, `limit` of them from number `offset`; `total` counts those, too, that cannot be listed. */
export function linesOfChange(
  change: Change | undefined,
  { change: kind }: ChangeName,
  offset: number,
  limit: number,
): { readonly total: number; readonly lines: readonly { readonly log: number; readonly line: number }[] } {
  if (!change || change.gap !== null) return { total: 0, lines: [] };
  const { counts, lines } = change;
  const total = kind === 'any' ? counts.gained + counts.lost + counts.changed : counts[kind];
  return { total, lines: lines.filter((one) => kind === 'any' || one.kind === kind).slice(offset, offset + limit) };
}

/** A change as the editor shows it. */
export function toldChange(
  { run, value: { since, counts, lines, gap } }: AfterRun<Change>,
  logs: LogFiles,
): LineChanges {
  return {
    run: run.number,
    since,
    counts,
    problem: gap && gapInWords(gap, since),
    lines: lines.map(({ kind, log, line, was, is }) => ({
      kind,
      line,
      log: logs.fileOf(run.logs[log]!).uri,
      words: `was ${treatmentInWords(was)}, now ${treatmentInWords(is)}`,
    })),
  };
}

/** The title of the lens: `+3 −1 lines since HEAD`. */
export function changeInWords({ since, counts: { gained, lost, changed }, gap }: Change): string {
  if (gap) return `? lines since ${since}: ${gapInWords(gap, since)}`;
  const count = (number: number): string => number.toLocaleString('en-US');
  if (gained + lost + changed === 0) return `the same lines as ${since}`;
  const others = changed > 0 ? `, ${count(changed)} otherwise` : '';
  return `+${count(gained)} −${count(lost)} lines${others} since ${since}`;
}

function gapInWords(gap: NonNullable<Comparison['gap']>, since: string): string {
  return gap === 'base' ? `fail2ban would not load the filter of ${since}` : 'a search took too long';
}

function treatmentInWords({ status, failures }: Treatment): string {
  if (failures.length === 0) return status;
  return failures.map(({ failregex, id }) => `${id ?? 'pending'} by failregex ${failregex}`).join(' and ');
}
