import { changeIn, regexOptionAt, textIn, wholeLine, type Refactor } from './refactoring.ts';

/** Regexes that stand in their option more than once stay at their first place. */
export const mergeDuplicates: Refactor = (input, span) => {
  const option = regexOptionAt(input, span);
  const seen = new Set<string>();
  const repeated = (option?.valueLines ?? []).filter((line) => {
    const text = textIn(input, line);
    if (text === '' || !seen.has(text)) return void seen.add(text);
    return true;
  });
  if (!option || repeated.length === 0) return [];
  return [
    {
      title: repeated.length === 1 ? 'Remove the repeated regex' : `Remove ${repeated.length} repeated regexes`,
      kind: 'refactor.rewrite',
      changes: repeated.map((line) => changeIn(input, wholeLine(input, line), '')),
    },
  ];
};
