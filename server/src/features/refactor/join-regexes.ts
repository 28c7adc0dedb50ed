import { changeIn, regexOptionAt, textIn, type Refactor } from './refactoring.ts';
import { tokensOf } from './regex-tokens.ts';

/** The regexes that are selected become one, with what they have in common written once. */
export const joinRegexes: Refactor = (input, span) => {
  const option = regexOptionAt(input, span);
  const lines = (option?.valueLines ?? []).filter(
    ({ start, end }) => start < end && start <= span.end && span.start <= end,
  );
  if (!option || option.key === 'prefregex' || lines.length < 2) return [];
  const regexes = lines.flatMap((line) => {
    const texts = tokensOf(textIn(input, line))?.map(({ text }) => text);
    return texts && !texts.includes('|') ? [texts] : [];
  });
  if (regexes.length < lines.length) return [];
  const shortest = Math.min(...regexes.map(({ length }) => length));
  const isAlike = (at: number): boolean => regexes.every((tokens) => tokens.at(at) === regexes[0]!.at(at));
  let head = 0;
  while (head < shortest && isAlike(head)) head++;
  let tail = 0;
  while (tail < shortest - head && isAlike(-1 - tail)) tail++;
  if (head + tail === 0) return [];
  const middles = regexes.map((tokens) => tokens.slice(head, tokens.length - tail).join(''));
  const first = regexes[0]!;
  const joined = [first.slice(0, head).join(''), `(?:${middles.join('|')})`, first.slice(first.length - tail).join('')];
  const whole = { start: lines[0]!.start, end: lines.at(-1)!.end };
  return [
    {
      title: `Join these ${lines.length} regexes`,
      kind: 'refactor.rewrite',
      changes: [changeIn(input, whole, joined.join(''))],
    },
  ];
};
