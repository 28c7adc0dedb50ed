import type { CoverageRow } from '../../../server/src/protocol.ts';
import type { WantedFilter } from './selection.ts';

/** What a run of a filter gave that goes on: it is run again only when a file changes that it read or looked for. */
export interface KeptVerdicts {
  /** To be told when a run begins, and given with what it gave. */
  moment(): number;
  /** `files`: what the run, begun at that moment, read or looked for. */
  keep(filter: string, verdict: KeptVerdict): void;
  /** What still holds of a filter; undefined where it is to be run. */
  of(wanted: WantedFilter): KeptVerdict | undefined;
}

export interface KeptVerdict {
  readonly begun: number;
  readonly files: ReadonlySet<string>;
  readonly rows: readonly CoverageRow[];
}

/** When files changed, for all who keep verdicts. */
export interface FileChanges {
  changed(uri: string): void;
  /** Nothing that was kept holds any more. */
  allChanged(): void;
  createKept(): KeptVerdicts;
}

export function createFileChanges(): FileChanges {
  let now = 0;
  let allAt = 0;
  const changedAt = new Map<string, number>();
  return {
    changed(uri) {
      changedAt.set(uri, ++now);
    },
    allChanged() {
      allAt = ++now;
      changedAt.clear();
    },
    createKept() {
      const kept = new Map<string, KeptVerdict>();
      return {
        moment: () => now,
        keep: (filter, verdict) => void kept.set(filter, verdict),
        of({ filter, samples }) {
          const verdict = kept.get(filter.id);
          if (!verdict || verdict.begun < allAt) return undefined;
          const { begun, files } = verdict;
          // A sample that came since was not run.
          const isKnown = samples.every(({ uri }) => files.has(uri));
          const holds = [...files].every((file) => (changedAt.get(file) ?? 0) <= begun);
          return isKnown && holds ? verdict : undefined;
        },
      };
    },
  };
}
