import { expect, it } from 'vitest';
import { smallPatterns } from '../../testing/brute-force.ts';
import { parsePattern } from './parser.ts';
import { printPattern } from './print.ts';

/** The tree without spans, comments and the wish for several items where one is left. */
function bare(value: unknown): unknown {
  if (value instanceof Map || value instanceof Set) return [...value].map(bare);
  if (Array.isArray(value)) return value.filter((part) => (part as { type?: string }).type !== 'Comment').map(bare);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).filter(
    ([key, inner]) => key !== 'span' && key !== 'source' && inner !== undefined,
  );
  const node = Object.fromEntries(entries.map(([key, inner]) => [key, bare(inner)]));
  return node['type'] === 'Sequence' && (node['items'] as unknown[]).length === 1
    ? (node['items'] as unknown[])[0]
    : node;
}

it.each([
  'a|b||',
  '(?x) a \\# \\  [ #] # note\n b',
  '(?P<n>a)(?P=n)\\1(?:\\1)0\\x30',
  '(a)\\1(?#x)0+',
  '(a)?(?(1)b|c)(?(1)d)',
  '(?i-s:a)(?-i:b)(?u:c)(?>d)(?=e)(?!f)(?<=g)(?<!h)',
  'a{2}b{2,}c{2,3}?d{,3}+e*?f++g??',
  '[]^a-z\\]\\-\\d&&~|[][^\\w\\x00-\\x1f#]',
  '^\\A\\b\\B\\Z$.\\n\\t\\x00\\u200b\\U0001F600😀\\{}',
  '\\ud83d\\ude00',
  '(?ims)x',
  ...smallPatterns(11, 200),
])('should print %j so that it reads the same', (source) => {
  const { pattern } = parsePattern(source);
  if (!pattern) return;
  const printed = printPattern(pattern);
  const again = parsePattern(printed);
  expect([printed, again.error?.msg, bare(again.pattern)]).toEqual([printed, undefined, bare(pattern)]);
});
