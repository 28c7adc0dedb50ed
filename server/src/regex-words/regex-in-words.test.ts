import { describe, expect, it } from 'vitest';
import { createRandom } from '../../../scripts/conformance/random.ts';
import { randomPattern } from '../../../scripts/conformance/regex/random-pattern.ts';
import { smallPatterns } from '../../testing/brute-force.ts';
import { createSources, isUnresolved, resolveFilter } from '../config/resolve.ts';
import { createMemoryFileSystem } from '../host/memory-file-system.ts';
import { isRegexProblem, readRegex, type ReadRegex } from '../matching/compile-regex.ts';
import { tagTable } from '../matching/failregex-tags.ts';
import type { Node, Pattern } from '../pyre/nodes.ts';
import { parsePattern } from '../pyre/parser.ts';
import { walk } from '../pyre/walk.ts';
import { MappedText } from '../text/mapped-text.ts';
import { findLineIn, onlyLine } from './find-line.ts';
import { regexInWords, type WordedPart } from './regex-in-words.ts';
import { tagWords } from './tag-words.ts';

function read(configured: MappedText): ReadRegex {
  const regex = readRegex('ignoreregex', configured, {
    useDns: 'warn',
    fail2ban: '1.1',
    python: '3.11',
    multiline: false,
  });
  if (isRegexProblem(regex)) throw new Error(regex.message);
  return regex;
}

function told(regex: string): WordedPart {
  return regexInWords(read(MappedText.builtin(regex, 'test')), onlyLine('ignoreregex', regex));
}

/** Lines as a list shows them: parts that their own line tells are left out. */
function lines({ parts, isTold }: WordedPart, depth = 0): string[] {
  if (isTold) return [];
  return parts.flatMap((part) => [
    `${'  '.repeat(depth)}${part.written} = ${part.words}${part.from === undefined ? '' : ` [${part.from}]`}`,
    ...lines(part, depth + 1),
  ]);
}

