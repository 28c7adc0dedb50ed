import type { FilterNode, SampleNode, TestNode } from './tree.ts';

/** What of a filter is to be run: whole samples, as their lines hang together, and of which lines the outcome is told. */
export interface WantedFilter {
  readonly filter: FilterNode;
  readonly samples: readonly SampleNode[];
  readonly lines: ReadonlySet<string>;
}

/** `include`: ids of nodes, with all that is below them; undefined for all. Ids that are gone ask for nothing. */
export function wantedSamples(
  tree: readonly FilterNode[],
  include: readonly string[] | undefined,
  exclude: readonly string[],
): WantedFilter[] {
  const included = include && new Set(include);
  const excluded = new Set(exclude);
  const isIn = ({ id }: TestNode, above: boolean): boolean =>
    !excluded.has(id) && (above || included === undefined || included.has(id));
  return tree.flatMap((filter) => {
    const lines = new Set<string>();
    if (excluded.has(filter.id)) return [];
    const ofFilter = isIn(filter, false);
    const samples = filter.children.filter((sample) => {
      if (excluded.has(sample.id)) return false;
      const ofSample = isIn(sample, ofFilter);
      const wanted = sample.children.filter((line) => isIn(line, ofSample));
      for (const { id } of wanted) lines.add(id);
      return ofSample || wanted.length > 0;
    });
    return samples.length > 0 ? [{ filter, samples, lines }] : [];
  });
}
