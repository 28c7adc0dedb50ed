import { describe, expect, it } from 'vitest';
import type { Fail2banVersion } from './fail2ban-version.ts';
import { createMemoryFileSystem } from '../host/memory-file-system.ts';
import type { MappedText } from '../text/mapped-text.ts';
import { MappedText as Text } from '../text/mapped-text.ts';
import {
  bracketOptions,
  isUnresolved,
  resolveFilter,
  type FilterRequest,
  type ResolvedFilter,
} from './resolve-filter.ts';

type Files = Record<string, string | Uint8Array>;
type Change = Partial<FilterRequest> & { readonly bracket?: Record<string, string> };

/** Files are named under `filter.d/`; the filter is `f`. */
function resolve(files: Files | string, { bracket = {}, ...change }: Change = {}) {
  const named = typeof files === 'string' ? { 'f.conf': files } : files;
  const memory = createMemoryFileSystem(
    Object.fromEntries(Object.entries(named).map(([name, text]) => [`/c/filter.d/${name}`, text])),
  );
  return resolveFilter({
    files: memory,
    target: { kind: 'name', name: 'f', configDir: '/c' },
    fail2ban: '1.1',
    via: 'fail2ban-regex',
    options: bracketOptions(bracket, 'options'),
    ...change,
  });
}

function resolved(files: Files | string, change?: Change): ResolvedFilter {
  const filter = resolve(files, change);
  if (isUnresolved(filter)) throw new Error(filter.error);
  return filter;
}

function failregex(files: Files | string, change?: Change): string[] | string {
  const filter = resolve(files, change);
  return isUnresolved(filter) ? filter.error : filter.failregex.map(({ text }) => text);
}

const definition = (text: string) => `[Definition]\n${text}\n`;

describe('commands', () => {
  it('should send usedns first, then prefregex and maxlines, then the rest in the order of the reader', () => {
    const { commands } = resolved(
      definition(
        'journalmatch = a + b\n  c "d e"\ndatepattern = x\nmaxlines = 5\nfailregex = 1\n  2\n\n  3\nignoreregex = 4\nprefregex = p\nusedns = no',
      ),
    );
    expect(
      commands.map(({ kind, name, values }) => [
        kind,
        name,
        ...values.map((value) => ('type' in value ? value.value : value.text)),
      ]),
    ).toEqual([
      ['set', 'usedns', 'no'],
      ['set', 'prefregex', 'p'],
      ['set', 'maxlines', 5],
      ['set', 'addignoreregex', '4'],
      ['multi-set', 'addfailregex', '1', '2', '3'],
      ['set', 'datepattern', 'x'],
      ['set', 'addjournalmatch', 'a', '+', 'b'],
      ['set', 'addjournalmatch', 'c', 'd e'],
    ]);
  });

  it('should send nothing for what is not set, and an empty text for a single value that is', () => {
    expect(resolved(definition('failregex =\nignoreregex =')).commands).toEqual([]);
    expect(resolved(definition('prefregex =')).prefregex?.text).toBe('');
    expect(resolved(definition('datepattern =')).datepattern).toEqual([]);
  });

  it('should take a datepattern apart and keep its lines trimmed', () => {
    expect(resolved(definition('datepattern = ^%%Y\n\n   {DATE}')).datepattern?.map(({ text }) => text)).toEqual([
      '^%Y',
      '{DATE}',
    ]);
  });

  it('should warn of a maxlines that is no number, and send none', () => {
    const filter = resolved(definition('maxlines = many'));
    expect(filter.maxlines).toBeUndefined();
    expect(filter.problems.map(({ message }) => message)).toEqual([
      `Wrong int value 'many' for 'maxlines'. Using default one: None`,
    ]);
  });

  it('should refuse a journalmatch with an open quote', () => {
    expect(resolve(definition('journalmatch = a "b'))).toMatchObject({
      error: 'No closing quotation',
      name: 'ValueError',
    });
  });

  it('should send what looks like a part of the word datepattern up to 1.1.0', () => {
    const names = (fail2ban: Fail2banVersion) =>
      resolved(definition('failregex = x'), { bracket: { date: 'y' }, fail2ban }).commands.map(({ name }) => name);
    expect(names('1.0')).toEqual(['addfailregex', 'date']);
    expect(names('1.1.0')).toEqual(['addfailregex', 'date']);
    expect(names('1.1')).toEqual(['addfailregex']);
  });
});

