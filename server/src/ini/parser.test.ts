import { parse as parsePlainIni } from 'ini';
import { describe, expect, it } from 'vitest';
import { parseIni } from './parser.ts';

const file = '/etc/f.conf';

/** `Section.key=value` a line, values as JSON. */
function optionsOf(text: string): string[] {
  return parseIni(text, file).tree.sections.flatMap(({ name, options }) =>
    options.map(({ key, value }) => `${name}.${key}=${JSON.stringify(value.text)}`),
  );
}

/** The kinds of the lines, one letter each. */
function kindsOf(text: string): string {
  return parseIni(text, file)
    .tree.lines.map(({ type }) => type[0])
    .join('');
}

describe('values', () => {
  it.each([
    ['both delimiters, the first one counts', '[a]\nx = 1:2\ny: 1=2', ['a.x="1:2"', 'a.y="1=2"']],
    ['lower-cased keys', '[a]\nFailRegex=x', ['a.failregex="x"']],
    ['an empty value', '[a]\nx =\ny:', ['a.x=""', 'a.y=""']],
    ['continuation lines, each trimmed', '[a]\nx = 1  \n\t 2 \n  3', ['a.x="1\\n2\\n3"']],
    ['a value that starts on the next line', '[a]\nx =\n  1', ['a.x="\\n1"']],
    ['blank lines inside a value, not behind it', '[a]\nx = 1\n\n  2\n\n\ny = 3', ['a.x="1\\n\\n2"', 'a.y="3"']],
    [
      'a header or an option deeper than the open one is its value',
      '[a]\nx = 1\n  [b]\n  y = 2',
      ['a.x="1\\n[b]\\ny = 2"'],
    ],
    ['an indented header where no option is open', '  [a]\n  x = 1\n  y = 2', ['a.x="1"', 'a.y="2"']],
    ['CRLF, lone CR and LF alike', '[a]\r\nx = 1\r  2\ny = 3', ['a.x="1\\n2"', 'a.y="3"']],
    [
      'no line end in VT, FF, NEL or LINE SEPARATOR',
      '[a]\nx = 1\v2\f3\x854\u20285',
      ['a.x="1\\u000b2\\f3\x854\u20285"'],
    ],
    ['NUL like any character', '[a]\nx\0y = \0', ['a.x\0y="\\u0000"']],
    ['Python white space around a value', '[a]\nx =\u00a0\x1c1\u3000', ['a.x="1"']],
    ['a section name up to the last bracket, rest ignored', '[a]b] = c\nx = 1', ['a]b.x="1"']],
    ['sections apart by case and blanks', '[A]\nx=1\n[ A ]\nx=2\n[a]\nx=3', ['A.x="1"', ' A .x="2"', 'a.x="3"']],
    ['a repeated DEFAULT', '[DEFAULT]\nx=1\n[a]\nz=3\n[DEFAULT]\ny=2', ['DEFAULT.x="1"', 'a.z="3"', 'DEFAULT.y="2"']],
  ])('should read %s', (_, text, expected) => {
    expect(optionsOf(text)).toEqual(expected);
    expect(parseIni(text, file).error).toBeUndefined();
  });
});

describe('comments', () => {
  it.each([
    ['a semicolon behind white space cuts', '[a]\nx = 1 ; y', ['a.x="1"']],
    ['also behind a tab or a no-break space', '[a]\nx = 1\t;y\nz = 2\u00a0;y', ['a.x="1"', 'a.z="2"']],
    ['not inside a word', '[a]\nx = 1;y\\;z', ['a.x="1;y\\\\;z"']],
    ['a hash never cuts', '[a]\nx = 1 # y', ['a.x="1 # y"']],
    ['a comment line leaves the value open', '[a]\nx = 1\n# no\n  ; no\n  2', ['a.x="1\\n2"']],
    ['a line with nothing before its comment adds no blank line', '[a]\nx = 1\n \t ;c\n  2', ['a.x="1\\n2"']],
  ])('should hold that %s', (_, text, expected) => {
    expect(optionsOf(text)).toEqual(expected);
  });

  it('should say what each line is', () => {
    expect(kindsOf('# c\n\n[a]\nx = 1\n  2\n\n ; c\nbad\n[b]\n\n')).toBe('cbhocccbhb');
  });
});

