import { describe, expect, it } from 'vitest';
import { fixtureWorkspace } from '../../testing/fixture-workspace.ts';
import { completion } from './completion.ts';

interface Expected {
  /** Labels that are offered. */
  readonly has?: readonly string[];
  readonly hasNot?: readonly string[];
  /** A label, and the cursor's line once it is taken. */
  readonly takes?: readonly [string, string];
  readonly detail?: readonly [string, string];
}

function checkCompletion(text: string, { has = [], hasNot = [], takes, detail }: Expected, path?: string): void {
  const { input, offset, files } = fixtureWorkspace(text, path === undefined ? {} : { path });
  const answers = completion(input, offset);
  const labels = answers.map(({ label }) => label);
  for (const label of has) expect(labels).toContain(label);
  for (const label of hasNot) expect(labels).not.toContain(label);
  for (const { span } of answers) {
    expect(span.start).toBeLessThanOrEqual(offset);
    expect(span.end).toBeGreaterThanOrEqual(offset);
  }
  if (takes) {
    const answer = answers.find(({ label }) => label === takes[0])!;
    const source = files[input.analysis.path]!;
    const changed = source.slice(0, answer.span.start) + answer.text + source.slice(answer.span.end);
    expect(changed.slice(changed.lastIndexOf('\n', answer.span.start - 1) + 1).split('\n')[0]).toBe(takes[1]);
  }
  if (detail) expect(answers.find(({ label }) => label === detail[0])!.detail).toContain(detail[1]);
}

describe('completion of names', () => {
  it.each<[string, string, Expected]>([
    ['sections in a new file', '‸', { has: ['[Definition]', '[INCLUDES]', 'new filter'] }],
    ['sections behind a bracket', '[Defi‸\n', { has: ['[Definition]'], takes: ['[Definition]', '[Definition]'] }],
    ['a closed bracket once', '[Defi‸]\n', { takes: ['[Definition]', '[Definition]'] }],
    ['no section twice', '[Definition]\n\n[‸\n', { has: ['[Init]'], hasNot: ['[Definition]'] }],
    [
      'options of the section',
      '[Definition]\nfai‸',
      {
        has: ['failregex', 'datepattern', 'failregex with prefix'],
        hasNot: ['before', 'bantime'],
        takes: ['failregex', 'failregex = '],
      },
    ],
    ['options on an empty line', '[Definition]\n‸\n', { has: ['maxlines'] }],
    [
      'options behind the last line end',
      '[Definition]\nfailregex = a\n‸',
      { has: ['maxlines'], hasNot: ['failregex'] },
    ],
    [
      'options on an empty line behind a value',
      '[Definition]\nfailregex = a\n‸\nignoreregex =\n',
      { has: ['maxlines'], hasNot: ['failregex', 'ignoreregex'] },
    ],
    ['an option before its value', '[Definition]\nmax‸ = 5\n', { takes: ['maxlines', 'maxlines = 5'] }],
    ['options of includes', '[INCLUDES]\nb‸', { has: ['before', 'after'], hasNot: ['failregex'] }],
    [
      'what an overlay may set again',
      '[Definition]\n_d‸\n//- filter.d/a.conf\n[Definition]\n_daemon = x\n',
      { has: ['_daemon'] },
    ],
    ['nothing in comments', '[Definition]\n# fai‸\n', { hasNot: ['failregex'] }],
  ])('should offer %s', (_, text, expected) =>
    checkCompletion(text, expected, text.includes('//-') ? 'filter.d/a.local' : undefined),
  );

  it('should know jails and actions', () => {
    checkCompletion('[a]\nban‸', { has: ['bantime', 'banaction', 'new jail'], hasNot: ['actionban'] }, 'jail.conf');
    checkCompletion(
      '[Definition]\nact‸',
      { has: ['actionban', 'actionunban'], hasNot: ['failregex'] },
      'action.d/a.conf',
    );
    checkCompletion('[‸\n//- jail.conf\n[sshd]\nenabled = true\n', { has: ['[sshd]', '[DEFAULT]'] }, 'jail.local');
  });
});

