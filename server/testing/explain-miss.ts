import { expect } from 'vitest';
import { explainMiss, type Miss, type RegexSubject } from '../src/explain/explain-regex.ts';
import { compileFilter } from '../src/matching/compile-filter.ts';
import { MappedText } from '../src/text/mapped-text.ts';

/** Why a failregex does not match a subject, of a filter that searches one line at a time. */
export function missOf(failregex: string, subject: RegexSubject): Miss {
  const python = '3.11';
  const { filter, problems } = compileFilter(
    { failregex: [MappedText.builtin(failregex, 'test')], ignoreregex: [] },
    { useDns: 'warn', fail2ban: '1.1', python, maxLines: 1 },
  );
  expect(problems).toEqual([]);
  return explainMiss(filter.failregex[0]!, subject, {
    python,
    multiline: false,
    guard: (work) => (work(), true),
    milliseconds: 1000,
  });
}