describe('errors', () => {
  it.each([
    [
      'an option twice, in any case',
      '[D]\nfailregex=1\nFailRegex=2',
      `While reading from '/etc/f.conf' [line  3]: option 'failregex' in section 'D' already exists`,
      'FailRegex',
    ],
    [
      'an option twice over two DEFAULTs',
      '[DEFAULT]\na=1\n[DEFAULT]\na=2',
      `While reading from '/etc/f.conf' [line  4]: option 'a' in section 'DEFAULT' already exists`,
      'a',
    ],
    ['a section twice', '[D]\n[D]', `While reading from '/etc/f.conf' [line  2]: section 'D' already exists`, '[D]'],
    [
      'no header',
      '\n# c\nx = 1\n',
      `File contains no section headers.\nfile: '/etc/f.conf', line: 3\n'x = 1\\n'`,
      'x = 1',
    ],
    [
      'a byte order mark',
      '\ufeff# c\n[D]\n',
      `File contains no section headers.\nfile: '/etc/f.conf', line: 1\n'\\ufeff# c\\n'`,
      '\ufeff# c',
    ],
    [
      'bad lines, all together',
      '[D]\nx = 1\n^b <HOST>\r\ny = 2\n[]',
      `Source contains parsing errors: '/etc/f.conf'\n\t[line  3]: '^b <HOST>\\n'\n\t[line  5]: '[]'`,
      '^b <HOST>',
    ],
    ['an empty key', '[D]\n = 1\n', `Source contains parsing errors: '/etc/f.conf'\n\t[line  2]: ' = 1\\n'`, '= 1'],
    [
      'an empty key twice: a duplicate',
      '[D]\n= 1\n= 2\n',
      `While reading from '/etc/f.conf' [line  3]: option '' in section 'D' already exists`,
      '= 2',
    ],
    [
      'a duplicate before bad lines are told',
      '[D]\nbad\n[D]',
      `While reading from '/etc/f.conf' [line  3]: section 'D' already exists`,
      '[D]',
    ],
  ])('should report %s', (_, text, message, place) => {
    const { error } = parseIni(text, file);
    expect(error?.text).toBe(message);
    expect(text.slice(error!.span.start, error!.span.end)).toBe(place);
  });

  it('should go on behind an error and report each place on one line', () => {
    const { tree, problems } = parseIni('x\n[D]\na=1\nbad\na=2\n[D]\nb=1', file);
    expect(problems.map(({ code }) => code)).toEqual([
      'missing-section-header',
      'unreadable-line',
      'duplicate-option',
      'duplicate-section',
    ]);
    expect(problems.every(({ message }) => !message.includes('\n'))).toBe(true);
    expect(tree.sections.map(({ name }) => name)).toEqual(['D', 'D']);
  });
});

describe('places', () => {
  const text = '# head\r\n[Definition]\r\nfailregex = ^a  ; c\r\n  # c\r\n            ^b\r\n\r\nx:1';
  const [section] = parseIni(text, file).tree.sections;
  const [failregex, x] = section!.options;
  const at = ({ start, end }: { start: number; end: number }) => text.slice(start, end);

  it('should keep the span of every part', () => {
    expect(at(section!.headerSpan)).toBe('[Definition]');
    expect(at(section!.nameSpan)).toBe('Definition');
    expect(at(section!.span)).toBe(text.slice(8));
    expect(at(failregex!.keySpan)).toBe('failregex');
    expect(at(failregex!.delimiterSpan)).toBe('=');
    expect(at(failregex!.valueSpan)).toBe('^a  ; c\r\n  # c\r\n            ^b');
    expect(failregex!.valueLines.map(at)).toEqual(['^a', '^b', '']);
    expect(at(x!.delimiterSpan)).toBe(':');
    expect(at(x!.span)).toBe('x:1');
  });

  it('should let every character of a value know where it is written', () => {
    const { value } = failregex!;
    expect(value.text).toBe('^a\n^b');
    expect(value.whereToEdit({ start: 3, end: 5 })).toEqual({
      file,
      span: { start: text.indexOf('^b'), end: text.indexOf('^b') + 2 },
    });
    expect(at(value.whereToShow({ start: 2, end: 3 })[0]!.span)).toBe('  ; c\r\n  # c\r\n            ');
    expect(value.whereToEdit({ start: 2, end: 3 })).toBeUndefined();
  });
});

describe('size', () => {
  it('should read a line of 20 MB and a million lines in linear time', () => {
    const long = `[a]\nx = ${'y '.repeat(10_000_000)}\n`;
    expect(parseIni(long, file).tree.sections[0]!.options[0]!.value.length).toBe(19_999_999);
    const blank = `[a]\nx = 1${' '.repeat(5_000_000)}\n${'  2\n'.repeat(300_000)}`;
    expect(parseIni(blank, file).tree.sections[0]!.options[0]!.valueLines.length).toBe(300_001);
  });
});

describe('a second opinion: the package ini', () => {
  it.each([
    ['one section', '[a]\nx = 1\ny = two words\n'],
    ['several sections, blank lines, comment lines', '; head\n# head\n[a]\nx=1\n\n[b]\n; c\nz =  3  \n[c]\n'],
    ['CRLF', '[a]\r\nx = 1\r\n[b]\r\ny = 2\r\n'],
    ['an equals sign in the value', '[a]\nurl = http://x/?q=1\n'],
  ])('should agree on plain single-line files: %s', (_, text) => {
    const ours = Object.fromEntries(
      parseIni(text, file).tree.sections.map(({ name, options }) => [
        name,
        Object.fromEntries(options.map(({ key, value }) => [key, value.text])),
      ]),
    );
    expect(ours).toEqual(JSON.parse(JSON.stringify(parsePlainIni(text))));
  });
});
