import { describe, expect, it } from 'vitest';
import { createMemoryFileSystem } from '../host/memory-file-system.ts';
import { isRegexProblem } from './analyse-regexes.ts';
import { kindOfContent, placeOfFile } from './file-kind.ts';
import { includedFiles } from './includes-of.ts';
import { usesIn } from './names.ts';
import { parseIni } from '../ini/parser.ts';
import { configurationFiles, Workspace } from './workspace.ts';

describe('the kind of a file', () => {
  it.each([
    ['/etc/fail2ban/filter.d/sshd.conf', 'filter', '/etc/fail2ban', 'filter.d/sshd'],
    ['/etc/fail2ban/filter.d/sshd.local', 'filter', '/etc/fail2ban', 'filter.d/sshd'],
    ['/etc/fail2ban/filter.d/sshd.d/10.conf', 'filter', '/etc/fail2ban', 'filter.d/sshd'],
    ['/etc/fail2ban/action.d/x.conf', 'action', '/etc/fail2ban', 'action.d/x'],
    ['/etc/fail2ban/jail.local', 'jail', '/etc/fail2ban', 'jail'],
    ['/etc/fail2ban/jail.d/a.conf', 'jail', '/etc/fail2ban', 'jail'],
    ['/etc/fail2ban/fail2ban.d/a.local', 'fail2ban', '/etc/fail2ban', 'fail2ban'],
  ])('should be told by the path %s', (path, kind, configDir, readerName) => {
    expect(placeOfFile(path)).toEqual({ kind, configDir, readerName });
  });

  it.each(['/etc/fail2ban/paths-debian.conf', '/etc/fail2ban/filter.d/x.py', '/home/me/x.conf'])(
    'should not be told by the path %s',
    (path) => {
      expect(placeOfFile(path)).toBeUndefined();
    },
  );

  it.each([
    ['[Definition]\nfailregex = x', 'filter'],
    ['[Definition]\nactionban = x', 'action'],
    ['[Definition]\nloglevel = x', 'fail2ban'],
    ['[sshd]\nenabled = true', 'jail'],
    ['[Definition]\nx = 1', undefined],
  ])('should be told by the content %j', (text, kind) => {
    expect(kindOfContent(parseIni(text, '/x').tree)).toBe(kind);
  });
});

describe('the names in a file', () => {
  it('should be found where they are used', () => {
    const text = '[Definition]\nfailregex = ^%(a)s <b> <known/c> %%(no)s (?P<no>x) <HOST>\n  %(sec/D)s\n';
    const uses = usesIn(parseIni(text, '/x').tree).map(({ form, from, name, span, nameSpan }) => [
      form,
      from,
      name,
      text.slice(span.start, span.end),
      text.slice(nameSpan.start, nameSpan.end),
    ]);
    expect(uses).toEqual([
      ['percent', undefined, 'a', '%(a)s', 'a'],
      ['tag', undefined, 'b', '<b>', 'b'],
      ['tag', 'known', 'c', '<known/c>', 'c'],
      ['tag', undefined, 'HOST', '<HOST>', 'HOST'],
      ['percent', 'sec', 'D', '%(sec/D)s', 'D'],
    ]);
  });

  it('should be those of included files, too', () => {
    const text = '[INCLUDES]\nbefore = a.conf\n  sub/b.conf\nafter = /c.conf\n';
    expect(
      includedFiles(parseIni(text, '/etc/filter.d/x.conf').tree).map(({ option, path }) => [option, path]),
    ).toEqual([
      ['before', '/etc/filter.d/a.conf'],
      ['before', '/etc/filter.d/sub/b.conf'],
      ['after', '/c.conf'],
    ]);
  });
});

function filterText(regex: string): string {
  return `[INCLUDES]\nbefore = common.conf\n[Definition]\nfailregex = ${regex}\n`;
}

