import { describe, expect, it } from 'vitest';
import { fixtureWorkspace } from '../../testing/fixture-workspace.ts';
import { hover } from './hover.ts';

/** Hovers at the cursor: the marked piece is what it is about, and its words hold each of `words`. */
function checkHover(text: string, words: readonly string[], path?: string): void {
  const { input, offset, selections } = fixtureWorkspace(text, path === undefined ? {} : { path });
  const answer = hover(input, offset);
  expect(answer, 'a hover').toBeDefined();
  for (const word of words) expect(answer!.markdown).toContain(word);
  if (selections.length > 0) expect(answer!.span).toEqual({ start: selections[0]!.start, end: selections[0]!.end });
}

describe('hover in filters', () => {
  it.each<[string, string, string[]]>([
    ['a section', '⟦[Defi‸nition]⟧\nfailregex = a', ['**[Definition]**', 'The options that fail2ban reads']],
    [
      'an option with what it means and is worth',
      '[Definition]\n⟦max‸lines⟧ = 5\n',
      ['**maxlines**', 'How many log lines', 'Value: `5`', 'Where it is not set: `1`'],
    ],
    ['a variable of the author', '[Definition]\n⟦_dae‸mon⟧ = sshd\n', ['a variable', '`%(_daemon)s`', 'Value: `sshd`']],
    [
      'a reference',
      '[Definition]\n_d = sshd\nfailregex = ^⟦%(_‸d)s⟧ <HOST>$\n',
      ['`%(_d)s`', 'sshd', 'Written in filter\\.d/a\\.conf:2'],
    ],
    [
      'a reference into an include',
      '[INCLUDES]\nbefore = c.conf\n[Definition]\nfailregex = ^⟦%(__p‸x)s⟧<HOST>$\n//- filter.d/c.conf\n[Definition]\n_d = X\n__px = a%(_d)s\n',
      ['aX', 'c\\.conf:3', 'c\\.conf:2'],
    ],
    ['a reference to nothing', '[Definition]\nfailregex = ⟦%(no‸ne)s⟧<HOST>\n', ['Not set']],
    [
      'a tag with what it becomes',
      '[Definition]\nfailregex = ^a ⟦<HO‸ST>⟧$\n',
      ['usual failure id', '(?P<ip4>', '(?P<dns>'],
    ],
    ['a tag under usedns', '[Definition]\nusedns = no\nfailregex = ^a <HO‸ST>$\n', ['\n\\[?(?:(?:::f']],
    ['an opening tag', '[Definition]\nfailregex = ^<F-US‸ER>a</F-USER> <HOST>$\n', ['A user name', '(?P<user>']],
    ['a closing tag', '[Definition]\nfailregex = ^<F-USER>a⟦</F-U‸SER>⟧ <HOST>$\n', ['Becomes:\n```regex\n)\n```']],
    [
      'a tag that is an option',
      '[Definition]\nfailregex = ^⟦<my‸x>⟧ <HOST>$\n[Init]\nmyx = abc\n',
      ['the option `myx`', 'abc'],
    ],
    [
      'a tag that another tag makes',
      '[Definition]\nfailregex = ⟦<mdre-<mo‸de>>⟧\nmdre-x = ^a <HOST>\nmode = x\n',
      ['`<mode>` is `x`', '^a <HOST>', 'a\\.conf:3'],
    ],
    [
      'a tag that becomes nothing',
      '[Definition]\nfailregex = ⟦<mdre-<mo‸de>>⟧\n  ^a <HOST>\nmdre-x =\nmode = x\n',
      ['Becomes nothing'],
    ],
    [
      'a variable that holds tags',
      '[Definition]\n_p = <my>b\nfailregex = ⟦%(_‸p)s⟧ <HOST>\n[Init]\nmy = a\n',
      ['<my>b', 'With its tags replaced:\n```\nab\n```'],
    ],
    [
      'a regex with its groups',
      '[Definition]\nfailregex = ^bad ‸user <F-USER>\\S+</F-USER> from <ADDR>$\n',
      ['**failregex** as Python sees it', '(?P<user>\\S+)', '1 `user`, 2 `ip4`, 3 `ip6`'],
    ],
    [
      'a regex that does not compile',
      '[Definition]\nfailregex = ^ba‸d ( <HOST>$\n',
      ['missing \\), unterminated subpattern'],
    ],
    ['a date directive', '[Definition]\ndatepattern = ^⟦%%‸Y⟧-%%m\n', ['Year with four digits']],
    ['a date word', '[Definition]\ndatepattern = ⟦{^LN-‸BEG}⟧\n', ['start of the line']],
    [
      'a value that an overlay changes',
      '[Definition]\n⟦m‸axlines⟧ = 1\n//- filter.d/a.local\n[Definition]\nmaxlines = 7\n',
      ['Value: `7`', 'Also set in filter\\.d/a\\.local:2'],
    ],
  ])('should tell of %s', (_, text, words) => checkHover(text, words));

  it('should tell nothing in comments and blank lines', () => {
    for (const text of [
      '# com‸ment\n[Definition]\n',
      '[Definition]\n‸\nfailregex = a\n',
      '[Definition]\na = b\n# fail‸regex\n',
    ]) {
      const { input, offset } = fixtureWorkspace(text);
      expect(hover(input, offset)).toBeUndefined();
    }
  });

  it('should show text from files as code only', () => {
    checkHover('[Definition]\n_d = [x](command:y) `` <b>\nfailregex = %(_‸d)s <HOST>\n', [
      '```\n[x](command:y) `` <b>\n```',
    ]);
    checkHover('[Definition]\na‸ = `x`\n', ['`` `x` ``']);
    checkHover('[Definition]\na[x](com‸mand) = 1\n', ['a\\[x\\]\\(command']);
  });
});