describe('completion in values of a filter', () => {
  it.each<[string, string, Expected]>([
    [
      'tags',
      '[Definition]\nfailregex = ^a <‸\n',
      { has: ['<HOST>', '<ADDR>', '<F-USER>…</F-USER>'], takes: ['<HOST>', 'failregex = ^a <HOST>'] },
    ],
    ['tags in half a tag', '[Definition]\nfailregex = ^a <HO‸ST>$\n', { takes: ['<ADDR>', 'failregex = ^a <ADDR>$'] }],
    [
      'the closing tag',
      '[Definition]\nfailregex = ^<F-USER>a</‸\n',
      { has: ['</F-USER>'], takes: ['</F-USER>', 'failregex = ^<F-USER>a</F-USER>'] },
    ],
    ['tags on a line of their own', '[Definition]\nfailregex = a\n  ^b <‸\n', { has: ['<HOST>'] }],
    [
      'options as tags',
      '[Definition]\nfailregex = <‸\n_x = 1\n[Init]\nmyx = abc\n',
      { has: ['<myx>', '<_x>'], detail: ['<myx>', 'abc'] },
    ],
    ['no tag in a named group', '[Definition]\nfailregex = (?P<‸\n', { hasNot: ['<HOST>'] }],
    ['tags inside variables', '[Definition]\n_suff = ^a <‸\n', { has: ['<HOST>'] }],
    [
      'variables with their values',
      '[Definition]\n_d = sshd\nfailregex = ^%(‸ <HOST>\n',
      {
        has: ['%(_d)s', '%(__name__)s'],
        hasNot: ['%(failregex)s'],
        detail: ['%(_d)s', 'sshd'],
        takes: ['%(_d)s', 'failregex = ^%(_d)s <HOST>'],
      },
    ],
    [
      'variables where the bracket is closed',
      '[Definition]\n_d = sshd\nfailregex = ^%(_‸)s <HOST>\n',
      { takes: ['%(_d)s', 'failregex = ^%(_d)s <HOST>'] },
    ],
    [
      'variables of includes',
      '[INCLUDES]\nbefore = c.conf\n[Definition]\nfailregex = %‸\n//- filter.d/c.conf\n[DEFAULT]\n__px = p\n',
      { has: ['%(__px)s'] },
    ],
    [
      'known values of an overlay',
      '[Definition]\nfailregex = %(‸\n//- filter.d/a.conf\n[Definition]\nfailregex = a <HOST>\n',
      { has: ['%(known/failregex)s'] },
    ],
    [
      'date directives',
      '[Definition]\ndatepattern = ^%%Y-%%‸\n',
      { has: ['%%m', '%%ExY'], takes: ['%%m', 'datepattern = ^%%Y-%%m'] },
    ],
    [
      'date words',
      '[Definition]\ndatepattern = {‸}\n',
      { has: ['{^LN-BEG}', '{NONE}'], takes: ['{NONE}', 'datepattern = {NONE}'] },
    ],
    [
      'words of an enum',
      '[Definition]\nusedns = ‸\n',
      { has: ['yes', 'no', 'warn', 'raw'], takes: ['raw', 'usedns = raw'] },
    ],
    [
      'files to include',
      '[INCLUDES]\nbefore = ‸\n//- filter.d/common.conf\n[DEFAULT]\n',
      { has: ['common.conf'], hasNot: ['a.conf'] },
    ],
    [
      'its modes',
      '[Definition]\nfailregex = <mdre-<mode>>\nmdre-x = a <HOST>\nmdre-y = b <HOST>\nmode = ‸\n',
      { has: ['x', 'y'], takes: ['y', 'mode = y'] },
    ],
    ['regexes to begin with', '[Definition]\nfailregex = ‸\n', { has: ['regex with host'] }],
  ])('should offer %s', (_, text, expected) =>
    checkCompletion(
      text,
      expected,
      text.includes('known/') || text.includes('filter.d/a.conf') ? 'filter.d/a.local' : undefined,
    ),
  );
});

describe('completion in values of jails and actions', () => {
  const files =
    '\n//- filter.d/f.conf\n[Definition]\nfailregex = <mdre-<mode>>\nmdre-normal = a <HOST>\nmdre-ddos = b <HOST>\nmode = normal\n//- action.d/act.conf\n[Definition]\nactionban = ban <ip> <port>\n[Init]\nport = 22\n//- action.d/x.py\n';
  it.each<[string, string, Expected]>([
    ['filters', '[a]\nfilter = ‸', { has: ['f', '%(__name__)s'] }],
    [
      'parameters of a filter',
      '[a]\nfilter = f[‸',
      { has: ['mode', 'logtype'].slice(0, 1), hasNot: ['f'], takes: ['mode', 'filter = f[mode='] },
    ],
    ['parameters in closed brackets', '[a]\nfilter = f[‸]', { takes: ['mode', 'filter = f[mode=]'] }],
    ['modes', '[a]\nfilter = f[mode=‸]', { has: ['normal', 'ddos'], takes: ['ddos', 'filter = f[mode=ddos]'] }],
    ['modes in quotes', '[a]\nfilter = f[mode="d‸"]', { takes: ['ddos', 'filter = f[mode="ddos"]'] }],
    ['modes of the jail', '[f]\nfilter = %(__name__)s[mode=%(mode)s]\nmode = ‸', { has: ['normal', 'ddos'] }],
    ['actions', '[a]\naction = ‸', { has: ['act', 'x.py'], hasNot: ['f'] }],
    [
      'actions for a variable',
      '[DEFAULT]\naction_ = %(banaction)s[name=x]\naction_b = act\nbanaction = ‸',
      { has: ['act', '%(action_b)s'], hasNot: ['%(action_)s'] },
    ],
    ['actions of several jails', '[DEFAULT]\naction_mine = a‸', { has: ['act'], hasNot: ['%(action_mine)s'] }],
    [
      'parameters of an action that a variable names',
      '[DEFAULT]\nbanaction = act\naction_ = %(banaction)s[‸',
      { has: ['port'] },
    ],
    ['a second action', '[a]\naction = act[port=1]\n         a‸', { has: ['act'] }],
    ['parameters of an action', '[a]\naction = act[port=1, ‸', { has: ['actname'], hasNot: ['port'] }],
    ['parameters over lines', '[a]\naction = act[actname=x,\n   ‸]', { has: ['port'] }],
    ['times in words', '[a]\nbantime = ‸', { has: ['1h', '-1'], detail: ['1h', '1 hour'] }],
    ['backends', '[a]\nbackend = ‸', { has: ['auto', 'systemd'] }],
    ['truth', '[a]\nenabled = ‸', { has: ['true', 'false'] }],
    ['names of logs', '[DEFAULT]\nsshd_log = /var/log/auth.log\n[a]\nlogpath = ‸', { has: ['%(sshd_log)s'] }],
    ['how a log is read', '[a]\nlogpath = /var/log/a ‸', { has: ['head', 'tail'] }],
  ])('should offer %s', (_, text, expected) => checkCompletion(text + files, expected, 'jail.conf'));

  it('should offer tags in actions', () => {
    checkCompletion(
      '[Definition]\nactionban = ban <‸\n[Init]\nport = 1\n',
      { has: ['<ip>', '<matches>', '<port>'], hasNot: ['<HOST>'] },
      'action.d/a.conf',
    );
  });
});
