import { describe, expect, it } from 'vitest';
import { fixtureWorkspace } from '../../../testing/fixture-workspace.ts';
import { Workspace } from '../../analysis/workspace.ts';
import { effectsOf } from '../../danger/sample-effect.ts';
import { createMemoryFileSystem } from '../../host/memory-file-system.ts';
import { applyEdits } from '../../lint/apply-fixes.ts';
import { lintFile } from '../../lint/run.ts';
import { defaultSettings } from '../../protocol.ts';
import type { CodeActionAnswer } from '../answers.ts';
import { codeActions } from '../code-action.ts';
import { refactorings, triedActions, type Effects } from './refactorings.ts';

/** What is offered at the cursor or for the selection, with the files after each. */
async function offered(text: string, sample?: string): Promise<Map<string, Record<string, string>>> {
  const { input, offset, files, selections } = fixtureWorkspace(text);
  const span = selections[0] ?? { start: offset, end: offset };
  const found = await refactorings(input, span, effectsOn(sample));
  return new Map(found.map((action) => [action.title, { ...files, ...filesAfter(action, files) }]));
}

function effectsOn(sample: string | undefined): Effects {
  const guard = (work: () => void): boolean => {
    work();
    return true;
  };
  return (ways) => Promise.resolve(effectsOf(ways, { guard, sample }));
}

function filesAfter({ changes, creates }: CodeActionAnswer, files: Readonly<Record<string, string>>) {
  const after: Record<string, string> = creates ? { [creates.file]: creates.text } : {};
  for (const file of new Set(changes.map(({ place }) => place.file)))
    after[file] = applyEdits(
      files[file]!,
      changes.filter(({ place }) => place.file === file),
    );
  return after;
}

const head = '[Definition]\n';
const sample = 'bad user eve from 192.0.2.1 port 22\nbad name eve from 192.0.2.2 port 22\nfine 192.0.2.3\n';
const path = '/c/filter.d/a.conf';

const ofSample = ' (same for the 3 lines of the sample)';
const always = ' (same for every line)';

describe('a refactoring that is proved for lines', () => {
  it.each([
    [
      '^',
      'failregex = bad‸ user \\S+ from <HOST> port',
      `Anchor at the line's start (^): nothing stands before${ofSample}`,
      'failregex = ^bad user \\S+ from <HOST> port',
    ],
    [
      '$',
      'failregex = ^bad‸ user \\S+ from <HOST> port \\d+',
      `Anchor at the line's end ($): nothing stands behind${ofSample}`,
      'failregex = ^bad user \\S+ from <HOST> port \\d+$',
    ],
    [
      '<ADDR>',
      'failregex = ^bad‸ user \\S+ from <HOST> port',
      `Take only addresses, no host names: <ADDR> in place of <HOST>${ofSample}`,
      'failregex = ^bad user \\S+ from <ADDR> port',
    ],
    [
      '<F-USER>',
      'failregex = ^bad user ⟦\\S+⟧ from <HOST> port',
      `Name this part the user: <F-USER>…</F-USER>${always}`,
      'failregex = ^bad user <F-USER>\\S+</F-USER> from <HOST> port',
    ],
    [
      'a split',
      'failregex = ^bad (?:us‸er|name) \\S+ from <HOST> port',
      `Split into 2 regexes${always}`,
      'failregex = ^bad user \\S+ from <HOST> port\n            ^bad name \\S+ from <HOST> port',
    ],
    [
      'a join',
      'failregex = ⟦^bad user \\S+ from <HOST> port\n            ^bad name \\S+ from <HOST> port⟧',
      `Join these 2 regexes${always}`,
      'failregex = ^bad (?:user|name) \\S+ from <HOST> port',
    ],
  ])('should be offered where every line, or the sample, proves it: %s', async (_, before, title, after) => {
    expect((await offered(`${head}${before}\n`, sample)).get(title)?.[path]).toBe(`${head}${after}\n`);
    expect((await offered(`${head}${before}\n`)).has(title)).toBe(title.endsWith(always));
  });

  it('should be told of the sample alone where two regexes may match one line', async () => {
    const text = `${head}failregex = ^bad (?:us‸er|\\w+) \\S+ from <HOST> port\n`;
    expect([...(await offered(text, sample)).keys()]).toContain(`Split into 2 regexes${ofSample}`);
    expect((await offered(text)).has(`Split into 2 regexes${always}`)).toBe(false);
  });

  it.each([
    ['lines would be lost', "Anchor at the line's start (^)", 'failregex = us‸er \\S+ from <HOST> port'],
    [
      'no line goes through it',
      "Anchor at the line's start (^)",
      'failregex = worse‸ user \\S+ from <HOST> port\n  ^bad name \\S+ from <HOST>',
    ],
    ['it is anchored', "Anchor at the line's start (^)", 'failregex = ^bad‸ user \\S+ from <HOST> port'],
    [
      'a half of an alternation is selected',
      'Name this part the user: <F-USER>…</F-USER>',
      'failregex = ^bad (?:⟦user|na⟧me) \\S+ from <HOST> port',
    ],
    [
      'a back-reference counts the groups',
      'Name this part the user: <F-USER>…</F-USER>',
      'failregex = ^bad user ev⟦e⟧ from <HOST> port (\\d)\\1',
    ],
    ['the group is repeated', 'Split into 2 regexes', 'failregex = ^bad (?:us‸er|name)+ \\S+ from <HOST> port'],
    [
      'the selected regexes have nothing in common',
      'Join these 2 regexes',
      'failregex = ⟦bad user eve from <HOST>\n  <HOST> port⟧',
    ],
  ])('should not be offered where %s', async (_, title, text) => {
    const titles = [...(await offered(`${head}${text}\n`, sample)).keys()];
    expect(titles.filter((one) => one.startsWith(title))).toEqual([]);
  });

  it('should not be offered where somebody else would be taken', async () => {
    const found = await offered(`${head}failregex = (?:fr‸om|fine) <HOST>\n`, 'fine 192.0.2.9 from 192.0.2.1\n');
    expect([...found.keys()].filter((title) => title.startsWith('Split'))).toEqual([]);
  });
});

