import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { beforeEach, describe, expect, it } from 'vitest';
import type { CodeLens } from 'vscode-languageserver-protocol/node';
import { lensMethod, type Baseline, type LensRequests, type LineChanges } from '../../src/protocol.ts';
import { clientInFolder } from '../client-in-folder.ts';
import { type TestClient } from '../protocol-client.ts';

const log = [
  '2025-07-11 05:40:23 app: refused 192.0.2.1',
  '2025-07-11 05:40:24 app: refused 192.0.2.2 again',
  '2025-07-11 05:40:25 app: denied 192.0.2.3',
  '2025-07-11 05:40:26 app: hello',
  '',
].join('\n');
const saved = '[Definition]\nfailregex = refused <HOST>$\n';

const { path: root, uriOf, write, start } = clientInFolder('edit changes');
beforeEach(() => {
  write('filter.d/app.conf', saved);
  write('logs/app.log', log);
});

async function openFilter(text = saved, name = 'app'): Promise<TestClient> {
  const uri = uriOf(`filter.d/${name}.conf`);
  const client = await start({
    context: { visibleSubjects: [uri], chosen: { [uri]: [uriOf('logs/app.log')] } },
    folders: [{ uri: pathToFileURL(root()).href, name: 'edited' }],
  });
  await client.open(uri, text);
  await client.runEnd({ uri });
  return client;
}

const subject = () => ({ uri: uriOf('filter.d/app.conf') });

function changes(of: TestClient): Promise<LineChanges | null> {
  return of.request(lensMethod('changes'), { subject: subject() });
}

async function lensTitles(of: TestClient): Promise<string[]> {
  const lenses = await of.request<CodeLens[]>('textDocument/codeLens', { textDocument: subject() });
  return lenses.map(({ command }) => command!.title);
}

function changeLens(of: TestClient): Promise<string> {
  return of.until(
    async () => (await lensTitles(of)).find((title) => /since |against |^the same/.test(title)),
    'the lens of the change',
  );
}

