import { appendFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';
import type { CodeLens, Location, LocationLink } from 'vscode-languageserver/node';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { positionOf, startClient, type ClientOptions, type TestClient } from '../protocol-client.ts';

let client: TestClient | undefined;
let folder: string;
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'changes-'))));
afterEach(async () => {
  await client?.stop();
  client = undefined;
  rmSync(folder, { recursive: true });
});

function write(path: string, text: string | Uint8Array): string {
  const file = join(folder, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
  return pathToFileURL(file).href;
}

const log = 'Jul 11 05:40:22 host one 1.1.1.1\nJul 11 05:40:23 host two 2.2.2.2\nJul 11 05:40:23 host two 3.3.3.3\n';
const filter =
  '# fail2ban-lens: log=../my.log\n[INCLUDES]\nbefore = head.conf\n[Definition]\nfailregex = %(__word)s <HOST>$\n';

/** A filter with an include and a log, opened; after its first run. */
async function open(
  options: ClientOptions = {},
): Promise<{ of: TestClient; uri: string; subject: { uri: string }; headUri: string; run: number }> {
  const uri = write('filter.d/my.conf', filter);
  const headUri = write('filter.d/head.conf', '[DEFAULT]\n__word = one\n');
  write('my.log', log);
  client = await startClient({ context: { visibleSubjects: [uri] }, ...options });
  await client.open(uri, filter);
  const state = await client.runEnd({ uri });
  expect(state.report!.lines.matched).toBe(1);
  return { of: client, uri, subject: { uri }, headUri, run: state.run };
}

describe('counts follow', () => {
  it('should follow an edit of an included file', async () => {
    const { of, subject, headUri, run } = await open();
    await of.open(headUri, '[DEFAULT]\n__word = one\n');
    await of.change(headUri, 2, [{ text: '[DEFAULT]\n__word = two\n' }]);
    expect((await of.runEnd(subject, run)).report!.lines.matched).toBe(2);
  });

  it('should follow a .local that appears on the disk, and goes away', async () => {
    const { of, subject, run } = await open();
    const local = write('filter.d/my.local', '[Definition]\nfailregex = \\S+ <HOST>$\n');
    await of.connection.sendNotification('workspace/didChangeWatchedFiles', { changes: [{ uri: local, type: 1 }] });
    const more = await of.runEnd(subject, run);
    expect(more.report!.lines.matched).toBe(3);
    expect(more.report!.regexes[0]!.location!.uri).toBe(local);
    rmSync(join(folder, 'filter.d/my.local'));
    await of.connection.sendNotification('workspace/didChangeWatchedFiles', { changes: [{ uri: local, type: 3 }] });
    expect((await of.runEnd(subject, more.run)).report!.lines.matched).toBe(1);
  });

  it('should follow a log that grows on the disk', async () => {
    const { of, subject, run } = await open();
    appendFileSync(join(folder, 'my.log'), 'Jul 11 05:40:24 host one 4.4.4.4\n');
    await of.connection.sendNotification('workspace/didChangeWatchedFiles', {
      changes: [{ uri: pathToFileURL(join(folder, 'my.log')).href, type: 2 }],
    });
    expect((await of.runEnd(subject, run)).report!.lines).toMatchObject({ total: 4, matched: 2 });
  });

  it("should not run again for an edit that changes nothing to count, but move the regex's place", async () => {
    const { of, uri, subject, run } = await open();
    await of.change(uri, 2, [
      { range: { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } }, text: '# a remark\n' },
    ]);
    const state = await of.until(async () => {
      const now = await of.lens('state', { subject });
      return now?.report?.regexes[0]!.location?.range.start.line === 5 && now;
    }, 'the moved regex');
    expect(state).toMatchObject({ run, status: 'done' });
  });

  it('should run nothing while live matching is off, but answer a test', async () => {
    const uri = write('filter.d/my.conf', '# fail2ban-lens: log=../my.log\n[Definition]\nfailregex = two <HOST>\n');
    write('my.log', log);
    client = await startClient({ context: { visibleSubjects: [uri] }, configuration: { live: { enabled: false } } });
    await client.open(uri, '# fail2ban-lens: log=../my.log\n[Definition]\nfailregex = two <HOST>\n');
    expect((await client.lens('test', { subject: { uri }, logs: null })).report!.lines.matched).toBe(2);
    const { length } = client.runs;
    await client.change(uri, 2, [{ text: '[Definition]\nfailregex = one <HOST>\n' }]);
    await new Promise((done) => setTimeout(done, 300));
    expect(client.runs).toHaveLength(length);
  });
});