describe('a refactoring after which the server loads the same', () => {
  it('should extract what is selected, wherever it stands', async () => {
    const found = await offered(
      `${head}failregex = ^bad ⟦(?:user|name) \\S+⟧ from <HOST>$\n            ^worse (?:user|name) \\S+ from <HOST>$\nignoreregex = 1\n`,
    );
    expect(found.get('Extract to a variable, in 2 places')?.[path]).toBe(
      `${head}_part = (?:user|name) \\S+\nfailregex = ^bad %(_part)s from <HOST>$\n            ^worse %(_part)s from <HOST>$\nignoreregex = 1\n`,
    );
  });

  it.each([
    ['half of a %%', 'failregex = ^bad 1⟦%% %⟧% from <HOST>'],
    ['half of a reference', '_x = a\nfailregex = ^bad %(⟦_x)s fr⟧om <HOST>'],
    ['a blank at its end', 'failregex = ^bad⟦ user ⟧from <HOST>'],
  ])('should not extract %s', async (_, text) => {
    expect([...(await offered(`${head}${text}\n`)).keys()].filter((title) => title.startsWith('Extract'))).toEqual([]);
  });

  it.each([
    ['a reference', '_who = \\S+\nfailregex = ^bad %(_w‸ho)s from <HOST>$\n  ^worse %(_who)s from <HOST>$'],
    ['the definition', '_w‸ho = \\S+\nfailregex = ^bad %(_who)s from <HOST>$\n  ^worse %(_who)s from <HOST>$'],
  ])('should inline a variable from %s', async (_, text) => {
    expect((await offered(`${head}${text}\n`)).get("Inline the variable '_who' in 2 places")?.[path]).toBe(
      `${head}failregex = ^bad \\S+ from <HOST>$\n  ^worse \\S+ from <HOST>$\n`,
    );
  });

  it('should keep a variable that a tag names, and one that other files may use', async () => {
    const found = await offered(`${head}_who = \\S+\nfailregex = ^bad %(_w‸ho)s from <HOST> <_who>$\n`);
    expect([...found.keys()]).not.toContain("Inline the variable '_who'");
    const shared = `//- filter.d/b.conf\n[INCLUDES]\nbefore = a.conf\n//- filter.d/a.conf\n${head}_who = \\S+\nfailregex = ^bad %(_w‸ho)s from <HOST>\n`;
    expect((await offered(shared)).get("Inline the variable '_who'")?.[path]).toBe(
      `${head}_who = \\S+\nfailregex = ^bad \\S+ from <HOST>\n`,
    );
  });

  it('should merge regexes that stand there twice', async () => {
    const found = await offered(
      `${head}failregex = ^b‸ad <HOST>$\n            ^worse <HOST>$\n            ^bad <HOST>$\n`,
    );
    expect(found.get('Remove the repeated regex')?.[path]).toBe(
      `${head}failregex = ^bad <HOST>$\n            ^worse <HOST>$\n`,
    );
  });

  it.each([
    [
      'first',
      'failregex = ^a‸ <HOST>$\n            ^b <HOST>$',
      'failregex = ^b <HOST>$',
      '^a <HOST>$\n            %(known/failregex)s',
    ],
    [
      'last',
      'failregex = ^a <HOST>$\n            ^b‸ <HOST>$',
      'failregex = ^a <HOST>$',
      '%(known/failregex)s\n            ^b <HOST>$',
    ],
  ])('should move the %s regex to a new .local', async (_, before, left, moved) => {
    const files = (await offered(`${head}${before}\n`)).get('Move this regex to a.local');
    expect(files).toEqual({ [path]: `${head}${left}\n`, '/c/filter.d/a.local': `${head}failregex = ${moved}\n` });
  });

  it('should move a regex to a .local that is there, if that does not set the option', async () => {
    const text = `${head}failregex = ^a <HOST>$\n            ^b‸ <HOST>$\n//- filter.d/a.local\n${head}`;
    const files = (await offered(`${text}maxlines = 2\n`)).get('Move this regex to a.local');
    expect(files?.['/c/filter.d/a.local']).toBe(
      `${head}maxlines = 2\nfailregex = %(known/failregex)s\n            ^b <HOST>$\n`,
    );
    expect([...(await offered(`${text}failregex = ^c <HOST>$\n`)).keys()]).not.toContain('Move this regex to a.local');
  });

  it('should not move a regex from between others, nor all of them', async () => {
    for (const lines of ['^a <HOST>\n  ^b‸ <HOST>\n  ^c <HOST>', '^a‸ <HOST>'])
      expect([...(await offered(`${head}failregex = ${lines}\n`)).keys()]).not.toContain('Move this regex to a.local');
  });
});

