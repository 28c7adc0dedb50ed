import { describe, expect, it } from 'vitest';
import { createMemoryFileSystem } from '../host/memory-file-system.ts';
import { findSamples, readLogDirectives, type SampleRequest } from './samples.ts';

describe('readLogDirectives', () => {
  it.each([
    ['# fail2ban-lens: log=../logs/named.log', ['../logs/named.log']],
    [';; fail2ban-lens:log = "a b.log"  ', ['a b.log']],
    ['# fail2ban-lens: log=a.log\n[Definition]\n  # fail2ban-lens: log=b.log', ['a.log', 'b.log']],
    ['failregex = fail2ban-lens: log=a.log', []],
    ['# fail2ban-lens: log=', []],
  ])('should read %j', (text, logs) => expect(readLogDirectives(text).map(({ log }) => log)).toEqual(logs));

  it('should read a text once, however many of its jails ask', () => {
    const text = '# fail2ban-lens: log=a.log\n[x]\n[y]';
    expect(readLogDirectives(text)).toBe(readLogDirectives(`${text}`));
  });

  it('should tell the line', () => expect(readLogDirectives('\r\n\r\n# fail2ban-lens: log=a')[0]!.line).toBe(2));
});

const files = createMemoryFileSystem(
  Object.fromEntries(
    [
      '/etc/fail2ban/filter.d/my.conf',
      '/etc/fail2ban/filter.d/my.log',
      '/etc/fail2ban/samples/my.log',
      '/w/a.log',
      '/w/b.log',
      '/var/log/auth.log',
      '/var/log/auth.log.1',
      '/w/logs/x.log',
    ].map((path) => [path, '']),
  ),
);

function find(request: Partial<SampleRequest>): string[] {
  return findSamples({
    path: '/etc/fail2ban/filter.d/my.conf',
    names: ['my'],
    directives: [],
    setting: {},
    workspaceFolder: '/w',
    configurationFolder: '/etc/fail2ban',
    asked: null,
    chosen: null,
    visible: [],
    jails: [],
    files,
    isReadable: files.isFile,
    show: (path) => path,
    ...request,
  }).map(({ reason, label, detail, readable }) => `${reason}: ${label} | ${detail}${readable ? '' : ' (!)'}`);
}

const fixture = 'fixture: my.log | a sample of the filter’s name · /etc/fail2ban/filter.d/my.log';

describe('findSamples', () => {
  it.each<[string, Partial<SampleRequest>, string[]]>([
    [
      'a directive, relative to the file',
      { directives: [{ log: '../samples/my.log', line: 1 }] },
      ['directive: my.log | named by the comment in line 2 · /etc/fail2ban/samples/my.log', fixture],
    ],
    [
      'a setting by a pattern, relative to the workspace, with wildcards',
      { setting: { 'm*': ['*.log'], other: 'x' } },
      ['setting: 2 logs in /w | set for “m*” in fail2banLens.samples · /w/a.log, /w/b.log', fixture],
    ],
    [
      'what was asked for before all',
      { asked: ['/w/b.log'], chosen: ['/w/a.log'], visible: ['/w/logs/x.log'] },
      [
        'asked: b.log | asked for in this session · /w/b.log',
        'chosen: a.log | chosen for this workspace · /w/a.log',
        'visible: x.log | open in an editor · /w/logs/x.log',
        fixture,
      ],
    ],
    [
      'each log once, under its first reason',
      { chosen: ['/w/a.log'], visible: ['/w/a.log'] },
      ['chosen: a.log | chosen for this workspace · /w/a.log', fixture],
    ],
    [
      'a jail’s logpath with its mode and wildcards',
      { jails: [{ jail: 'sshd', logpath: ['/var/log/auth.log* tail'] }] },
      [fixture, 'logpath: 2 logs in /var/log | what jail [sshd] reads · /var/log/auth.log, /var/log/auth.log.1'],
    ],
    [
      'an unreadable log last, and say so',
      { directives: [{ log: '/nowhere.log', line: 0 }] },
      [fixture, 'directive: nowhere.log | named by the comment in line 1 · cannot be read · /nowhere.log (!)'],
    ],
    ['nothing for a filter that nobody knows', { path: '/w/odd.conf', names: ['odd'], configurationFolder: null }, []],
  ])('should offer %s', (_, request, expected) => expect(find(request)).toEqual(expected));
});