describe('a regex in words', () => {
  it.each<[regex: string, lines: string[]]>([
    ['^a$', ['^ = the start of the text', 'a = "a"', '$ = the end of the text, or before a line break that ends it']],
    [
      '(?m)^a$',
      [
        '(?m) = in the whole regex: ^ and $ meet every line',
        '^ = the start of the text or of any line in it',
        'a = "a"',
        '$ = the end of the text or of any line in it',
      ],
    ],
    [
      '\\A\\b\\B\\Z',
      [
        '\\A = the start of the text',
        '\\b = the edge of a word: a letter, a digit or _ on one side only',
        '\\B = no edge of a word',
        '\\Z = the very end of the text',
      ],
    ],
    [
      '.\\d\\S\\w',
      [
        '. = any character but a line break',
        '\\d = a digit',
        '\\S = any character but white space',
        '\\w = a letter, a digit or _',
      ],
    ],
    [
      '(?sa).\\d\\s',
      [
        '(?sa) = in the whole regex: . takes line breaks, too; \\w, \\d, \\s and \\b know ASCII only',
        '. = any character, line breaks too',
        '\\d = a digit 0 to 9',
        '\\s = white space of ASCII',
      ],
    ],
    [
      '[a-f\\d"_][^]\\t]',
      ['[a-f\\d"_] = a to f, a digit, a double quote or "_"', '[^]\\t] = any character but "]" or a tab'],
    ],
    [
      'a? b*c+?d{2}e{2,}f{,3}+g{1,2}h{0}i??',
      [
        'a? = "a", may be missing',
        '  = a blank',
        'b* = "b", any number of times or not at all, as often as possible',
        'c+? = "c", once or more, as seldom as possible',
        'd{2} = "d", 2 times',
        'e{2,} = "e", 2 times or more, as often as possible',
        'f{,3}+ = "f", up to 3 times, as often as possible, nothing given back',
        'g{1,2} = "g", 1 to 2 times, as often as possible',
        'h{0} = "h", never: it is passed over',
        'i?? = "i", left out where possible',
      ],
    ],
    ['(?:ab)+', ['(?:ab)+ = "ab", once or more, as often as possible']],
    ['(?:a\\d)+', ['(?:a\\d)+ = once or more, as often as possible', '  a = "a"', '  \\d = a digit']],
    [
      '(?:IN|ANY)|',
      [
        '(?:IN|ANY)| = one of these 2, tried in this order',
        '  (?:IN|ANY) = "IN" or "ANY", tried in this order',
        '    IN = "IN"',
        '    ANY = "ANY"',
        '   = nothing: it always fits',
      ],
    ],
    [
      '(a)(?P<my>\\d+)\\1(?P=my)(?(1)b|cd\\d)(?(my)e)',
      [
        '(a) = group 1: "a"',
        '(?P<my>\\d+) = group 2 "my", kept with the failure, for actions as <F-MY>: a digit, once or more, as often as possible',
        '\\1 = once more the text of group 1',
        '(?P=my) = once more the text of group 2 "my"',
        '(?(1)b|cd\\d) = depends on whether group 1 took part',
        '  b = then: "b"',
        '  cd\\d = else: 2 parts, one after the other',
        '    cd = "cd"',
        '    \\d = a digit',
        '(?(my)e) = depends on whether group 2 "my" took part; else nothing is asked for',
        '  e = then: "e"',
      ],
    ],
    [
      '(?>a)(?=b)(?!c)(?<=d)(?<!e|f)(?#note)()',
      [
        '(?>a) = taken once and never tried in another way: "a"',
        '(?=b) = what follows must be "b" (looked at, not taken)',
        '(?!c) = what follows must not be "c" (looked at, not taken)',
        '(?<=d) = what stands before must be "d" (looked at, not taken)',
        '(?<!e|f) = what stands before must not be this (it is looked at, not taken)',
        '  e|f = "e" or "f", tried in this order',
        '    e = "e"',
        '    f = "f"',
        '(?#note) = a remark: it matches nothing',
        '() = group 1: nothing: it always fits',
      ],
    ],
    // The flags that govern a letter here.
    [
      '(?i)user [a-c\\d] (?-i:Bob)',
      [
        '(?i) = in the whole regex: letter case does not count (it reaches 4 letters and 1 class)',
        'user  = "user ", in any letter case',
        '[a-c\\d] = a to c or a digit, in any letter case',
        '  = a blank',
        '(?-i:Bob) = "Bob", in just this letter case (in here: letter case counts)',
      ],
    ],
    [
      'a(?i:b|c1)',
      [
        'a = "a", in just this letter case',
        '(?i:b|c1) = in here: letter case does not count (it reaches 2 letters)',
        '  b|c1 = "b" or "c1", in any letter case, tried in this order',
        '    b = "b", in any letter case',
        '    c1 = "c1", in any letter case',
      ],
    ],
    ['\\x00\\x1b[\\ud800\\u202e]', ['\\x00\\x1b = "\\x00\\x1b"', '[\\ud800\\u202e] = "\\ud800" or "\\u202e"']],
    // fail2ban's tags.
    [
      '^user <F-USER>\\S+</F-USER> from <HOST>(?: <F-MLFID>a|b</F-MLFID>)?',
      [
        '^ = the start of the text',
        'user  = "user "',
        '<F-USER>\\S+</F-USER> = <F-USER>, the user name, kept with the failure: any character but white space, once or more, as often as possible',
        ' from  = " from "',
        '<HOST> = an IPv4 or IPv6 address or a host name',
        '(?: <F-MLFID>a|b</F-MLFID>)? = may be missing',
        '    = a blank',
        '  <F-MLFID>a|b</F-MLFID> = <F-MLFID>, what ties lines of one session together',
        '    a|b = "a" or "b", tried in this order',
        '      a = "a"',
        '      b = "b"',
      ],
    ],
    [
      '<F-PORT/> <ADDR>+',
      [
        '<F-PORT/> = the port: letters, digits or _',
        '  = a blank',
        // Only the bracket behind the address is repeated: the tag is no part any more.
        '<ADDR> = "[", may be missing',
      ],
    ],
  ])('should tell %s', (regex, expected) => {
    const all = lines(told(regex));
    expect(regex.includes('<ADDR>+') ? all.slice(0, expected.length) : all).toEqual(expected);
  });

  it.each(['i', 'm', 's', 'x', 'a', 'u'])('should have words for the flag %s', (flag) => {
    expect(told(`(?${flag})a`).parts[0]!.words).toMatch(/^in the whole regex: .{5}/);
  });

  it('should have words for every tag', () => {
    const tags = [...tagTable({ useDns: 'warn', fail2ban: '1.1' }), ['SKIPLINES', '\\n'] as const];
    for (const [name, becomes] of tags) expect(tagWords(`<${name}>`, becomes)).not.toContain('what fail2ban puts');
    expect(tagWords('<HOST>', 'x')).toContain('usedns is no');
  });

  it('should tell all regexes of a tag in one line, and their parts below it', () => {
    const [tag] = told('<HOST>').parts;
    expect([tag!.kind, tag!.isTold, tag!.parts.length]).toEqual(['tag', true, 1]);
    expect(tag!.parts[0]!.parts.length).toBe(2);
  });
});

const files = {
  '/c/filter.d/common.conf':
    '[DEFAULT]\n_daemon = \\S+\n__pid = \\[\\d+\\]\n__prefix_line = \\s*%(_daemon)s(?:%(__pid)s)?:\\s\n',
  '/c/filter.d/mine.conf': `[INCLUDES]
before = common.conf
[Definition]
_word = (?:or|and)
_cut = a|b
mode = one
re-one = ^one
failregex = ^%(__prefix_line)sfailed %(_word)s <HOST>$
            <re-<mode>> from <ADDR>
            x%(_cut)sy<HOST>
`,
};

function ofFilter(): WordedPart[] {
  const sources = createSources(createMemoryFileSystem(files));
  const resolved = resolveFilter({
    sources,
    target: { kind: 'name', name: 'mine', configDir: '/c' },
    fail2ban: '1.1',
    via: 'jail',
  });
  if (isUnresolved(resolved)) throw new Error(resolved.error);
  return resolved.failregex.map((configured) =>
    regexInWords(
      { ...read(configured), role: 'failregex' },
      findLineIn((file) => sources.read(file)),
    ),
  );
}

