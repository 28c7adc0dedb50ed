import type { AlternationCounts, TakenValues } from '../explain/branch-counts.ts';
import { placeIn } from '../explain/part-at.ts';
import { amount } from '../text/amounts.ts';
import { encloses, type Span } from '../text/span.ts';
import type { CountedRegex, FeatureInput } from './answers.ts';
import { code, plain } from '../text/markdown.ts';

/** A hover is no list: so many branches and values are told. */
const mostBranches = 12;
const mostValues = 8;

/** What was counted at a place of a regex: what the part and the group there took, and which way the matches went. */
export function countedWords({ analysis, counted = [] }: FeatureInput, offset: number): string | undefined {
  const told = counted.flatMap((of) => {
    const at = placeIn(of.expanded, analysis.path, offset);
    if (at === undefined || of.report.hits === 0) return [];
    const rows = [...partRows(of, at), ...branchRows(of, at)];
    return rows.length > 0
      ? [[`**${plain(of.name)}**, ${amount(of.report.hits)} hits in the sample:`, ...rows].join('\n')]
      : [];
  });
  return told.length > 0 ? told.slice(0, 3).join('\n\n') : undefined;
}

/** The innermost part that is written there, and the group of the author's that holds it. */
function partRows({ report }: CountedRegex, at: Span): string[] {
  const named = report.groups.filter((group) => encloses(group.span, at));
  const inner = report.parts.filter(({ span }) => encloses(span, at)).sort(byLength)[0];
  // Where a group holds nothing but the part, its name says enough.
  const part = inner && !named.some((group) => valueWords(group) === valueWords(inner)) ? inner : undefined;
  return [
    ...(part ? [`- the part ${code(part.written)} took ${valueWords(part)}`] : []),
    ...named.map((group) => `- the group ${code(group.name)} took ${valueWords(group)}`),
  ];
}

function byLength({ span: a }: { span: Span }, { span: b }: { span: Span }): number {
  return a.end - a.start - (b.end - b.start);
}

/** E.g. `` `root` 120, `admin` 60, … 14 more; 1 to 12 characters: small letters, digits ``. */
function valueWords({ values, distinct, isBounded, shortest, longest, kinds }: TakenValues): string {
  const shown = values.slice(0, mostValues);
  const more = distinct - shown.length;
  const rest = more > 0 ? `, … ${isBounded ? 'at least ' : ''}${amount(more)} more` : '';
  const list = shown.map(({ value, count }) => `${code(value)} ${amount(count)}`).join(', ');
  const length = shortest === longest ? amount(shortest) : `${amount(shortest)} to ${amount(longest)}`;
  const what = kinds.length > 0 ? `: ${plain(kinds.join(', '))}` : '';
  return `${list}${rest}; ${length} ${longest === 1 ? 'character' : 'characters'}${what}`;
}

/** The branches of the innermost alternation that is written there. */
function branchRows({ report }: CountedRegex, at: Span): string[] {
  if (!report.isComplete) return [];
  const around = report.alternations.filter(({ span }) => encloses(span, at)).sort(byLength)[0];
  if (!around) return [];
  const { branches } = around;
  return [
    `- its branches${around.isRepeated ? ' (in a repeat: a match may take several)' : ''}:`,
    ...branches.slice(0, mostBranches).map(branchRow),
    ...(branches.length > mostBranches ? [`  - … and ${branches.length - mostBranches} more`] : []),
  ];
}

function branchRow({ written, hits }: AlternationCounts['branches'][number]): string {
  return `  - ${written === '' ? '*nothing*' : code(written)}: ${hits === 0 ? 'unused in this sample' : amount(hits)}`;
}
