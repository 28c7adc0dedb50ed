import type { Baseline, ChangeName, LineChanges } from '../../protocol.ts';
import { amount } from '../../text/amounts.ts';
import { pathOfUri } from '../uri.ts';
import type { Comparison, Treatment } from '../worker/messages.ts';
import { createAfterRuns, type AfterRun, type AfterRuns, type AfterRunsHost } from './after-runs.ts';
import { createBases } from './baselines.ts';
import type { CurrentRun } from './current-run.ts';
import type { LogFiles } from './log-files.ts';
import type { MatchingThread } from './matching-thread.ts';

/** What a subject as it is written now does otherwise than what it is compared with. */
export interface Change extends Omit<Comparison, 'gap'> {
  /** What it is compared with: `since HEAD`, and `HEAD` alone. */
  readonly reference: string;
  readonly name: string;
  /** Why this is not all: `absent`: the subject is not there. */
  readonly gap: Comparison['gap'] | 'absent';
}

export interface Changes extends AfterRuns<Change> {
  /** What edits are compared with from now on. */
  setBaselines(baselines: readonly Baseline[]): void;
  /** Files are saved otherwise than before: what was compared with them is of no use. */
  savedFilesChanged(paths: readonly string[]): void;
}

type ChangesHost = Omit<AfterRunsHost<Change>, 'name' | 'work'> & {
  readonly thread: MatchingThread;
  /** The folders of configuration that are compared with: to be watched. */
  foldersInUse(folders: readonly string[]): void;
};

/** What the edits of filters and jails change in their logs, since the baseline or since they were saved. */
export function createChanges(host: ChangesHost): Changes {
  const { session } = host;
  let bases = createBases(session, []);
  let baselines: readonly Baseline[] = [];
  const turn = createTurns();
  const work = async ({ run, resolved }: CurrentRun, signal: AbortSignal): Promise<Change | undefined> => {
    const { subject, path } = resolved;
    const { read, isAsked, reference, name, isAsNow } = bases(path);
    if (isAsNow(path)) return undefined;
    await turn();
    if (signal.aborted) return undefined;
    const before = read(subject, path);
    // Of a file that is new nothing is told, where nobody asked.
    if (!before) return isAsked ? { ...nothing, reference, name, gap: 'absent' } : undefined;
    const isSame =
      before.problem === resolved.problem && JSON.stringify(before.filter) === JSON.stringify(resolved.filter);
    if (isSame) return isAsked ? { ...nothing, reference, name, gap: null } : undefined;
    if (!before.filter || before.filter.failregex.length === 0) return { ...nothing, reference, name, gap: 'base' };
    const comparison = await host.thread.compare(run.input, before.filter, signal);
    return comparison && { ...comparison, reference, name };
  };
  const changes = createAfterRuns({ ...host, name: 'comparing', work });
  return {
    ...changes,
    setBaselines(now) {
      if (JSON.stringify(now) === JSON.stringify(baselines)) return;
      [bases, baselines] = [createBases(session, now), now];
      host.foldersInUse(now.flatMap((one) => (one.kind === 'configuration' ? [pathOfUri(one.folder)] : [])));
      changes.forget();
    },
    savedFilesChanged(paths) {
      if (!paths.some((path) => /\.(?:conf|local)$/.test(path))) return;
      bases = createBases(session, baselines);
      changes.forget();
    },
  };
}

/** Lets what waits be heard between two of many readings. */
function createTurns(): () => Promise<void> {
  let last: Promise<void> = Promise.resolve();
  return () => (last = last.then(() => new Promise((resolve) => setImmediate(resolve))));
}

const nothing = { counts: { gained: 0, lost: 0, changed: 0 }, lines: [] } as const;

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
export function toldChange({ run, value }: AfterRun<Change>, logs: LogFiles): LineChanges {
  const { reference, counts, lines } = value;
  return {
    run: run.number,
    reference,
    counts,
    problem: gapInWords(value),
    lines: lines.map(({ kind, log, line, was, is }) => ({
      kind,
      line,
      log: logs.fileOf(run.logs[log]!).uri,
      words: treatmentsInWords({ was, is }),
    })),
  };
}

/** The title of the lens: `+3 −1 lines since HEAD`. */
export function changeInWords(change: Change): string {
  const { reference, name, counts } = change;
  const { gained, lost, changed } = counts;
  const gap = gapInWords(change);
  if (gap !== null) return `? lines ${reference}: ${gap}`;
  if (gained + lost + changed === 0) return `the same lines as ${name}`;
  const others = changed > 0 ? `, ${amount(changed)} otherwise` : '';
  return `+${amount(gained)} −${amount(lost)} lines${others} ${reference}`;
}

function gapInWords({ gap, name }: Change): string | null {
  switch (gap) {
    case null:
      return null;
    case 'base':
      return `fail2ban would not load the filter of ${name}`;
    case 'absent':
      return `there is no filter or jail of this name in ${name}`;
    case 'stopped':
      return 'a search took too long';
  }
}

/** `was missed, now 192.0.2.1 by failregex 2`. */
export function treatmentsInWords({ was, is }: Pick<Comparison['lines'][number], 'was' | 'is'>): string {
  return `was ${treatmentInWords(was)}, now ${treatmentInWords(is)}`;
}

function treatmentInWords({ status, failures }: Treatment): string {
  if (failures.length === 0) return status;
  return failures.map(({ failregex, id }) => `${id ?? 'pending'} by failregex ${failregex}`).join(' and ');
}
