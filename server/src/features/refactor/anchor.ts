import { changeIn, regexLineAt, type Refactor } from './refactoring.ts';

/** The regex begins where the line begins, or ends where it ends. */
export const anchor: Refactor = (input, span) => {
  const at = regexLineAt(input, span);
  if (!at) return [];
  const { text, line } = at;
  return [
    ...(/^(?:\(\?\w+\))?(?:\^|\\A|%\()/.test(text)
      ? []
      : [{ title: "Anchor at the line's start (^): nothing stands before", at: line.start, put: '^' }]),
    ...(/(?:\$|\\Z|\))$/.test(text)
      ? []
      : [{ title: "Anchor at the line's end ($): nothing stands behind", at: line.end, put: '$' }]),
  ].map(({ title, at: place, put }) => ({
    title,
    kind: 'refactor.rewrite',
    narrows: true,
    changes: [changeIn(input, { start: place, end: place }, put)],
  }));
};
