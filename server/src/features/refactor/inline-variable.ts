import { encloses } from '../../text/span.ts';
import { changeIn, optionsOf, textIn, wholeLine, type Refactor } from './refactoring.ts';

/** The value of a variable of this file takes the place of all that refer to it. */
export const inlineVariable: Refactor = (input, span) => {
  const { text } = input.analysis.source.tree;
  const options = optionsOf(input.analysis.source.tree);
  const under = options.find(({ keySpan }) => encloses(keySpan, span))?.key;
  const uses = [...text.matchAll(/%\(([^()\s]+)\)s/g)].map(({ index, 0: whole, 1: name }) => ({
    name: name!.toLowerCase(),
    span: { start: index, end: index + whole.length },
  }));
  const name = uses.find((use) => encloses(use.span, span))?.name ?? under;
  const defined = options.filter(({ key }) => key === name);
  const [option] = defined;
  const lines = option?.valueLines.filter(({ start, end }) => start < end) ?? [];
  const inside = uses.filter(
    (use) => use.name === name && options.some((other) => other !== option && encloses(other.valueSpan, use.span)),
  );
  if (!option || defined.length > 1 || lines.length !== 1 || inside.length === 0) return [];
  const value = textIn(input, lines[0]!);
  const isShared =
    input.analysis.includedBy().length > 0 || uses.some((use) => use.name === name && !inside.includes(use));
  return [
    {
      title: `Inline the variable '${name!}'${inside.length > 1 ? ` in ${inside.length} places` : ''}`,
      kind: 'refactor.inline',
      changes: [
        ...(isShared ? [] : [changeIn(input, wholeLine(input, option.span), '')]),
        ...inside.map((use) => changeIn(input, use.span, value)),
      ],
    },
  ];
};