describe('a workspace', () => {
  const files: Record<string, string> = {
    '/c/filter.d/common.conf': '[DEFAULT]\nwho = \\S+\n',
    '/c/filter.d/x.conf': filterText('^%(who)s <HOST>'),
    '/c/filter.d/y.conf': '[Definition]\nfailregex = ^y <HOST>\n',
    '/c/jail.conf': '[j]\nenabled = true\nfilter = x\n',
    '/c/readme.txt': '',
  };
  const open = () => {
    const now = { ...files };
    return { now, workspace: new Workspace(createMemoryFileSystem(now), { fail2ban: '1.1', python: '3.11' }) };
  };
  const regexOf = (workspace: Workspace, path: string) => {
    const regex = workspace.analyse(path)!.filter!.variants[0]!.regexes.failregex[0]!;
    return isRegexProblem(regex) ? regex.message : regex.configured.text;
  };

  it('should analyse a file once while nothing changes', () => {
    const { workspace } = open();
    expect(workspace.analyse('/c/filter.d/x.conf')).toBe(workspace.analyse('/c/filter.d/x.conf'));
    expect(workspace.analyse('/c/filter.d/none.conf')).toBeUndefined();
  });

  it('should see what files mean together', () => {
    const { workspace } = open();
    expect(regexOf(workspace, '/c/filter.d/x.conf')).toBe('^\\S+ <HOST>');
    expect(workspace.analyse('/c/filter.d/common.conf')!.includedBy()).toEqual(['/c/filter.d/x.conf']);
    expect(workspace.analyse('/c/jail.conf')!.jails!.jails.map(({ name, enabled }) => [name, enabled])).toEqual([
      ['j', true],
    ]);
  });

  it('should make stale what includes a changed file, and nothing else', () => {
    const { now, workspace } = open();
    for (const path of Object.keys(files)) workspace.analyse(path);
    const other = workspace.analyse('/c/filter.d/y.conf')!.filter;
    now['/c/filter.d/common.conf'] = '[DEFAULT]\nwho = root\n';
    expect(workspace.change(['/c/filter.d/common.conf']).sort()).toContain('/c/filter.d/x.conf');
    expect(regexOf(workspace, '/c/filter.d/x.conf')).toBe('^root <HOST>');
    expect(workspace.analyse('/c/filter.d/y.conf')!.filter).toBe(other);
  });

  it('should not make stale what is not included by a file that changes or appears, and tell of what is', () => {
    const { now, workspace } = open();
    for (const path of Object.keys(files)) workspace.analyse(path);
    now['/c/filter.d/y.conf'] = '[Definition]\nfailregex = ^y2 <HOST>\n';
    now['/c/filter.d/new.conf'] = '[Definition]\nfailregex = ^n <HOST>\n';
    expect(workspace.change(['/c/filter.d/y.conf', '/c/filter.d/new.conf'])).toEqual(['/c/filter.d/y.conf']);
    expect(workspace.takeStale()).toEqual([]);

    for (const path of Object.keys(files))
      expect(workspace.analyse(path)!.includedBy()).not.toContain('/c/filter.d/y.conf');
    now['/c/filter.d/new.conf'] = '[INCLUDES]\nbefore = y.conf\n';
    workspace.change(['/c/filter.d/new.conf']);
    expect(workspace.analyse('/c/filter.d/y.conf')!.includedBy()).toEqual(['/c/filter.d/new.conf']);
    expect(workspace.takeStale()).toEqual(['/c/filter.d/y.conf']);

    delete now['/c/filter.d/new.conf'];
    workspace.change(['/c/filter.d/new.conf']);
    expect(workspace.takeStale()).toEqual(['/c/filter.d/y.conf']);
    expect(workspace.analyse('/c/filter.d/y.conf')!.includedBy()).toEqual([]);
  });

  it('should notice a file that appears', () => {
    const { now, workspace } = open();
    expect(regexOf(workspace, '/c/filter.d/x.conf')).toBe('^\\S+ <HOST>');
    now['/c/filter.d/x.local'] = '[Definition]\nfailregex = ^new <HOST>\n';
    expect(workspace.change(['/c/filter.d/x.local'])).toContain('/c/filter.d/x.conf');
    expect(regexOf(workspace, '/c/filter.d/x.conf')).toBe('^new <HOST>');
  });

  it('should compile a filter in each of its modes', () => {
    const { now, workspace } = open();
    now['/c/filter.d/x.conf'] =
      '[Definition]\nfailregex = ^a <HOST>\n  <mdre-<mode>>\nmode = a\nmdre-a = ^1 <HOST>\nmdre-b = ^2 <HOST>\nmdre-b-other =\n';
    expect(
      workspace
        .analyse('/c/filter.d/x.conf')!
        .filter!.variants.map(({ mode, resolved }) => [mode, resolved.failregex.at(-1)!.text]),
    ).toEqual([
      [undefined, '^1 <HOST>'],
      ['a', '^1 <HOST>'],
      ['b', '^2 <HOST>'],
      ['b-other', '^a <HOST>'],
    ]);
  });

  it('should list the files that fail2ban would read', () => {
    expect(configurationFiles(createMemoryFileSystem(files), '/c')).toEqual([
      '/c/filter.d/common.conf',
      '/c/filter.d/x.conf',
      '/c/filter.d/y.conf',
      '/c/jail.conf',
    ]);
  });

  it('should list files that fail2ban passes over for their names, but not what is put aside', () => {
    const misnamed = { '/c/jail.d/app': '', '/c/filter.d/app.txt': '', '/c/filter.d/x.conf.bak': '', '/c/README': '' };
    expect(configurationFiles(createMemoryFileSystem({ ...misnamed, '/c/jail.d/README': '' }), '/c')).toEqual([
      '/c/filter.d/app.txt',
      '/c/jail.d/app',
    ]);
  });
});