describe('a regex with variables', () => {
  it('should tell a variable by the name that its line uses, and what is in it below', () => {
    const [first, second, third] = ofFilter();
    expect(lines(first!)).toEqual([
      '^ = the start of the text',
      '%(__prefix_line)s = a variable that stands for 5 parts',
      '  \\s* = white space, any number of times or not at all, as often as possible',
      '  %(_daemon)s = a variable that stands for any character but white space, once or more, as often as possible',
      '    \\S+ = any character but white space, once or more, as often as possible',
      '  (?:%(__pid)s)? = may be missing',
      '    %(__pid)s = a variable that stands for 3 parts',
      '      \\[ = "["',
      '      \\d+ = a digit, once or more, as often as possible',
      '      \\] = "]"',
      '  : = ":"',
      '  \\s = white space',
      'failed  = "failed "',
      '%(_word)s = a variable that stands for 1 part',
      '  (?:or|and) = "or" or "and", tried in this order',
      '    or = "or"',
      '    and = "and"',
      '  = a blank',
      '<HOST> = an IPv4 or IPv6 address or a host name',
      '$ = the end of the text, or before a line break that ends it',
    ]);
    expect(lines(second!)).toEqual([
      '<re-<mode>> = a variable that stands for 2 parts',
      '  ^ = the start of the text',
      '  one = "one"',
      ' from  = " from "',
      '<ADDR> = an IPv4 or IPv6 address',
    ]);
    // The value falls apart: its pieces say where they come from.
    expect(lines(third!)).toEqual([
      'x%(_cut)sy<HOST> = one of these 2, tried in this order',
      '  x%(_cut)s = 2 parts, one after the other',
      '    x = "x"',
      '    a = "a" [%(_cut)s]',
      '  %(_cut)sy<HOST> = 3 parts, one after the other',
      '    b = "b" [%(_cut)s]',
      '    y = "y"',
      '    <HOST> = an IPv4 or IPv6 address or a host name',
    ]);
  });

  it('should know where each part is written: in the line of the regex, or where the variable has its value', () => {
    const text = files['/c/filter.d/mine.conf'];
    const [first] = ofFilter();
    const [, variable] = first!.parts;
    const { file, span } = variable!.place!;
    expect([file, text.slice(span.start, span.end)]).toEqual(['/c/filter.d/mine.conf', '%(__prefix_line)s']);
    const inner = variable!.parts[0]!.place!;
    expect([inner.file, files['/c/filter.d/common.conf'].slice(inner.span.start, inner.span.end)]).toEqual([
      '/c/filter.d/common.conf',
      '\\s*',
    ]);
  });
});

/** All nodes of a tree, but a sequence that a part is made of. */
function nodesOf(pattern: Pattern): Set<Node> {
  const nodes = new Set<Node>();
  walk(pattern, (node) => void nodes.add(node));
  return nodes;
}

/** What is wrong with the words of a regex. */
function faults(pattern: Pattern, source: string): string[] {
  const configured = MappedText.builtin(source, 'test');
  const found: string[] = [];
  const nodes: Node[] = [];
  const visit = (part: WordedPart): void => {
    if (!/\S/.test(part.words) || /undefined|\[object|[\x00-\x1f]/.test(part.words)) found.push(`words: ${part.words}`);
    if (source !== '' && !part.place) found.push('no place');
    nodes.push(...part.nodes);
    for (const inner of part.parts) {
      if (part.span.start > inner.span.start || inner.span.end > part.span.end) found.push('outside');
      visit(inner);
    }
  };
  visit(regexInWords({ role: 'failregex', configured, expanded: configured, pattern }, onlyLine('failregex', source)));
  const spoken = new Set(nodes);
  const all = nodesOf(pattern);
  if (nodes.length !== spoken.size) found.push('told twice');
  if (spoken.size !== all.size || [...all].some((node) => !spoken.has(node))) found.push('not told');
  return found.map((fault) => `${source}: ${fault}`);
}

it('should speak of every node of any regex exactly once', () => {
  const random = createRandom(20240814);
  const kinds = new Set<Node['type']>();
  const wrong: string[] = [];
  const sources = [
    ...smallPatterns(5, 300),
    ...Array.from({ length: 3000 }, () => randomPattern(random)),
    '(?P<a>b)?(?(a)c|d)(?#e)(?i:f)(?P=a)(?>g)',
  ];
  for (const source of sources) {
    const { pattern } = parsePattern(source);
    if (!pattern) continue;
    for (const { type } of nodesOf(pattern)) kinds.add(type);
    wrong.push(...faults(pattern, source));
  }
  expect(wrong).toEqual([]);
  expect([...kinds].sort()).toEqual([
    'Alternation',
    'AnyChar',
    'Assertion',
    'AtomicGroup',
    'BackReference',
    'CaptureGroup',
    'Category',
    'CharClass',
    'Comment',
    'Conditional',
    'GlobalFlags',
    'Literal',
    'LookAround',
    'PlainGroup',
    'Repeat',
    'Sequence',
  ]);
});
