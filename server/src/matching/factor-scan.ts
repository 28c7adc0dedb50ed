import { unite, type CodePointSet } from '../text/code-point-set.ts';
import type { Factor } from '../pyre/analysis/required-factor.ts';
import { once } from '../text/once.ts';
import { printFactor } from '../translate/print-factor.ts';
import type { BlockScan } from './block-scan.ts';
import { innerCuts } from './inner-cuts.ts';

/**
 * Marks the lines that hold a piece without which a regex has no match. One search of V8's over the block jumps from piece to piece. The
 * piece takes in no line feed, so that none reaches over two lines; it may reach over the cut where a date was taken out, so a line is
 * marked, too, where the characters on both sides of the cut can be neighbours in the piece.
 */
export function createFactorScan(factor: Factor, regex: number): BlockScan {
  const narrow = new RegExp(printFactor(factor, false), 'g');
  let wide: RegExp | undefined;
  // Most dates stand where a line begins, so that nobody asks.
  const neighbours = once(() => createNeighbours(factor));
  return {
    scan(block, mark) {
      const { starts, ends, cutStarts, cutEnds, count } = block;
      const searched = block.isAscii ? narrow : (wide ??= new RegExp(printFactor(factor, true), 'g'));
      let line = 0;
      for (const { text, begin } of block.text.pieces) {
        while (line < count && starts[line]! < begin) line++;
        searched.lastIndex = 0;
        // A test leaves where the match ends and makes no object of it. Some CRs at a line's end are not counted to it.
        while (searched.test(text)) {
          let last = searched.lastIndex - 1;
          while (text.charCodeAt(last) === cr) last--;
          const at = begin + last;
          while (line < count && ends[line]! <= at) line++;
          if (line === count) break;
          if (starts[line]! <= at) mark(line++, regex);
          if (line === count || starts[line]! - begin >= text.length) break;
          searched.lastIndex = starts[line]! - begin;
        }
      }
      searched.lastIndex = 0;
      for (const i of innerCuts(block)) {
        const cutStart = cutStarts[i]!;
        const { text, begin } = block.text.at(cutStart);
        if (neighbours()(text.charCodeAt(cutStart - 1 - begin), text.charCodeAt(cutEnds[i]! - begin))) mark(i, regex);
      }
    },
  };
}

const ascii = 128;
const cr = 13;

/** Whether two UTF-16 units can follow each other in a match of the factor; any two where one is beyond ASCII. */
function createNeighbours(factor: Factor): (left: number, right: number) => boolean {
  const pairs: (readonly [left: CodePointSet, right: CodePointSet])[] = [];
  edgesOf(factor, pairs);
  const table = new Uint8Array(ascii * ascii);
  for (const [left, right] of pairs)
    for (let i = 0; i < left.length; i += 2)
      for (let a = left[i]!; a < Math.min(left[i + 1]!, ascii); a++)
        for (let j = 0; j < right.length && right[j]! < ascii; j += 2)
          table.fill(1, a * ascii + right[j]!, a * ascii + Math.min(right[j + 1]!, ascii));
  return (left, right) => left >= ascii || right >= ascii || table[left * ascii + right] === 1;
}

/** The sets that a part can begin and end with, and whether it can be empty. Collects the sets that meet inside. */
interface Edges {
  readonly first: CodePointSet;
  readonly last: CodePointSet;
  readonly isEmpty: boolean;
}

const nothing: Edges = { first: [], last: [], isEmpty: true };

function edgesOf(factor: Factor, pairs: (readonly [CodePointSet, CodePointSet])[]): Edges {
  switch (factor.kind) {
    case 'set':
      return { first: factor.set, last: factor.set, isEmpty: false };
    case 'sequence':
      return factor.items
        .map((item) => edgesOf(item, pairs))
        .reduce((before, after) => joined(before, after, pairs), nothing);
    case 'choice': {
      const all = factor.branches.map((branch) => edgesOf(branch, pairs));
      return {
        first: unite(...all.map(({ first }) => first)),
        last: unite(...all.map(({ last }) => last)),
        isEmpty: all.some(({ isEmpty }) => isEmpty),
      };
    }
    case 'repeat': {
      const item = edgesOf(factor.item, pairs);
      if (factor.max > 1) pairs.push([item.last, item.first]);
      return factor.max === 0 ? nothing : { ...item, isEmpty: item.isEmpty || factor.min === 0 };
    }
  }
}

function joined(before: Edges, after: Edges, pairs: (readonly [CodePointSet, CodePointSet])[]): Edges {
  pairs.push([before.last, after.first]);
  return {
    first: before.isEmpty ? unite(before.first, after.first) : before.first,
    last: after.isEmpty ? unite(before.last, after.last) : after.last,
    isEmpty: before.isEmpty && after.isEmpty,
  };
}
