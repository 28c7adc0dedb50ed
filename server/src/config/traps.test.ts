import { describe, expect, it } from 'vitest';
import { createMemoryFileSystem } from '../host/memory-file-system.ts';
import { MappedText } from '../text/mapped-text.ts';
import { isUnresolved, resolveFilter, type FilterRequest } from './resolve-filter.ts';

/** What becomes of `filter.d/f.conf` with its overlays: the regexes, or fail2ban's words. */
function load(
  files: string | Record<string, string | Uint8Array>,
  change: Partial<FilterRequest> = {},
): string[] | string {
  const named = typeof files === 'string' ? { 'f.conf': files } : files;
  const memory = createMemoryFileSystem(
    Object.fromEntries(Object.entries(named).map(([name, text]) => [`/c/filter.d/${name}`, text])),
  );
  const filter = resolveFilter({
    files: memory,
    target: { kind: 'name', name: 'f', configDir: '/c' },
    fail2ban: '1.1',
    via: 'fail2ban-regex',
    ...change,
  });
  return isUnresolved(filter) ? filter.error : filter.failregex.map(({ text }) => text);
}

const filter = (text: string) => `[Definition]\n${text}\n`;
const latin1 = (text: string) => new Uint8Array(Buffer.from(text, 'latin1'));
const f = `'/c/filter.d/f.conf'`;