describe('what an edit changes', () => {
  it('should be told since the file was saved, by line, with what was and what is', async () => {
    const of = await openFilter(
      '[Definition]\nfailregex = refused <HOST> again$\n            (?:app|denied): denied <HOST>$\n',
    );
    const expected = {
      reference: 'since the saved file',
      counts: { gained: 2, lost: 1, changed: 0 },
      problem: null,
      lines: [
        { kind: 'lost', line: 0, words: 'was 192.0.2.1 by failregex 1, now missed' },
        { kind: 'gained', line: 1, words: 'was missed, now 192.0.2.2 by failregex 1' },
        { kind: 'gained', line: 2, words: 'was missed, now 192.0.2.3 by failregex 2' },
      ],
    };
    expect(await changes(of)).toMatchObject(expected);
    expect(await changeLens(of)).toBe('+2 −1 lines since the saved file');
    const { total, lines } = await of.request<LensRequests['lines']['result']>(lensMethod('lines'), {
      subject: subject(),
      selection: { change: 'gained' },
      offset: 0,
      limit: 10,
    });
    expect([total, lines.map(({ text }) => text)]).toEqual([2, log.split('\n').slice(1, 3)]);
  });

  it('should be listed over all logs, each line with what it was and is and where it stands', async () => {
    write('logs/other.log', '2025-07-11 05:40:23 app: denied 192.0.2.9\n');
    const of = await openFilter('[Definition]\nfailregex = denied <HOST>$\n');
    const [first, second] = ['logs/app.log', 'logs/other.log'].map(uriOf) as [string, string];
    await of.lens('test', { subject: subject(), logs: [first, second] });
    const { text, links } = await of.lens('document', { document: { kind: 'changes', subject: subject() } });
    expect(text).toBe(
      [
        '+2 −1 lines since the saved file',
        join(root(), 'logs/app.log'),
        `− 1  ${log.split('\n')[0]!}`,
        '     was 192.0.2.1 by failregex 1, now missed',
        `+ 3  ${log.split('\n')[2]!}`,
        '     was missed, now 192.0.2.3 by failregex 1',
        join(root(), 'logs/other.log'),
        '+ 1  2025-07-11 05:40:23 app: denied 192.0.2.9',
        '     was missed, now 192.0.2.9 by failregex 1',
        '',
      ].join('\n'),
    );
    expect(links.map(({ target }) => [target.uri, target.range.start.line])).toEqual([
      [first, 0],
      [first, 0],
      [first, 2],
      [second, 0],
      [second, 0],
    ]);
    await of.change(subject().uri, 2, [{ text: saved }]);
    expect((await of.lens('document', { document: { kind: 'changes', subject: subject() } })).text).toContain(
      'The edit changes no line',
    );
  });

  it('should be nothing for a file as it is saved, or with another comment', async () => {
    const of = await openFilter();
    expect(await changes(of)).toBeNull();
    await of.change(subject().uri, 2, [
      { range: { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } }, text: '# why\n' },
    ]);
    expect(await changes(of)).toBeNull();
    expect((await lensTitles(of)).filter((title) => title.includes('since'))).toEqual([]);
  });

  it('should be told since the baseline that the editor gives, includes as they were there', async () => {
    write('filter.d/words.conf', '[Definition]\n_word = (?:refused|denied)\n');
    const text = '[INCLUDES]\nbefore = words.conf\n[Definition]\nfailregex = %(_word)s <HOST>$\n';
    write('filter.d/app.conf', text);
    const of = await openFilter(text);
    expect(await changes(of)).toBeNull();
    const baseline: Baseline = {
      kind: 'revision',
      isAsked: false,
      folder: pathToFileURL(root()).href,
      name: 'HEAD',
      files: [{ uri: uriOf('filter.d/words.conf'), text: '[Definition]\n_word = refused\n' }],
    };
    await of.connection.sendNotification(lensMethod('baselines'), { baselines: [baseline] });
    expect(await changeLens(of)).toBe('+1 −0 lines since HEAD');
    // A file of another folder is none of this one's.
    await of.connection.sendNotification(lensMethod('baselines'), {
      baselines: [{ ...baseline, folder: uriOf('logs') }],
    });
    expect(await changes(of)).toBeNull();
  });

  it('should be told with the baseline that comes while it is asked', async () => {
    const of = await openFilter();
    const answer = changes(of);
    const before = [{ uri: uriOf('filter.d/app.conf'), text: saved.replace('refused', 'denied') }];
    await of.connection.sendNotification(lensMethod('baselines'), {
      baselines: [{ kind: 'revision', folder: uriOf(''), name: 'HEAD', isAsked: false, files: before }],
    });
    expect(await answer).toMatchObject({ reference: 'since HEAD', counts: { gained: 1, lost: 1 } });
  });

  it('should not be told of a file that is new, nor as a count where the old filter does not load', async () => {
    const of = await openFilter();
    const baseline = (text: string | null): Baseline[] => [
      {
        kind: 'revision',
        isAsked: false,
        folder: pathToFileURL(root()).href,
        name: 'HEAD',
        files: [{ uri: subject().uri, text }],
      },
    ];
    await of.connection.sendNotification(lensMethod('baselines'), { baselines: baseline(null) });
    expect(await changes(of)).toBeNull();
    for (const text of ['[Definition]\nfailregex = (<HOST>$\n', '[Definition]\nfailregex = %(no)s <HOST>\n', 'x\n']) {
      await of.connection.sendNotification(lensMethod('baselines'), { baselines: baseline(text) });
      expect(await changes(of)).toMatchObject({
        counts: { gained: 0, lost: 0, changed: 0 },
        problem: 'fail2ban would not load the filter of HEAD',
      });
      expect(await changeLens(of)).toBe('? lines since HEAD: fail2ban would not load the filter of HEAD');
    }
  });

  it('should say where all lines are treated as before, and what is ignored now', async () => {
    const of = await openFilter('[Definition]\nfailregex = refused (?:<HOST>)$\n');
    expect(await changeLens(of)).toBe('the same lines as the saved file');
    await of.change(subject().uri, 2, [
      { range: { start: { line: 2, character: 0 }, end: { line: 2, character: 0 } }, text: 'ignoreregex = 2\\.1\n' },
    ]);
    const after = await of.until(async () => {
      const found = await changes(of);
      return found !== null && found.counts.lost > 0 && found;
    }, 'the change after the edit');
    expect(after.lines).toMatchObject([{ kind: 'lost', words: 'was 192.0.2.1 by failregex 1, now ignored' }]);
    expect(readFileSync(join(root(), 'filter.d/app.conf'), 'utf8')).toBe(saved);
  });

  it('should be told against the packaged version, of a .local and of the .conf below it', async () => {
    write('filter.d/app.local', '[Definition]\nfailregex = %(known/failregex)s\n            denied <HOST>$\n');
    const of = await openFilter();
    const tell = (baselines: readonly Baseline[]) =>
      of.connection.sendNotification(lensMethod('baselines'), { baselines });
    await tell([{ kind: 'packaged' }]);
    expect(await changeLens(of)).toBe('+1 −0 lines against the packaged version');
    const local = { uri: uriOf('filter.d/app.local') };
    await of.open(local.uri, '[Definition]\nfailregex = %(known/failregex)s\n            hello|denied <HOST>$\n');
    await of.lens('test', { subject: local, logs: [uriOf('logs/app.log')] });
    expect(await of.lens('changes', { subject: local })).toMatchObject({
      reference: 'against the packaged version',
      counts: { gained: 1, lost: 0, changed: 0 },
    });
    write('filter.d/own.local', saved);
    const own = { uri: uriOf('filter.d/own.local') };
    await of.open(own.uri, saved);
    await of.lens('test', { subject: own, logs: [uriOf('logs/app.log')] });
    expect(await of.lens('changes', { subject: own })).toMatchObject({
      problem: 'there is no filter or jail of this name in the packaged version',
    });
    rmSync(join(root(), 'filter.d/app.local'));
    rmSync(join(root(), 'filter.d/own.local'));
  });

  it('should be told against another folder of configuration, read anew when that changes', async () => {
    write('server/filter.d/app.conf', '[Definition]\nfailregex = denied <HOST>$\n');
    const of = await openFilter();
    await of.connection.sendNotification(lensMethod('baselines'), {
      baselines: [{ kind: 'configuration', folder: uriOf('server') }],
    });
    expect(await changeLens(of)).toBe(`+1 −1 lines against ${join(root(), 'server')}`);
    write('server/filter.d/app.conf', saved);
    await of.connection.sendNotification('workspace/didChangeWatchedFiles', {
      changes: [{ uri: uriOf('server/filter.d/app.conf'), type: 2 }],
    });
    expect(
      await of.until(
        async () => (await lensTitles(of)).find((title) => title.startsWith('the same')),
        'the lens of the same',
      ),
    ).toBe(`the same lines as ${join(root(), 'server')}`);
    rmSync(join(root(), 'server'), { recursive: true });
    await of.connection.sendNotification('workspace/didChangeWatchedFiles', {
      changes: [{ uri: uriOf('server/filter.d/app.conf'), type: 3 }],
    });
    expect(
      await of.until(async () => (await lensTitles(of)).find((title) => title.startsWith('?')), 'the lens of nothing'),
    ).toBe(
      `? lines against ${join(root(), 'server')}: there is no filter or jail of this name in ${join(root(), 'server')}`,
    );
  });

  it('should be told of a jail whose filter or options changed, as its file or the filter is edited', async () => {
    write('filter.d/modes.conf', '[Definition]\nfailregex = <what> <HOST>$\nwhat = refused\n');
    const jails = '[one]\nfilter = modes\nlogpath = /nowhere\n[two]\nfilter = modes[what=denied]\nlogpath = /nowhere\n';
    write('jail.local', jails);
    const of = await openFilter();
    const uri = uriOf('jail.local');
    await of.open(uri, jails, 'fail2ban-jail');
    const jail = { uri, jail: 'one' };
    const test = () => of.lens('test', { subject: jail, logs: [uriOf('logs/app.log')] });
    await test();
    expect(await of.lens('changes', { subject: jail })).toBeNull();
    await of.change(uri, 2, [{ text: jails.replace('modes\n', 'modes[what="(?:refused|denied)"]\n') }]);
    await test();
    expect(await of.lens('changes', { subject: jail })).toMatchObject({
      reference: 'since the saved file',
      counts: { gained: 1, lost: 0, changed: 0 },
      lines: [{ kind: 'gained', line: 2, words: 'was missed, now 192.0.2.3 by failregex 1' }],
    });
    await of.connection.sendNotification(lensMethod('baselines'), { baselines: [{ kind: 'packaged' }] });
    expect(await of.lens('changes', { subject: jail })).toMatchObject({
      problem: 'there is no filter or jail of this name in the packaged version',
    });
    rmSync(join(root(), 'jail.local'));
  });
});