describe('files', () => {
  const line = (value: string) => definition(`failregex = ${value}`);

  it('should read N.conf, N.d/*.conf, N.local, N.d/*.local', () => {
    const files = {
      'f.conf': '',
      'f.d/b.conf': '',
      'f.d/a.conf': '',
      'f.local': '',
      'f.d/z.local': '',
      'f.d/.no.conf': '',
      'f.d/no.txt': '',
    };
    expect(
      resolved(Object.fromEntries(Object.keys(files).map((name) => [name, line(name)]))).files.map((path) =>
        path.slice('/c/filter.d/'.length),
      ),
    ).toEqual(['f.conf', 'f.d/a.conf', 'f.d/b.conf', 'f.local', 'f.d/z.local']);
  });

  it('should be content with an overlay alone', () => {
    expect(failregex({ 'f.local': line('x') })).toEqual(['x']);
  });

  it.each([
    [
      'before and after',
      { 'f.conf': '[INCLUDES]\nbefore = a\nafter = b', a: '[DEFAULT]', b: '[DEFAULT]' },
      'a f.conf b',
    ],
    ['one a line, in order', { 'f.conf': '[INCLUDES]\nbefore = a\n  b', a: '[DEFAULT]', b: '[DEFAULT]' }, 'a b f.conf'],
    ['several on a line: no such file', { 'f.conf': '[INCLUDES]\nbefore = a b', a: '', b: '' }, 'f.conf'],
    [
      'the local sibling of an include',
      { 'f.conf': '[INCLUDES]\nbefore = a.conf', 'a.conf': '[DEFAULT]', 'a.local': '[DEFAULT]' },
      'a.conf a.local f.conf',
    ],
    [
      'names relative to the including file',
      { 'f.conf': '[INCLUDES]\nbefore = s/a', 's/a': '[INCLUDES]\nafter = b', 's/b': '[DEFAULT]' },
      's/a s/b f.conf',
    ],
    ['a file that includes itself: twice', { 'f.conf': '[INCLUDES]\nbefore = f.conf' }, 'f.conf f.conf'],
    ['a loop of two', { 'f.conf': '[INCLUDES]\nbefore = a', a: '[INCLUDES]\nbefore = f.conf' }, 'a f.conf'],
    [
      'what an earlier branch of a loop expanded to',
      { 'f.conf': '[INCLUDES]\nbefore = a\n b', a: '[INCLUDES]\nbefore = b', b: '[INCLUDES]\nbefore = a' },
      'b a b f.conf',
    ],
    [
      'a name made by interpolation',
      { 'f.conf': '[DEFAULT]\nx = a\n[INCLUDES]\nbefore = %(x)s', a: '[DEFAULT]' },
      'a f.conf',
    ],
    [
      'includes named in DEFAULT where there is an INCLUDES section',
      { 'f.conf': '[DEFAULT]\nbefore = a\n[INCLUDES]', a: '[DEFAULT]' },
      'a f.conf',
    ],
    ['a section spelt otherwise: none', { 'f.conf': '[Includes]\nbefore = a', a: '[DEFAULT]' }, 'f.conf'],
  ] as [string, Files, string][])('should include %s', (_, files, expected) => {
    expect(
      resolved(files)
        .files.map((path) => path.slice('/c/filter.d/'.length))
        .join(' '),
    ).toBe(expected);
  });

  it('should say what is missing', () => {
    expect(resolve({ 'g.conf': '' })).toMatchObject({
      error: `Found no accessible config files for 'filter.d/f' under /c`,
      name: 'Missing',
    });
    expect(resolve('', { target: { kind: 'name', name: 'f', configDir: '/no/' } })).toMatchObject({
      error: 'Base configuration directory /no does not exist',
    });
    expect(resolve('', { target: { kind: 'file', path: '/c/none' } })).toMatchObject({
      error: 'failed to load filter /c/none',
    });
    expect(resolved({ 'f.conf': '[INCLUDES]\nbefore = a.conf' }).problems.map(({ code }) => code)).toEqual([
      'include-not-found',
      'missing-section',
    ]);
  });

  it('should read a file outside alone, with its overlay', () => {
    const files = { 'x.conf': line('x'), 'x.local': '[Definition]\nignoreregex = l', 'x.d/y.conf': line('y') };
    expect(
      resolved(files, { target: { kind: 'file', path: '/c/filter.d/x.conf' } }).commands.map(({ name }) => name),
    ).toEqual(['addignoreregex', 'addfailregex']);
  });

  it('should remember every file that it looked for', () => {
    const { lookedFor } = resolve({ 'f.conf': '[INCLUDES]\nbefore = a.conf' });
    expect(lookedFor.filter(({ found }) => !found).map(({ path }) => path)).toEqual([
      '/c/filter.d/f.d',
      '/c/filter.d/f.local',
      '/c/filter.d/a.local',
      '/c/filter.d/a.conf',
    ]);
  });

  it('should end where includes never end', () => {
    expect(
      resolve({
        'f.conf': '[INCLUDES]\nbefore = 1',
        ...Object.fromEntries(Array.from({ length: 600 }, (_, i) => [String(i + 1), `[INCLUDES]\nbefore = ${i + 2}`])),
      }),
    ).toMatchObject({
      name: 'RecursionError',
      error: 'maximum recursion depth exceeded while calling a Python object',
    });
    const doubled = Object.fromEntries(
      Array.from({ length: 40 }, (_, i) => [String(i + 1), `[INCLUDES]\nbefore = ${i + 2}\n ${i + 2}`]),
    );
    expect(resolve({ 'f.conf': '[INCLUDES]\nbefore = 1', ...doubled, 41: '' })).toMatchObject({ name: 'MemoryError' });
  });
});

