import { describe, expect, it } from 'vitest';
import { formatRegexError } from './errors.ts';
import type { Node } from './nodes.ts';
import { parsePattern } from './parser.ts';
import { pythonVersions } from './python-version.ts';
import { children } from './walk.ts';

/** `kind "source"` of every part, as an indented tree would be read. E.g. `Sequence "ab"[Literal "a" Literal "b"]` */
function dump(node: Node, source: string): string {
  const below = children(node).map((child) => dump(child, source));
  return `${node.type} ${JSON.stringify(source.slice(node.span.start, node.span.end))}${below.length > 0 ? `[${below.join(' ')}]` : ''}`;
}

describe('parsePattern', () => {
  it.each([
    ['a literal', 'a', 'Literal "a"'],
    ['nothing at all', '', 'Sequence ""'],
    ['branches', 'a|', 'Alternation "a|"[Literal "a" Sequence ""]'],
    ['a repeat of the last character only', 'ab*?', 'Sequence "ab*?"[Literal "a" Repeat "b*?"[Literal "b"]]'],
    [
      'a repeat over a comment',
      'a(?#x)*b',
      'Sequence "a(?#x)*b"[Repeat "a(?#x)*"[Literal "a"] Comment "(?#x)" Literal "b"]',
    ],
    ['a brace that begins no quantifier as a literal', 'a{x', 'Sequence "a{x"[Literal "a" Literal "{" Literal "x"]'],
    [
      '`{,2}` and `{,}` as quantifiers',
      'a{,2}b{,}',
      'Sequence "a{,2}b{,}"[Repeat "a{,2}"[Literal "a"] Repeat "b{,}"[Literal "b"]]',
    ],
    [
      'a possessive quantifier and an atomic group',
      '(?>a)b++',
      'Sequence "(?>a)b++"[AtomicGroup "(?>a)"[Literal "a"] Repeat "b++"[Literal "b"]]',
    ],
    [
      'a conditional',
      '(a)?(?(1)b|c)',
      'Sequence "(a)?(?(1)b|c)"[Repeat "(a)?"[CaptureGroup "(a)"[Literal "a"]] Conditional "(?(1)b|c)"[Literal "b" Literal "c"]]',
    ],
    [
      'blanks and comments of verbose mode',
      '(?x) a # b\n c',
      'Sequence "(?x) a # b\\n c"[GlobalFlags "(?x)" Literal "a" Comment "# b\\n" Literal "c"]',
    ],
    ['an astral character as one literal', '\u{1f600}+', 'Repeat "\u{1f600}+"[Literal "\u{1f600}"]'],
    [
      'octal, and then a back-reference',
      '(a)\\101\\1',
      'Sequence "(a)\\\\101\\\\1"[CaptureGroup "(a)"[Literal "a"] Literal "\\\\101" BackReference "\\\\1"]',
    ],
  ])('should read %s', (_, source, tree) => {
    const { pattern } = parsePattern(source);
    expect(dump(pattern!.body, source)).toBe(tree);
  });

  it.each([
    ['[]a]', [']', 'a']],
    ['[^]-]', [']', '-']],
    ['[a-c\\]]', ['a-c', '\\]']],
    ['[\\b\\x41-\\x43]', ['\\b', '\\x41-\\x43']],
    ['[a-]', ['a', '-']],
  ])('should read the members of %s', (source, members) => {
    const { pattern } = parsePattern(source);
    expect(pattern!.body).toMatchObject({ type: 'CharClass', negated: source[1] === '^' });
    expect(
      pattern!.body.type === 'CharClass' && pattern!.body.members.map(({ span }) => source.slice(span.start, span.end)),
    ).toEqual(members);
  });

  it('should number and name the groups in the order of their opening', () => {
    const { pattern } = parsePattern('(?P<x>(a)(?:b))(?P<y>)');
    expect(pattern!.groupCount).toBe(3);
    expect([...pattern!.groupNames]).toEqual([
      ['x', 1],
      ['y', 3],
    ]);
  });

  it('should take MULTILINE from the caller and global flags from the pattern', () => {
    expect([...parsePattern('(?i)a', { multiline: true }).pattern!.flags].sort()).toEqual(['i', 'm']);
  });

  it.each([
    ['a\\', 'bad escape (end of pattern) at position 1'],
    ['(', 'missing ), unterminated subpattern at position 0'],
    ['a)', 'unbalanced parenthesis at position 1'],
    ['[a', 'unterminated character set at position 0'],
    ['*', 'nothing to repeat at position 0'],
    ['a|*', 'nothing to repeat at position 2'],
    ['^*', 'nothing to repeat at position 1'],
    ['a**', 'multiple repeat at position 2'],
    ['a{2,1}', 'min repeat greater than max repeat at position 2'],
    ['[b-a]', 'bad character range b-a at position 1'],
    ['[\\x62-\\x61]', 'bad character range \\x-\\x at position 5'],
    ['\\h', 'bad escape \\h at position 0'],
    ['[\\A]', 'bad escape \\A at position 1'],
    ['\\400', 'octal escape value \\400 outside of range 0-0o377 at position 0'],
    ['\\x4', 'incomplete escape \\x4 at position 0'],
    ['\\U00110000', 'bad escape \\U00110000 at position 0'],
    ["\\N{it's}", 'undefined character name "it\'s" at position 0'],
    ['\\N{EM DASH', 'missing }, unterminated name at position 3'],
    ['(a)\\2', 'invalid group reference 2 at position 4'],
    ['(a\\1)', 'cannot refer to an open group at position 2'],
    ['(?<=(a)\\1)', 'cannot refer to group defined in the same lookbehind subpattern at position 9'],
    ['(?<n>a)', 'unknown extension ?<n at position 1'],
    ['(?P<1>a)', "bad character in group name '1' at position 4"],
    ['(?P<a>)(?P<a>)', "redefinition of group name 'a' as group 2; was group 1 at position 11"],
    ['(?P=a)', "unknown group name 'a' at position 4"],
    ['(?(0)a)', 'bad group number at position 3'],
    ['(?(2)a)', 'invalid group reference 2 at position 3'],
    ['(a)(?(1)b|c|d)', 'conditional backref with more than two branches at position 11'],
    ['a(?i)', 'global flags not at the start of the expression at position 1'],
    ['(?L)', "bad inline flags: cannot use 'L' flag with a str pattern at position 3"],
    ['(?au)', "bad inline flags: flags 'a', 'u' and 'L' are incompatible at position 4"],
    ['(?i-i:a)', 'bad inline flags: flag turned on and off at position 5'],
    ['(?-a:a)', "bad inline flags: cannot turn off flags 'a', 'u' and 'L' at position 4"],
    ['(?<=a*)', 'look-behind requires fixed-width pattern'],
    ['a{4294967295}', 'the repetition number is too large'],
    ['(?a)(?u)', 'ASCII and UNICODE flags are incompatible'],
    ['(?t)a*', 'internal: unsupported template operator MAX_REPEAT'],
    ['a\n\u{1f600}\n\u{1f600}*+*', 'multiple repeat at position 7 (line 3, column 4)'],
  ])('should refuse %j as CPython does: %s', (source, text) => {
    const { error } = parsePattern(source);
    expect(error && formatRegexError(error, source)).toBe(text);
  });

  it.each([
    ['the position, as far as CPython had read', 'ab(?P<1>)', { start: 6, end: 8 }],
    ['the look-behind that has no fixed width', 'a(?<=b+)c', { start: 1, end: 8 }],
    ['the last character where CPython points behind it', '(?P<a', { start: 4, end: 5 }],
  ])('should show the error at %s', (_, source, span) => {
    expect(parsePattern(source).error?.span).toEqual(span);
  });

  it.each([
    ['[[a]', 'FutureWarning', 'Possible nested set at position 1'],
    ['[a--b]', 'FutureWarning', 'Possible set difference at position 2'],
    ['[\u{1f600}&&b]', 'FutureWarning', 'Possible set intersection at position 2'],
    ['()(?(+1)a)', 'DeprecationWarning', "bad character in group name '+1' at position 5"],
  ])('should warn of %s', (source, category, text) => {
    expect(parsePattern(source).warnings).toMatchObject([{ category, text }]);
  });

  it('should give each warning once', () => {
    expect(parsePattern('a[[b](?x)', { python: '3.10' }).warnings).toHaveLength(2);
  });

  it.each([
    [
      'a(?i)b',
      {
        '3.6': "Flags not at the start of the expression 'a(?i)b'",
        '3.9': "Flags not at the start of the expression 'a(?i)b' but at position 1",
        '3.11': 'error',
      },
    ],
    ['a++', { '3.6': 'error', '3.11': 'ok' }],
    ['(?>a)', { '3.6': 'error', '3.11': 'ok' }],
    ['\\N{BELL}', { '3.6': 'error', '3.8': 'ok' }],
    ['[a||b]', { '3.6': 'ok', '3.7': 'Possible set union at position 2' }],
    ['(?u:a)', { '3.6': 'error', '3.7': 'ok' }],
    ['()(?( 1)a)', { '3.6': 'ok', '3.11': "bad character in group name ' 1' at position 5", '3.12': 'error' }],
    ['(?(9)a)', { '3.6': 'error' }],
    ['(?t)a', { '3.6': 'ok', '3.13': 'error' }],
  ])('should follow the versions of Python: %s', (source, from) => {
    const changes = new Map(Object.entries(from));
    let expected = '';
    for (const python of pythonVersions) {
      expected = changes.get(python) ?? expected;
      const { error, warnings } = parsePattern(source, { python });
      expect([python, error ? 'error' : (warnings[0]?.text ?? 'ok')]).toEqual([python, expected]);
    }
  });

  it.each([
    ['groups', '('.repeat(100000) + ')'.repeat(100000)],
    ['conditionals', '()' + '(?(1)'.repeat(100000)],
    ['look-around', '(?='.repeat(100000)],
    ['repeated branches', '(a|'.repeat(400) + ')*'.repeat(400)],
  ])('should refuse %s nested too deep as Python does, without a crash', (_, source) => {
    expect(parsePattern(source).error).toMatchObject({
      kind: 'RecursionError',
      msg: 'maximum recursion depth exceeded',
    });
  });
});
