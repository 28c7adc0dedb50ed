import { changeIn, indentOf, lineEndOf, regexLineAt, type Refactor } from './refactoring.ts';
import { alternativesOf, tokensOf } from './regex-tokens.ts';

/** Each alternative of the group at the cursor becomes a regex of its own. */
export const splitAlternation: Refactor = (input, span) => {
  const at = regexLineAt(input, span);
  if (!at || at.option.key === 'prefregex' || /\\\d|\(\?P?[=(]/.test(at.text)) return [];
  const tokens = tokensOf(at.text) ?? [];
  const offset = span.start - at.line.start;
  const group = tokens.find((token) => token.span.start <= offset && offset <= token.span.end && alternativesOf(token));
  if (!group || tokens.some(({ text }) => text === '|')) return [];
  const alternatives = alternativesOf(group)!;
  const [before, after] = [at.text.slice(0, group.span.start), at.text.slice(group.span.end)];
  const next = `${lineEndOf(input)}${indentOf(input, at.option)}`;
  return [
    {
      title: `Split into ${alternatives.length} regexes`,
      kind: 'refactor.rewrite',
      changes: [changeIn(input, at.line, alternatives.map((one) => before + one + after).join(next))],
    },
  ];
};