describe('layers', () => {
  it.each([
    [
      'an overlay replaces a whole value',
      { 'f.conf': definition('failregex = 1\n  2'), 'f.local': definition('failregex = 3') },
      ['3'],
    ],
    [
      'known/ brings the replaced value back',
      { 'f.conf': definition('failregex = 1'), 'f.local': definition('failregex = %(known/failregex)s\n  2') },
      ['1', '2'],
    ],
    ['known/ of an option in DEFAULT', { 'f.conf': '[DEFAULT]\na = d\n[Definition]\nfailregex = %(known/a)s' }, ['d']],
    [
      'a DEFAULT of a later file does not beat a Definition',
      { 'f.conf': definition('a = 1\nfailregex = %(a)s'), 'f.local': '[DEFAULT]\na = 2' },
      ['1'],
    ],
    [
      'a conditional section adds conditional options',
      { 'f.conf': '[Definition]\nfailregex = <a>\na = 1\n[Definition?x=y]\na = 2' },
      ['1'],
    ],
    [
      'sec/x and default/x',
      { 'f.conf': '[DEFAULT]\na = d\n[sec]\nb = s\n[Definition]\nfailregex = %(sec/b)s %(default/a)s %(sec/a)s' },
      ['s d d'],
    ],
    ['__name__', definition('failregex = %(__name__)s'), ['Definition']],
    ['names in any case', definition('Abc = 1\nfailregex = %(ABC)s'), ['1']],
    ['nested values in their own context', definition('a = <%(b)s>\nb = x\nfailregex = %(a)s%%'), ['<x>%']],
  ] as [string, Files | string, string[]][])('should hold that %s', (_, files, expected) => {
    expect(failregex(files)).toEqual(expected);
  });

  it('should stop at a known/ that reaches back twice', () => {
    const files = {
      'f.conf': definition('a = 1\nfailregex = %(a)s'),
      'f.d/x.conf': definition('a = %(known/a)s2'),
      'f.local': definition('a = %(known/a)s3'),
    };
    expect(failregex(files)).toBe(
      `Recursion limit exceeded in value substitution: option 'failregex' in section 'Definition' contains an interpolation key which cannot be substituted in 10 steps. Raw value: '%(a)s'`,
    );
  });
});

describe('tags', () => {
  it.each([
    ['stay where nothing is known of them', 'failregex = <HOST> <x> <>< a>', ['<HOST> <x> <>< a>']],
    ['are replaced from the inside', 'failregex = <a_<b>>\nb = x\na_x = 1', ['1']],
    ['beat the built-in ones', 'failregex = <HOST>\nhost = me', ['me']],
    ['turn a named group into something else', 'failregex = (?P<user>x)\nuser = U', ['(?PUx)']],
    ['know logtype', 'failregex = <lt_<logtype>>\nlt_file = F\nlt_journal = J', ['F']],
    ['look into sections', 'failregex = <s/a> <DEFAULT/b> <S/a>\n[s]\na = 1\n[DEFAULT]\nb = 2', ['1 2 <S/a>']],
    ['find an Init option only in lower case', 'failregex = <MyTag> <mytag>\n[Init]\nmytag = 1', ['<MyTag> 1']],
    ['stay where an option has a condition', 'failregex = <a>\n[Init]\na = 1\n[Init?family=inet6]\na = 2', ['<a>']],
  ])('should hold that they %s', (_, text, expected) => {
    expect(failregex(definition(text))).toEqual(expected);
  });

  it.each([
    [
      'an option that names itself',
      'failregex = <failregex>',
      'fail tag: failregex, found: failregex in {}, value: <failregex>',
    ],
    [
      'two that name each other',
      'failregex = <a>\n[Init]\na = <b>\nb = <a>',
      `fail tag: failregex, found: a in {'a': 26, 'b': 26}, value: <a>`,
    ],
  ])('should refuse %s', (_, text, message) => {
    expect(failregex(definition(text))).toBe(
      `properties contain self referencing definitions and cannot be resolved, ${message}`,
    );
  });

  it('should end where values double for ever', () => {
    const bomb = Array.from({ length: 60 }, (_, i) => `x${i} = <x${i + 1}><x${i + 1}>`).join('\n');
    expect(resolve(`[Init]\n${bomb}\nx60 = 1\n`)).toMatchObject({ name: 'MemoryError' });
    const references = Array.from({ length: 10 }, (_, i) => `x${i} = ${`%(x${i + 1})s`.repeat(20)}`).join('\n');
    expect(resolve(definition(`${references}\nx10 =\nfailregex = %(x1)s`))).toMatchObject({ name: 'MemoryError' });
  });
});