describe('logs of all kinds', () => {
  it('should read a compressed log and show it as a document', async () => {
    const uri = write('filter.d/my.conf', '');
    const logUri = write('my.log.gz', gzipSync(log));
    client = await startClient({ context: { visibleSubjects: [uri] } });
    await client.open(uri, '# fail2ban-lens: log=../my.log.gz\n[Definition]\nfailregex = two <HOST>$\n');
    const state = await client.runEnd({ uri });
    expect(state.report!.lines).toMatchObject({ total: 3, matched: 2 });
    const [shown] = state.sample!.logs;
    expect(shown!.uri).toBe(logUri);
    expect(shown!.shownAs).toMatch(/^fail2ban-lens:\/my\.log\.gz\?/);
    const document = JSON.parse(decodeURIComponent(shown!.shownAs.split('?')[1]!));
    expect(await client.lens('document', { document })).toMatchObject({ text: log, links: [] });
    expect(
      (await client.lens('marks', { subject: { uri }, log: shown!.shownAs, from: 0, to: 3 })).marks.map(
        ({ status }) => status,
      ),
    ).toEqual(['missed', 'matched', 'matched']);
  });

  it('should add up several logs of a pattern and keep them apart in lists', async () => {
    const uri = write('filter.d/my.conf', '');
    write('logs/a.log', log);
    write('logs/b.log', log);
    client = await startClient({ context: { visibleSubjects: [uri] } });
    await client.open(uri, '# fail2ban-lens: log=../logs/*.log\n[Definition]\nfailregex = one <HOST>$\n');
    const state = await client.runEnd({ uri });
    expect(state).toMatchObject({
      sample: { label: expect.stringMatching(/^2 logs in /) },
      report: { lines: { total: 6, matched: 2 }, dated: 6 },
    });
    const { lines } = await client.lens('lines', {
      subject: { uri },
      selection: { status: 'matched' },
      offset: 0,
      limit: 10,
    });
    expect(lines.map(({ log: of, line }) => [of.uri.slice(-5), line])).toEqual([
      ['a.log', 0],
      ['b.log', 0],
    ]);
  });

  it('should say what is wrong with a log that is asked for and cannot be read', async () => {
    const uri = write('filter.d/my.conf', '[Definition]\nfailregex = one <HOST>$\n');
    client = await startClient();
    const state = await client.lens('test', {
      subject: { uri },
      logs: [pathToFileURL(join(folder, 'nowhere.log')).href],
    });
    expect(state.status).toBe('failed');
    expect(state.problem).toContain('nowhere.log');
    expect(state.report).toBeNull();
    const { text } = await client.lens('document', {
      document: { kind: 'lines', subject: { uri }, status: 'missed' },
    });
    expect(text).toMatch(/^Nothing was counted: .*nowhere\.log/);
  });

  it('should keep the counts of the version before while half a word does not load', async () => {
    const uri = write('filter.d/my.conf', '');
    write('filter.d/my.log', log);
    client = await startClient({ context: { visibleSubjects: [uri] } });
    const text = '[Definition]\nfailregex = two <HOST>$\n';
    await client.open(uri, text);
    await client.runEnd({ uri });
    const lensTitles = async () =>
      (await client!.request<CodeLens[]>('textDocument/codeLens', { textDocument: { uri } })).map(
        ({ command, range }) => `${range.start.line} ${command!.title}`,
      );
    for (const [version, word] of ['date', 'datepa'].entries()) {
      await client.change(uri, version + 2, [{ text: text.replace('\n', `\n${word}\n`) }]);
      await client.until(async () => (await lensTitles()).some((title) => title.includes('before this edit')), word);
      expect(await lensTitles()).toEqual([
        expect.stringMatching(/^0 … before this edit: 3 lines: 2 matched.* · ✗ /),
        '2 … ▶ 2 matches in my.log, before this edit',
      ]);
    }
    const { marks } = await client.lens('marks', {
      subject: { uri },
      log: pathToFileURL(join(folder, 'filter.d/my.log')).href,
      from: 0,
      to: 3,
    });
    expect(marks.map(({ status }) => status)).toEqual(['missed', 'matched', 'matched']);
    const { text: matched } = await client.lens('document', {
      document: { kind: 'lines', subject: { uri }, status: 'matched' },
    });
    expect(matched).toMatch(/^Before the last edit; .*\n2 {2}.*two 2\.2\.2\.2\n3 /);
    await client.change(uri, 4, [{ text: text.replace('two', 'one') }]);
    const last = await client.runEnd({ uri }, (await client.lens('state', { subject: { uri } }))!.run);
    expect([last.outdated, last.report!.lines.matched]).toEqual([undefined, 1]);
  });

  it('should keep the counts of jails, too, while half a word ends the reading of all jails', async () => {
    write('filter.d/my.conf', '[Definition]\nfailregex = two <HOST>$\n');
    write('my.log', log);
    const uri = write('jail.local', '');
    const text = `[my]\nenabled = true\nfilter = my\nlogpath = ${join(folder, 'my.log')}\n`;
    client = await startClient({ context: { visibleSubjects: [uri] } });
    await client.open(uri, text, 'fail2ban-jail');
    const subject = { uri, jail: 'my' };
    expect((await client.runEnd(subject)).report!.lines.matched).toBe(2);
    await client.change(uri, 2, [{ text: text.replace('[my]\n', '[my]\nmaxre\n') }]);
    await client.until(async () => (await client!.lens('state', { subject }))?.outdated, 'the counts before');
    const state = await client.lens('state', { subject });
    expect(state).toMatchObject({ status: 'failed', report: { lines: { matched: 2 } } });
  });

  it('should mark a log that took its filter’s place in the window', async () => {
    const uri = write('filter.d/my.conf', '[Definition]\nfailregex = two <HOST>$\n');
    const shown = write('filter.d/my.log', log);
    client = await startClient({ context: { visibleSubjects: [uri] } });
    await client.open(uri, '[Definition]\nfailregex = two <HOST>$\n');
    await client.runEnd({ uri });
    await client.context({ visibleSubjects: [], visibleLogs: [shown] });
    await client.open(shown, log, 'log');
    const marksNow = async () =>
      (await client!.lens('marks', { subject: { uri }, log: shown, from: 0, to: 3 })).marks.map(({ status }) => status);
    await client.until(async () => (await marksNow()).length > 0, 'marks of the open log');
    expect(await marksNow()).toEqual(['missed', 'matched', 'matched']);
  });

  it('should let a log that cannot be read give way to one that can, and say so', async () => {
    const uri = write('filter.d/my.conf', '[Definition]\nfailregex = one <HOST>$\n');
    write('filter.d/my.log', log);
    client = await startClient({ context: { visibleSubjects: [uri] } });
    await client.open(uri, '[Definition]\nfailregex = one <HOST>$\n');
    await client.runEnd({ uri });
    const nowhere = pathToFileURL(join(folder, 'nowhere.log')).href;
    const failed = await client.lens('test', { subject: { uri }, logs: [nowhere] });
    expect(failed.status).toBe('failed');
    await client.change(uri, 2, [{ text: '[Definition]\nfailregex = two <HOST>$\n' }]);
    const state = await client.runEnd({ uri }, failed.run);
    expect(state).toMatchObject({
      status: 'done',
      sample: { label: 'my.log', detail: expect.stringContaining('nowhere.log, chosen before, cannot be read') },
    });
  });

  it('should say so, too, where the log was remembered for the workspace', async () => {
    const uri = write('filter.d/my.conf', '[Definition]\nfailregex = one <HOST>$\n');
    write('filter.d/my.log', log);
    const nowhere = pathToFileURL(join(folder, 'nowhere.log')).href;
    client = await startClient({ context: { visibleSubjects: [uri], chosen: { [uri]: [nowhere] } } });
    await client.open(uri, '[Definition]\nfailregex = one <HOST>$\n');
    expect((await client.runEnd({ uri })).sample).toMatchObject({
      label: 'my.log',
      detail: expect.stringContaining('nowhere.log, chosen before, cannot be read'),
    });
  });

  it('should show the built-in text that stands in for a file that is nowhere installed', async () => {
    const text = '[INCLUDES]\nbefore = common.conf\n[Definition]\nfailregex = ^%(__prefix_line)sx <HOST>$\n';
    const uri = write('filter.d/my.conf', text);
    client = await startClient({ configuration: { configDir: join(folder, 'nowhere') } });
    await client.open(uri, text);
    const found = await client.request<LocationLink[] | Location[]>('textDocument/definition', {
      textDocument: { uri },
      position: positionOf(text, '__prefix_line'),
    });
    const [first] = found.map((link) => ('targetUri' in link ? link.targetUri : link.uri));
    expect(first).toMatch(/^fail2ban-lens:\/common\.conf\?/);
    const document = JSON.parse(decodeURIComponent(first!.split('?')[1]!));
    expect((await client.lens('document', { document })).text).toContain('__prefix_line =');
  });

  it.each(['logs/access.log', 'logs/odd#1-50%ü.log'])(
    'should read the log of a relative logpath when it is picked from the offers: %s',
    async (name) => {
      const uri = write('filter.d/my.conf', '[Definition]\nfailregex = one <HOST>$\n');
      write(name, log);
      write('jail.local', `[my]\nenabled = true\nfilter = my\nlogpath = ${name.replaceAll('%', '%%')}\n`);
      client = await startClient();
      const [offered] = await client.lens('samples', { subject: { uri } });
      expect(offered).toMatchObject({ reason: 'logpath', readable: true });
      const state = await client.lens('test', { subject: { uri }, logs: offered!.logs.map(({ uri: of }) => of) });
      expect(state).toMatchObject({ status: 'done', report: { lines: { total: 3 } } });
    },
  );
});

describe('hostile text', () => {
  it('should pass values through as they are, and keep control characters out of documents', async () => {
    const uri = write('filter.d/my.conf', '');
    write('my.log', 'Jul 11 05:40:22 bad <img src=x>[a](b)\u001b[31m 1.1.1.1\n');
    client = await startClient({ context: { visibleSubjects: [uri] } });
    await client.open(
      uri,
      '# fail2ban-lens: log=../my.log\n[Definition]\nfailregex = bad <F-USER>.*</F-USER> <HOST>$\n',
    );
    await client.runEnd({ uri });
    const { marks } = await client.lens('marks', {
      subject: { uri },
      log: pathToFileURL(join(folder, 'my.log')).href,
      from: 0,
      to: 1,
    });
    expect(marks[0]!.hits[0]!.groups.find(({ name }) => name === 'user')!.value).toBe('<img src=x>[a](b)\u001b[31m');
    expect(
      (await client.lens('document', { document: { kind: 'lines', subject: { uri }, status: 'matched' } })).text,
    ).not.toContain('\u001b');
  });
});
