import { changeIn, regexLineAt, type Refactor } from './refactoring.ts';

/** An address is taken in place of an address or a name. */
export const hostToAddr: Refactor = (input, span) => {
  const at = regexLineAt(input, span);
  const hosts = at ? [...at.text.matchAll(/<HOST>/g)] : [];
  if (!at || hosts.length !== 1) return [];
  const start = at.line.start + hosts[0]!.index;
  return [
    {
      title: 'Take only addresses, no host names: <ADDR> in place of <HOST>',
      kind: 'refactor.rewrite',
      narrows: true,
      changes: [changeIn(input, { start, end: start + '<HOST>'.length }, '<ADDR>')],
    },
  ];
};
