import { changeIn, regexLineAt, textIn, type Refactor } from './refactoring.ts';
import { tokensOf } from './regex-tokens.ts';

/** What is selected in a failregex is the user's name. */
export const nameGroup: Refactor = (input, span) => {
  const at = regexLineAt(input, span);
  const piece = textIn(input, span);
  if (!at || at.option.key === 'ignoreregex' || piece === '' || /<F-USER>|\\\d|\(\?\(/.test(at.text)) return [];
  // A piece of an alternation, or half of a group, would be another one.
  if (tokensOf(piece)?.some(({ text }) => text === '|') ?? true) return [];
  return [
    {
      title: 'Name this part the user: <F-USER>…</F-USER>',
      kind: 'refactor.rewrite',
      changes: [changeIn(input, span, `<F-USER>${piece}</F-USER>`)],
    },
  ];
};
