import type { AlternationCounts } from '../explain/branch-counts.ts';
import { amount, plural } from '../text/amounts.ts';
import type { Span } from '../text/span.ts';
import type { MappedText } from '../text/mapped-text.ts';
import type { CountedRegex, FeatureInput, InlayHintAnswer } from './answers.ts';
import { codeBlock, paragraphs, plain } from '../text/markdown.ts';

type Branch = AlternationCounts['branches'][number];

/** One branch, written at one place, in one of the regexes that hold it. */
interface BranchCount {
  readonly of: CountedRegex;
  readonly alternation: AlternationCounts;
  readonly branch: Branch;
}

/** Behind each branch of a `|` how many matches went through it; `unused` where none did. */
export function branchHints({ analysis, counted = [] }: FeatureInput): InlayHintAnswer[] {
  const places = new Map<number, BranchCount[]>();
  for (const of of counted) {
    // Where not all could be told apart, or nothing matched, a number would say what is not known, or nothing.
    if (!of.report.isComplete || of.report.hits === 0) continue;
    for (const alternation of of.report.alternations)
      for (const branch of alternation.branches) {
        const offset = endOf(of.expanded, branch.span, analysis.path);
        if (offset !== undefined) places.set(offset, [...(places.get(offset) ?? []), { of, alternation, branch }]);
      }
  }
  return [...places].map(([offset, counts]) => {
    const hits = counts.reduce((sum, { branch }) => sum + branch.hits, 0);
    return {
      offset,
      label: hits === 0 ? 'unused' : `${amount(hits)}×`,
      kind: 'type',
      spaceBefore: true,
      words: { markdown: paragraphs(...counts.map(wordsOf)) },
    };
  });
}

/** Where a branch ends in a file: behind its last character, or where nothing stands for an empty one. */
function endOf(expanded: MappedText, { start, end }: Span, path: string): number | undefined {
  const isEmpty = end === start;
  const isLast = end === expanded.length;
  const place =
    isEmpty && !isLast
      ? expanded.whereToShow({ start, end: start + 1 })[0]
      : expanded.whereToShow({ start: end - 1, end }).at(-1);
  if (place?.file !== path) return undefined;
  return isEmpty && !isLast ? place.span.start : place.span.end;
}

function wordsOf({ of, alternation, branch }: BranchCount): string {
  const share = `${amount(branch.hits)} of the ${plural(of.report.hits, 'match', 'matches')} of ${plain(of.name)} went through`;
  const repeat = alternation.isRepeated ? ' It stands in a repeat: one match may take several branches.' : '';
  const unused = branch.hits === 0 ? ' No line of this sample needs it.' : '';
  return `${share}${branch.written === '' ? ' the empty branch.' : `\n${codeBlock(branch.written, 'regex')}`}${unused}${repeat}`;
}
