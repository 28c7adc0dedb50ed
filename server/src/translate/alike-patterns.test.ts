import { expect, it } from 'vitest';
import { AlikePatterns } from '../pyre/alike-patterns.ts';
import type { Pattern } from '../pyre/nodes.ts';
import { parsePattern } from '../pyre/parser.ts';
import { toExistence } from './existence.ts';
import { toV8 } from './to-v8.ts';

const address = String.raw`(?:(?:::f{4,6}:)?(?P<ip4>(?:\d{1,3}\.){3}\d{1,3})|\[?(?P<ip6>(?:[0-9a-fA-F]{1,4}::?|::){1,7}(?:[0-9a-fA-F]{1,4}|(?<=:):))\]?|(?P<dns>[\w\-.^_]*\w))`;

it.each([
  ['an address', [`^${address} -.*"GET /a`, `^${address} -.*"GET /b.*$`, `^${address} -x`]],
  ['a loop whose end is told by what follows', ['^(?:a.*)b', '^(?:a.*)[^b]', '^(?:a.*)(?:c|d)', '^(?:a.*)b']],
  ['letters beyond ASCII', [String.raw`^(?:\w+) a`, String.raw`^(?:\w+) é`, String.raw`^(?:\w+) a`]],
  ['flags of its own', ['^(?i:a(?:b|c+))x', '^(?i:a(?:b|c+))y', '^(?:b|c+)y']],
  ['an atomic group', [String.raw`^(?:(?>a+)b)(c)\1`, String.raw`^(?:(?>a+)b)(?>d)`]],
  ['a group that is asked for', [String.raw`^(?:(a)|b)(?(1)c|d)`, String.raw`^(?:(a)|b)(?(1)x|\1)`]],
  ['a loop that may take an empty turn', ['^(?:(?:a|)+)b', '^(?:(?:a|)+)c']],
])('should leave translations as they are where patterns begin alike: %s', (_, sources) => {
  const alike = new AlikePatterns();
  const shared = sources.map((source) => parsePattern(source, { alike }).pattern!);
  const translated = (pattern: Pattern): unknown =>
    [pattern, toExistence(pattern)].map((one) => {
      const result = toV8(one);
      return result.notes ?? [result.translations.ascii, result.translations.full(), result.captureNotes];
    });
  expect(shared.map(translated)).toEqual(sources.map((source) => translated(parsePattern(source).pattern!)));
});
