import type { DatedBlock } from './date-stage.ts';

const known = new WeakMap<DatedBlock, readonly number[]>();

/**
 * The lines of a block, by their places, whose date was cut out between two characters that stay: regexes see these as neighbours. Looked for once a block,
 * whoever searches it.
 */
export function innerCuts(block: DatedBlock): readonly number[] {
  const found = known.get(block) ?? findCuts(block);
  known.set(block, found);
  return found;
}

function findCuts({ starts, ends, cutStarts, cutEnds, count }: DatedBlock): readonly number[] {
  const found: number[] = [];
  for (let i = 0; i < count; i++) {
    const cutStart = cutStarts[i]!;
    const cutEnd = cutEnds[i]!;
    if (cutStart !== cutEnd && cutStart !== starts[i] && cutEnd !== ends[i]) found.push(i);
  }
  return found.length > 0 ? found : none;
}

const none: readonly number[] = [];