it('should tell the lines of the sample that a fix gains and loses', async () => {
  const { input, selections } = fixtureWorkspace(`${head}failregex = ^bad ⟦user⟧ \\S+ from <HOST>\n`);
  const { start, end } = selections[0]!;
  const action: CodeActionAnswer = {
    title: 'Write worse',
    kind: 'quickfix',
    changes: [{ place: { file: path, span: { start, end } }, text: 'name' }],
  };
  const titles = async (log?: string) =>
    (await triedActions(input, [action], effectsOn(log))).map(({ title }) => title);
  expect(await titles(sample)).toEqual(['Write worse (lines of the sample: +1 −1)']);
  expect(await titles('fine\n')).toEqual(['Write worse (same for the 1 line of the sample)']);
  expect(await titles()).toEqual(['Write worse']);
});

describe('a fix of a filter below /etc/fail2ban', () => {
  const conf = '/etc/fail2ban/filter.d/a.conf';
  const local = '/etc/fail2ban/filter.d/a.local';
  const text = `${head}failregex = ^bad user <HOST>\n            # more\n            ^worse <HOST>\n`;

  async function after(files: Record<string, string>, path = conf) {
    const workspace = new Workspace(createMemoryFileSystem(files), { fail2ban: '1.1', python: '3.11' });
    const input = { analysis: workspace.analyse(path)!, workspace, settings: defaultSettings };
    const start = files[path]!.indexOf('user');
    const changes = [{ place: { file: path, span: { start, end: start + 4 } }, text: 'name' }];
    const fix: CodeActionAnswer = { title: 'Write name', kind: 'quickfix', isPreferred: true, changes };
    const found = await triedActions(input, [fix], effectsOn(undefined));
    return found.map((action) => [action.title, action.isPreferred, filesAfter(action, files)]);
  }
  const wanted = 'failregex = ^bad name <HOST>\n            ^worse <HOST>\n';

  it('should be offered in its .local first', async () => {
    expect(await after({ [conf]: text })).toEqual([
      ['Write name, in a.local', true, { [local]: `${head}${wanted}` }],
      ['Write name', false, { [conf]: text.replace('user', 'name') }],
    ]);
    expect(await after({ [conf]: text, [local]: `${head}maxlines = 2\n` })).toMatchObject([
      ['Write name, in a.local', true, { [local]: `${head}maxlines = 2\n${wanted}` }],
      {},
    ]);
  });

  it('should be offered in the file alone where the .local sets the option, where nothing would change, and elsewhere', async () => {
    expect(await after({ [conf]: text, [local]: `${head}failregex = ^c <HOST>\n` })).toMatchObject([
      ['Write name', true, {}],
    ]);
    expect(await after({ [conf]: `${text}_x = user\n`.replace('bad user', 'bad') })).toMatchObject([
      ['Write name', true, {}],
    ]);
    expect(await after({ '/e/filter.d/a.conf': text }, '/e/filter.d/a.conf')).toMatchObject([['Write name', true, {}]]);
  });
});