describe('precedence', () => {
  const all = '[DEFAULT]\nx = default\n[Definition]\nfailregex = %(x)s <x>\nx = definition\n[Init]\nx = init\n';
  it.each([
    ['fail2ban-regex: brackets first', all, { bracket: { x: 'bracket' } }, 'bracket bracket'],
    ['fail2ban-regex: Definition inside %, Init inside <>', all, {}, 'definition init'],
    ['a jail: Init in both', all, { via: 'jail' }, 'init init'],
    ['a jail: brackets first', all, { via: 'jail', bracket: { x: 'bracket' } }, 'bracket bracket'],
    [
      'a jail: its own option beats Definition inside %',
      all.replace('[Init]\nx = init\n', ''),
      { via: 'jail', jailOptions: new Map([['x', Text.builtin('jail', 'j')]]) },
      'jail jail',
    ],
    ['DEFAULT last', '[DEFAULT]\nx = default\n[Definition]\nfailregex = %(x)s <x>', {}, 'default default'],
  ] as [string, string, Change, string][])('should hold for %s', (_, text, change, expected) => {
    expect(failregex(text, change)).toEqual([expected]);
  });

  it.each([
    [
      'brackets',
      definition('failregex = <logtype>\nlogtype = d'),
      { bracket: { logtype: 'b' }, backend: 'systemd' },
      'b',
    ],
    ['Definition', definition('failregex = <logtype>\nlogtype = d'), { backend: 'systemd' }, 'd'],
    [
      'the backend, not DEFAULT or Init',
      '[DEFAULT]\nlogtype = x\n[Definition]\nfailregex = <logtype>\n[Init]\nlogtype = y',
      { backend: 'systemd[journalflags=1]' },
      'journal',
    ],
    [
      'the backend, where brackets are empty',
      definition('failregex = <logtype>'),
      { bracket: { logtype: '' } },
      'file',
    ],
  ] as [string, string, Change, string][])('should take logtype from %s', (_, text, change, expected) => {
    expect(failregex(text, change)).toEqual([expected]);
  });

  it('should give known/x its value before the brackets', () => {
    expect(
      failregex('[Definition]\nfailregex = <bad>\n[Init]\nbad = old\n', { bracket: { bad: 'new|<known/bad>' } }),
    ).toEqual(['new|old']);
  });

  it('should not read an option that the jail sets', () => {
    expect(
      failregex(definition('failregex = %(nope)s'), {
        via: 'jail',
        jailOptions: new Map([['failregex', Text.builtin('x', 'j')]]),
      }),
    ).toContain('Bad value substitution');
    expect(
      resolve(definition('maxlines = 5'), { via: 'jail', jailOptions: new Map([['maxlines', null]]) }),
    ).toMatchObject({ commands: [] });
  });
});

describe('places', () => {
  const files = {
    'f.conf': '[INCLUDES]\nbefore = common.conf\n[Definition]\nfailregex = %(pre)s <x>%%\n',
    'common.conf': '[DEFAULT]\npre = ^a\nx = <y>\ny = z\n',
  };
  const written = (text: MappedText) =>
    text.segments.map(
      ({ text: piece, origin, exact }) =>
        `${piece}${exact ? '' : '~'} ${origin.file.slice('/c/filter.d/'.length)}:${origin.span.start}`,
    );

  it('should know where every piece is written', () => {
    const common = files['common.conf'];
    const own = files['f.conf'];
    expect(written(resolved(files).failregex[0]!)).toEqual([
      `^a common.conf:${common.indexOf('^a')}`,
      `  f.conf:${own.indexOf(' <x>')}`,
      `z common.conf:${common.indexOf('z')}`,
      `%~ f.conf:${own.indexOf('%%')}`,
    ]);
  });

  it.each([
    ['a bad reference', 'failregex = a%(nope)s b', '%(nope)s'],
    ['a single %', 'failregex = a % b', '%'],
    ['an open reference', 'failregex = a %(b', '%(b'],
    ['a self reference', 'failregex = a <failregex> b', '<failregex>'],
    ['an open quote', "journalmatch = a 'b", "'b"],
  ])('should point at %s', (_, text, place) => {
    const filter = resolve(definition(text));
    const { span } = (filter as { place: { span: { start: number; end: number } } }).place;
    expect(definition(text).slice(span.start, span.end)).toBe(place);
  });
});