describe('hover in jails', () => {
  const files =
    '//- filter.d/f.conf\n[Definition]\nfailregex = <mdre-<mode>>\nmdre-normal = a <HOST>\nmdre-ddos = b <HOST>\nmode = normal\n//- action.d/act.conf\n[Definition]\nactionban = ban <ip> <port>\n[Init]\nport = 22\n';
  it.each<[string, string, string[]]>([
    [
      'a jail',
      '[‸a]\nfilter = f\nbantime = 90m\nlogpath = /var/log/a.log\n',
      ['**jail a**', 'filter: `f`', '`/var/log/a.log`', 'bantime: 1 hour 30 minutes'],
    ],
    ['a time in words', '[a]\nfilter = f\nbantime = 9‸0m\n', ['1 hour 30 minutes']],
    ['a ban for ever', '[a]\nfilter = f\nbantime = -‸1\n', ['for ever']],
    ['a filter', '[a]\nfilter = ⟦‸f⟧[mode=ddos]\n', ['**filter f**', 'Modes: `normal`, `ddos`']],
    ['a mode', '[a]\nfilter = f[⟦mo‸de⟧=ddos]\n', ['One of `normal`, `ddos`', 'Without brackets: `normal`']],
    ['an action', '[a]\nfilter = f\naction = ⟦a‸ct⟧[port=23]\n', ['**action act**', '`port`']],
    [
      'a parameter',
      '[a]\nfilter = f\naction = act[⟦po‸rt⟧=23]\n',
      ['an option of the action `act`', 'Without brackets: `22`'],
    ],
    [
      'a parameter of an action of several jails',
      '[DEFAULT]\naction_mine = %(action_)s\n   act[⟦po‸rt⟧=23]\n',
      ['an option of the action `act`'],
    ],
    [
      'an action that a variable names in part',
      '[DEFAULT]\npart = a\naction_ = ⟦%(part)sc‸t⟧[port=23]\n',
      ['**action act**'],
    ],
    [
      'a parameter of an action that a variable names',
      '[DEFAULT]\nbanaction = act\naction_ = %(banaction)s[⟦po‸rt⟧=23]\n',
      ['an option of the action `act`', 'Without brackets: `22`'],
    ],
    ['the name of the section', '[a]\nfilter = ⟦%(__na‸me__)s⟧\n', ['The name of the section: `a`']],
  ])('should tell of %s', (_, text, words) => checkHover(text + files, words, 'jail.conf'));
});

describe('hover in actions', () => {
  it.each<[string, string, string[]]>([
    ['a tag', '[Definition]\nactionban = ban ⟦<i‸p>⟧\n', ['The banned address']],
    ['an option', '[Definition]\nact‸ionban = ban <ip>\n', ['Commands that ban a host']],
    [
      'a parameter with another value for some addresses',
      '[Definition]\nactionban = ⟦<cm‸d>⟧ x\n[Init]\ncmd = a4\n[Init?family=inet6]\ncmd = a6\n',
      ['Becomes:\n```\na4', 'with `family=inet6`: `a6`'],
    ],
    ['a parameter', '[Definition]\nactionban = ban ⟦<po‸rt>⟧\n[Init]\nport = 22\n', ['the option `port`', '22']],
  ])('should tell of %s', (_, text, words) => checkHover(text, words, 'action.d/a.conf'));
});

describe('hover in fail2ban.conf', () => {
  it.each<[string, string, string[]]>([
    ['a time', '[Definition]\ndbpurgeage = ⟦1‸d⟧\n', ['1 day']],
    ['a time under [DEFAULT], where the stock file has it', '[DEFAULT]\ndbpurgeage = ⟦1‸d⟧\n[Definition]\n', ['1 day']],
    ['an option of threads', '[Definition]\n[Thread]\n⟦stack‸size⟧ = 64\n', ['Value: `64`']],
  ])('should tell of %s', (_, text, words) => checkHover(text, words, 'fail2ban.conf'));
});
