import { isWithin } from '../../text/span.ts';
import type { FeatureInput } from '../answers.ts';
import {
  changeIn,
  lineEndOf,
  optionsOf,
  regexLineAt,
  regexOptions,
  textIn,
  wholeLine,
  type Refactor,
} from './refactoring.ts';

/** What is selected in a regex becomes a variable, wherever it stands in the regexes of the file. */
export const extractVariable: Refactor = (input, span) => {
  const at = regexLineAt(input, span);
  const piece = textIn(input, span);
  if (!at || piece.length < shortest || piece.trim() !== piece) return [];
  const name = freeName(input);
  const lines = optionsOf(input.analysis.source.tree)
    .filter(({ key }) => regexOptions.includes(key))
    .flatMap(({ valueLines }) => valueLines);
  const places = lines.flatMap((line) => {
    const found: number[] = [];
    for (
      let i = line.start;
      (i = input.analysis.source.tree.text.indexOf(piece, i)) >= 0 && i + piece.length <= line.end;
      i += piece.length
    )
      found.push(i);
    return found;
  });
  const first = startOfOption(input, places[0]!);
  return [
    {
      title: `Extract to a variable${places.length > 1 ? `, in ${places.length} places` : ''}`,
      kind: 'refactor.extract',
      changes: [
        changeIn(input, { start: first, end: first }, `${name} = ${piece}${lineEndOf(input)}`),
        ...places.map((start) => changeIn(input, { start, end: start + piece.length }, `%(${name})s`)),
      ],
    },
  ];
};

const shortest = 3;

/** Where the line begins with which the option at the place begins. */
function startOfOption(input: FeatureInput, place: number): number {
  const { span } = optionsOf(input.analysis.source.tree).find((option) => isWithin(option.span, place))!;
  return wholeLine(input, { start: span.start, end: span.start }).start;
}

function freeName({ analysis }: FeatureInput): string {
  const taken = analysis.source.tree.text;
  for (let i = 1; ; i++) {
    const name = i === 1 ? '_part' : `_part${i}`;
    if (!taken.includes(name)) return name;
  }
}
