import type { FilterVerdict } from '../../../server/src/protocol.ts';

/** What a run said of one sample file. */
export interface SampleOutcome {
  /** `3 hold, 1 does not`. */
  readonly words: string;
  /** Lines, from 0, that do not hold, with the expectation that would. */
  readonly fitting: readonly { readonly line: number; readonly fitting: string }[];
}

/** By file: the samples that were run, and those that they add. */
export function outcomesOf({ samples }: Pick<FilterVerdict, 'samples'>): Map<string, SampleOutcome> {
  const byUri = new Map<string, FilterVerdict['samples'][number]['checks'][number][]>();
  for (const { uri, checks } of samples) {
    byUri.set(uri, byUri.get(uri) ?? []);
    for (const check of checks) byUri.set(check.uri, [...(byUri.get(check.uri) ?? []), check]);
  }
  return new Map(
    [...byUri].map(([uri, checks]) => {
      const failed = checks.filter(({ failures }) => failures.length > 0);
      const held = `${checks.length - failed.length} hold`;
      return [
        uri,
        {
          words: failed.length === 0 ? held : `${held}, ${failed.length} ${failed.length === 1 ? 'does' : 'do'} not`,
          fitting: failed.flatMap(({ line, fitting }) =>
            line === null || fitting === null ? [] : [{ line, fitting }],
          ),
        },
      ];
    }),
  );
}