/** The mistakes that filter authors make, each with what fail2ban makes of it. */
describe('what fail2ban makes of', () => {
  it.each([
    ['a # behind a regex: part of it', filter('failregex = ^a <HOST> # note'), ['^a <HOST> # note']],
    ['a ; behind white space: the end of it', filter('failregex = ^x ; y <HOST>'), ['^x']],
    [
      'a regex line that starts with # or ;: a comment',
      filter('failregex = ^a <HOST>\n  #foo <HOST>\n  ;foo <HOST>\n  ^b <HOST>'),
      ['^a <HOST>', '^b <HOST>'],
    ],
    [
      'a second regex without indentation',
      filter('failregex = ^a <HOST>\n^b <HOST>'),
      `Source contains parsing errors: ${f}\n\t[line  3]: '^b <HOST>\\n'`,
    ],
    ['the same with an equals sign: another option', filter('failregex = ^a <HOST>\n^b user=x <HOST>'), ['^a <HOST>']],
    [
      'the same with brackets: another section',
      filter('[x]\nfailregex = ^a <HOST>\n[b] user <HOST>\nignoreregex = y'),
      [],
    ],
    ['an indented option: a regex', filter('failregex = ^a\n  ignoreregex = x'), ['^a', 'ignoreregex = x']],
    ['a blank line between regexes: nothing', filter('failregex = ^a\n\n  ^b'), ['^a', '^b']],
    [
      'failregex twice',
      filter('failregex = ^a\nFailRegex = ^b'),
      `While reading from ${f} [line  3]: option 'failregex' in section 'Definition' already exists`,
    ],
    [
      '[Definition] twice',
      filter('failregex = ^a\n[Definition]'),
      `While reading from ${f} [line  3]: section 'Definition' already exists`,
    ],
    ['[definition]: another section', '[definition]\nfailregex = ^a\n', []],
    ['[ Definition ]: another section', '[ Definition ]\nfailregex = ^a\n', []],
    ['a misspelt option: a parameter', filter('failregexp = ^a'), []],
    [
      'a byte order mark',
      '\ufeff# c\n[Definition]\n',
      `File contains no section headers.\nfile: ${f}, line: 1\n'\\ufeff# c\\n'`,
    ],
    ['a trailing blank in a regex: gone', filter('failregex = ^a '), ['^a']],
    ['a single %', filter('datepattern = %Y-%m-%d'), `'%' must be followed by '%' or '(', found: '%Y-%m-%d'`],
    [
      'a reference without its s',
      filter('failregex = %(abc <HOST>'),
      `bad interpolation variable reference '%(abc <HOST>'`,
    ],
    [
      'a reference to nothing',
      filter('failregex = %(nope)s <HOST>'),
      `Bad value substitution: option 'failregex' in section 'Definition' contains an interpolation key 'nope' which is not a valid option name. Raw value: '%(nope)s <HOST>'`,
    ],
    ['a broken option that nobody uses: nothing', filter('failregex = ^a\nunused = %(nope)s'), ['^a']],
    [
      'a section in capitals',
      '[Lt]\nx = 1\n[Definition]\nfailregex = %(Lt/x)s\n',
      `Bad value substitution: option 'failregex' in section 'Definition' contains an interpolation key 'lt/x' which is not a valid option name. Raw value: '%(Lt/x)s'`,
    ],
    [
      'the DEFAULT section in capitals',
      '[DEFAULT]\nx = 1\n[Definition]\nfailregex = %(DEFAULT/x)s\n',
      `Bad value substitution: option 'failregex' in section 'Definition' contains an interpolation key 'default/x' which is not a valid option name. Raw value: '%(DEFAULT/x)s'`,
    ],
    [
      'known/ of what was never replaced',
      filter('a = 1\nfailregex = %(known/a)s'),
      `Bad value substitution: option 'failregex' in section 'Definition' contains an interpolation key 'known/a' which is not a valid option name. Raw value: '%(known/a)s'`,
    ],
    ['an option called host: it replaces <HOST>', filter('failregex = ^a <HOST>\nhost = x'), ['^a x']],
    [
      'an option called like a group: it breaks the group',
      filter('failregex = (?P<user>\\S+)\nuser = x'),
      ['(?Px\\S+)'],
    ],
    ['a mode without its regexes: the tag stays', filter('failregex = <mdre-<mode>>\nmode = foo'), ['<mdre-foo>']],
    ['a missing include: nothing', '[INCLUDES]\nbefore = a.conf b.conf\n[Definition]\nfailregex = ^a\n', ['^a']],
  ])('%s', (_, text, expected) => {
    expect(load(text)).toEqual(expected);
  });

  it('a broken option that nobody uses, in a jail: an error', () => {
    expect(load(filter('failregex = ^a\nunused = %(nope)s'), { via: 'jail' })).toContain(
      `option 'unused' in section 'Definition'`,
    );
  });

  it('a latin-1 letter: the file is left out, from 1.1.1 on the whole filter', () => {
    const files = {
      'f.conf': filter('failregex = ^a'),
      'f.local': latin1('# caf\xe9\n[Definition]\nfailregex = ^b\n'),
    };
    expect(load(files, { fail2ban: '1.0' })).toEqual(['^a']);
    expect(load(files, { fail2ban: '1.1.0' })).toEqual(['^a']);
    expect(load(files)).toBe('Could not read config files: /c/filter.d/f.local');
    expect(load({ 'f.conf': latin1('# caf\xe9\n') }, { fail2ban: '1.0' })).toBe(
      `Found no accessible config files for 'filter.d/f' under /c`,
    );
    expect(
      load({ 'f.conf': '[INCLUDES]\nbefore = a.conf\n[Definition]\nfailregex = ^a', 'a.conf': latin1('\xe9') }),
    ).toEqual(['^a']);
  });

  it('an overlay with its own failregex: only that', () => {
    expect(load({ 'f.conf': filter('failregex = ^a'), 'f.local': filter('failregex = ^b') })).toEqual(['^b']);
  });

  it('a DEFAULT in an overlay: it does not beat the Definition', () => {
    expect(load({ 'f.conf': filter('failregex = %(x)s\nx = 1'), 'f.local': '[DEFAULT]\nx = 2\n' })).toEqual(['1']);
  });

  it('the same option in [Init] and [Definition]: fail2ban-regex takes one, a jail the other', () => {
    const text = filter('failregex = %(x)s\nx = definition\n[Init]\nx = init');
    expect(load(text)).toEqual(['definition']);
    expect(
      load(text, { via: 'jail', jailOptions: new Map([['backend', MappedText.builtin('auto', 'jail')]]) }),
    ).toEqual(['init']);
  });

  it('two overlays that both use known/: an endless reference', () => {
    const known = filter('failregex = %(known/failregex)s\n  x');
    expect(load({ 'f.conf': filter('failregex = ^a'), 'f.d/a.conf': known, 'f.local': known })).toContain(
      'cannot be substituted in 10 steps',
    );
  });

  it('an extension in the name: no such file', () => {
    expect(load(filter('failregex = ^a'), { target: { kind: 'name', name: 'f.conf', configDir: '/c' } })).toBe(
      `Found no accessible config files for 'filter.d/f.conf' under /c`,
    );
  });
});
