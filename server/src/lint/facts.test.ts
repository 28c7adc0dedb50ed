import { describe, expect, it } from 'vitest';
import { lintFolder, readMarkedFolder } from '../../testing/check-rule.ts';

const filter = '//- filter.d/f.conf\n[Definition]\nfailregex = ^bad <HOST>$\n';
const action = '//- action.d/a.conf\n[Definition]\nactionban = echo <ip>\n';
const off = 'enabled = false\nfilter = f[mode=%(mode)s]\nmode = normal\nlogpath = /var/log/x\n';

/** `rule severity: message` of all findings. */
function findingsOf(text: string): string[] {
  const { files } = readMarkedFolder(text, 'jail.conf');
  return lintFolder(files).map(({ rule, severity, message }) => `${rule} ${severity}: ${message}`);
}

describe('an error in a jail that is switched off', () => {
  it.each([
    ['backend = %(x)s', 'unknown-reference', 'backend'],
    ['mode = %(x)s', 'unknown-reference', 'filter'],
    ['mode = %(mode)s', 'reference-too-deep', 'filter'],
    ['filter = f[mode=%(mode]', 'broken-reference', 'filter'],
    ['enabled = 50%', 'percent-not-doubled', 'enabled'],
  ])('should be an error where fail2ban reads the option all the same: %s', (line, rule, option) => {
    const name = line.split(' ')[0]!;
    const lines = off.split('\n').filter((one) => !one.startsWith(`${name} `));
    const found = findingsOf(`[j]\n${lines.join('\n')}${line}\n${filter}`);
    expect(found.filter((one) => one.startsWith(`${rule} error: `))).toEqual([
      expect.stringContaining(`fail2ban reads ${option} of every jail, also of one that is switched off`),
    ]);
  });

  it.each(['logpath = %(x)s', 'bantime = %(bantime)s', 'action = %(x', 'port = 50%'])(
    'should be no error where fail2ban does not read the option: %s',
    (line) => {
      const found = findingsOf(`[j]\n${off.replace(/logpath.*\n/, '')}${line}\n${filter}`);
      expect(found.filter((one) => one.includes(' error: '))).toEqual([]);
    },
  );

  it('should be an error in [DEFAULT] where a jail reads it', () => {
    const found = findingsOf(`[DEFAULT]\nbackend = %(x)s\n[j]\n${off}${filter}`);
    expect(found).toEqual([expect.stringMatching(/^unknown-reference error: .*no jail starts/)]);
    expect(findingsOf(`[DEFAULT]\nbackend = %(x)s\n${filter}`)).toEqual([]);
  });
});

describe('an error in an option that nobody reads', () => {
  it('should be a warning in an action', () => {
    expect(findingsOf(`[j]\n${off}${filter}${action}mine = %(x)s\n`)).toEqual([
      expect.stringMatching(/^unknown-reference warning: .*fail2ban does not read this option/),
    ]);
  });

  it('should be an error where a tag names it', () => {
    expect(findingsOf(`[j]\n${off}${filter}${action}mine = %(x)s\nactionunban = echo <mine>\n`)).toEqual([
      expect.stringMatching(/^unknown-reference error: /),
    ]);
  });
});

describe('fail2ban.conf', () => {
  it('should be told of an error in what the client reads first', () => {
    expect(findingsOf('//- fail2ban.conf\n[Definition]\nloglevel = INFO\nsocket = %(x)s\n')).toEqual([
      expect.stringMatching(/^unknown-reference error: .*option 'socket'/),
    ]);
  });
});

describe('values that a jail sets', () => {
  const on = '[j]\nenabled = true\nfilter = f\naction = a\nlogpath = /var/log/x\n';

  it.each(['bantime.maxtime =', 'bantime.rndtime =', 'maxretry = 3'])(
    'should be taken as fail2ban does: %s',
    (line) => {
      expect(findingsOf(`${on}${line}\n${filter}${action}`)).toEqual([]);
    },
  );

  it.each([
    ['bantime = <bantime>', 'not-a-time error', 'it is no time'],
    ['maxlines = x', 'not-a-number warning', 'goes on as if the option were not set'],
    ['maxretry = x', 'not-a-number error', 'without one the server does not start'],
    ['logtimezone = Europe/Paris', 'refused-value error', 'the server does not start'],
    ['ignorecache = 5m', 'refused-value error', 'the server does not start'],
    ['ignorecache = key=x, max-time=7 bears', 'refused-value error', 'the server does not start'],
    ['logencoding = utf-9', 'refused-value error', 'the server does not start'],
    ['bantime.increment = true\nbantime.multipliers = 1  2', 'refused-value error', 'the server does not start'],
  ])('should be refused as fail2ban does: %s', (line, finding, effect) => {
    expect(findingsOf(`${on}${line}\n${filter}${action}`)).toEqual([
      expect.stringMatching(new RegExp(`^${finding}: .*${effect}`)),
    ]);
  });

  it.each([
    ['logpath = /var/log/my app.log', 'blank-in-logpath error: .*the server does not start'],
    ['backend = nonesuch', 'unknown-word error: .*the server does not start'],
  ])('should be said to keep the server from starting: %s', (line, finding) => {
    expect(findingsOf(`${on.replace(/logpath.*\n/, '')}${line}\n${filter}${action}`)).toEqual([
      expect.stringMatching(new RegExp(`^${finding}`)),
    ]);
  });
});

describe('a jail without a filter', () => {
  it('should hear of its missing action alone where it has a failregex', () => {
    expect(findingsOf('[j]\nenabled = true\nfailregex = ^bad <HOST>$\nlogpath = /l\naction = nonesuch\n')).toEqual([
      expect.stringMatching(/^action-not-found error/),
    ]);
  });
});

describe('a jail whose filter is not there', () => {
  const jail = '[j]\nenabled = true\nfilter = "f"\nlogpath = app.log\nbantime = "10m"\nmaxretry = three\n';

  it('should be told of its other mistakes, too, and that the server starts without it', () => {
    const found = findingsOf(`${jail}${filter}`);
    expect(found.map((one) => one.split(' ')[0]).sort()).toEqual([
      'filter-not-found',
      'no-log-file',
      'not-a-number',
      'not-a-time',
    ]);
    expect(found.join('\n')).toContain('Quotes are a part of the name');
    expect(found.join('\n')).not.toContain('the server does not start');
  });

  it('should be told of in the file that it stands in alone', () => {
    const { files } = readMarkedFolder(
      `[DEFAULT]\nfilter = %(__name__)s\n[j]\nenabled = true\n//- jail.d/x.conf\n[k]\nbantime = 1h\n${filter}`,
      'jail.conf',
    );
    const places = lintFolder(files).flatMap(({ rule, place }) => (rule === 'filter-not-found' ? [place.file] : []));
    expect(places.sort()).toEqual(['/c/jail.conf', '/c/jail.d/x.conf']);
  });
});
