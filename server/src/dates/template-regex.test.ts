import { expect, it } from 'vitest';
import { boundRegex, TemplateFlag, withoutBoundaries, type Boundaries } from './template-regex.ts';

const { lineBegin, lineEnd, wordBegin, wordEnd } = TemplateFlag;
const automatic: Boundaries = { begin: true, end: true };

it.each([
  ['a plain pattern: both boundaries', 'x', automatic, '(?=^|\\b|\\W)(x)(?=\\b|\\W|$)', wordBegin | wordEnd],
  ['blanks around it', '  x\t', automatic, '(?=^|\\b|\\W)(x)(?=\\b|\\W|$)', wordBegin | wordEnd],
  ['its own ^', '^x', automatic, '^(x)(?=\\b|\\W|$)', lineBegin | wordEnd],
  ['its own ^ in a group', '(?:^|,)x', automatic, '((?:^|,)x)(?=\\b|\\W|$)', wordEnd],
  ['its own $', 'x$', automatic, '(?=^|\\b|\\W)(x)$', wordBegin | lineEnd],
  [
    'quirk: an escaped $ at the end is torn apart',
    'x\\$',
    automatic,
    '(?=^|\\b|\\W)(x\\)$(?=\\b|\\W|$)',
    wordBegin | wordEnd,
  ],
  ['marks that take the boundaries away', '**x**', automatic, '(x)', 0],
  ['a mark on the right', 'x**', automatic, '(?=^|\\b|\\W)(x)', wordBegin],
  [
    'a star that repeats an escaped star',
    '\\**x\\**',
    automatic,
    '(?=^|\\b|\\W)(\\**x\\**)(?=\\b|\\W|$)',
    wordBegin | wordEnd,
  ],
  ['a group of its own', '\\[(x)\\]', automatic, '(?=^|\\b|\\W)\\[(x)\\](?=\\b|\\W|$)', wordBegin | wordEnd],
  ['a named group does not count', '(?P<a>x)', automatic, '(?=^|\\b|\\W)((?P<a>x))(?=\\b|\\W|$)', wordBegin | wordEnd],
  ['flags are moved in front', 'x(?i)', automatic, '(?i)(?=^|\\b|\\W)(x)(?=\\b|\\W|$)', wordBegin | wordEnd],
  [
    'bound to the line begin',
    'x',
    { begin: 'start', end: true },
    '^(?:\\W{0,2})?(x)(?=\\b|\\W|$)',
    lineBegin | wordEnd,
  ],
  ['unbound', 'x', { begin: false, end: false }, '(x)', 0],
] as const)('should bound a pattern: %s', (_, source, boundaries, regex, flags) => {
  expect(boundRegex(source, boundaries, '1.0')).toMatchObject({ regex, flags });
});

it('should take an escaped flag group up to 1.1.0', () => {
  for (const before of ['1.0', '1.1.0'] as const)
    expect(boundRegex('a\\(?i)', automatic, before).regex).toBe('(?i)(?=^|\\b|\\W)(a\\)(?=\\b|\\W|$)');
  expect(boundRegex('a\\(?i)', automatic, '1.1').regex).toBe('(?=^|\\b|\\W)(a\\(?i))(?=\\b|\\W|$)');
});

it('should take a default pattern out of its boundaries', () => {
  expect(withoutBoundaries('{UNB}x')).toBe('x');
  expect(withoutBoundaries('{^LN-BEG}x')).toBe('x');
  expect(withoutBoundaries('(x)(?=\\b|\\W|$)')).toBe('(x)');
});