describe('a fix of a jail or an action below /etc/fail2ban', () => {
  const etc = '/etc/fail2ban';
  const stock = {
    [`${etc}/filter.d/app.conf`]: `${head}failregex = ^bad <HOST>$\n`,
    [`${etc}/action.d/tell.conf`]: `${head}actionban = echo <ip>\n`,
    [`${etc}/jail.conf`]: '[DEFAULT]\nbantime = 10m\naction = tell\napp_log = /var/log/app.log\n',
  };
  const ofJail = '[app]\nenabled = true\nfilter = app\nlogpath = ${app_log}\nbackend = polling\n';
  const mended = '[app]\nlogpath = %(app_log)s\n';

  /** What is offered for each finding of a file that has a fix: its title, and the `.local` that is made or changed. */
  async function offered(path: string, files: Record<string, string>): Promise<unknown[]> {
    const workspace = new Workspace(createMemoryFileSystem(files), { fail2ban: '1.1', python: '3.11' });
    const analysis = workspace.analyse(path)!;
    const input = { analysis, workspace, settings: defaultSettings };
    const findings = lintFile(analysis, { treeOf: (file) => workspace.source(file)?.tree });
    const all = { start: 0, end: files[path]!.length };
    const fixes = codeActions(input, all, findings).filter(({ title }) => !/^Allow|^Fix/.test(title));
    const actions = await triedActions(input, fixes, effectsOn(undefined));
    return actions.map((action) => [action.title, filesAfter(action, files)]);
  }

  it.each([`${etc}/jail.conf`, `${etc}/jail.d/defaults-debian.conf`])(
    'should be offered in jail.local: %s',
    async (path) => {
      const files: Record<string, string> = { ...stock };
      files[path] = (files[path] ?? '') + ofJail;
      const fixed = { [path]: files[path].replace('${app_log}', '%(app_log)s') };
      expect(await offered(path, files)).toEqual([
        ['Write %(app_log)s, in jail.local', { [`${etc}/jail.local`]: mended }],
        ['Write %(app_log)s', fixed],
      ]);
      const own = { ...files, [`${etc}/jail.local`]: '[app]\nbantime = 1h\n' };
      expect(await offered(path, own)).toEqual([
        ['Write %(app_log)s, in jail.local', { [`${etc}/jail.local`]: '[app]\nbantime = 1h\nlogpath = %(app_log)s\n' }],
        ['Write %(app_log)s', fixed],
      ]);
    },
  );

  it('should be offered in the file alone where the finding would stay', async () => {
    const path = `${etc}/jail.conf`;
    const misspelt = { ...stock, [path]: `${stock[path]}[app]\nfilter = app\nlogfile = /var/log/app.log\n` };
    expect(await offered(path, misspelt)).toEqual([['Write logpath', expect.anything()]]);
  });

  it('should be offered in fail2ban.local', async () => {
    const path = `${etc}/fail2ban.conf`;
    const files = { ...stock, [path]: '[DEFAULT]\nwhere = /run/f2b\n[Definition]\nsocket = %{where}/s.sock\n' };
    expect(await offered(path, files)).toEqual([
      ['Write %(where)s, in fail2ban.local', { [`${etc}/fail2ban.local`]: `${head}socket = %(where)s/s.sock\n` }],
      ['Write %(where)s', { [path]: files[path].replace('%{where}', '%(where)s') }],
    ]);
  });

  it('should be offered in the .local of an action', async () => {
    const path = `${etc}/action.d/tell.conf`;
    const files = { ...stock, [path]: `${head}actionban = date +%F\n            echo <ip>\n` };
    expect(await offered(path, files)).toEqual([
      [
        'Double every single %, in tell.local',
        { [`${etc}/action.d/tell.local`]: `${head}actionban = date +%%F\n            echo <ip>\n` },
      ],
      ['Double every single %', { [path]: files[path].replace('%', '%%') }],
    ]);
  });
});

it('should keep no editor waiting for a large file', async () => {
  const text = `${head}failregex = ^bad‸ user \\S+ from <HOST> port\n${'# comment\n'.repeat(11_000)}`;
  expect((await offered(text, sample)).size).toBe(0);
});

it('should offer nothing in a file that no filter is read from, and look at those that include it', async () => {
  const shared = '//- filter.d/a.conf\n[DEFAULT]\n_who = \\S+\nfailregex = ^bad %(_w‸ho)s from <HOST>\n';
  expect((await offered(shared.replace('failregex', '_all'))).size).toBe(0);
  const user = (lines: string): string => `//- filter.d/b.conf\n[INCLUDES]\nbefore = a.conf\n${lines}`;
  const title = "Inline the variable '_who'";
  expect([...(await offered(shared + user('[Definition]\nmaxlines = 2\n'))).keys()]).toContain(title);
  const split = `//- filter.d/a.conf\n${head}failregex = ^bad (?:us‸er|name) \\S+ from <HOST>\n`;
  expect([...(await offered(split, sample)).keys()]).toContain(`Split into 2 regexes${always}`);
  // What is searched in several lines is proved by the sample alone.
  expect(
    [...(await offered(split + user('[Definition]\nmaxlines = 2\n'), sample)).keys()].filter((one) =>
      /^Split/.test(one),
    ),
  ).toEqual([`Split into 2 regexes${ofSample}`]);
});
