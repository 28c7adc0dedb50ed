import { expect, it } from 'vitest';
import { parsePattern } from '../pyre/parser.ts';
import { createTracer } from '../translate/tracer.ts';
import { withLineStart } from './line-start.ts';

const isChanged = (source: string): boolean => {
  const { pattern } = parsePattern(source);
  return withLineStart(pattern!) !== pattern;
};

it.each(['.*a', '.+a', '.*?a', '(?i).*a', '(?:.*a)b', '(?s).*a', '(?i:.+a)'])(
  'should see that %s begins at a line start',
  (source) => {
    expect(isChanged(source)).toBe(true);
  },
);

it.each(['a.*', '(.*)a\\1', '.{0,9}a', '.*a|b', '(?:.*)?a', '^.*a'])('should leave %s alone', (source) => {
  expect(isChanged(source)).toBe(false);
});

it.each([
  ['.*a', 'xa\nya\n'],
  ['.*\\n.*b', 'x\nya\nzb\n'],
  ['.+', '\n\nab\n'],
  ['.*?b', 'xa\nab\n'],
  ['(?s).*b', 'xa\nab\n'],
  ['.*', '\n'],
  ['.*$', 'a\n'],
])('should find with %s what is there without it', (source, subject) => {
  const { pattern } = parsePattern(source);
  const [plain, started] = [pattern!, withLineStart(pattern!)].map((of) =>
    Array.from(createTracer(of).search(subject) ?? []),
  );
  expect(started).toEqual(plain);
});
