import { afterEach, describe, expect, it } from 'vitest';
import { startClient, type TestClient } from '../protocol-client.ts';

let client: TestClient | undefined;
afterEach(async () => {
  await client?.stop();
  client = undefined;
});

const filterUri = 'untitled:filter.conf';
const subject = { uri: filterUri };
const log = 'untitled:long.log';
const line = 'Jul 11 05:40:22 host x: bad 1.1.1.1\n';

describe('a log of some megabytes that is typed into', () => {
  it('should never be said to be done with the count of another text', async () => {
    const lines = 100_000;
    const edits = 100;
    client = await startClient({ context: { visibleSubjects: [filterUri], visibleLogs: [log] } });
    await client.open(log, line.repeat(lines), 'log');
    await client.open(filterUri, '[Definition]\nfailregex = bad <HOST>$\n');
    expect((await client.runEnd(subject)).report!.lines.matched).toBe(lines);
    client.runs.length = 0;
    for (let i = 0; i < edits; i++) {
      const at = lines / 2 + i;
      const range = { start: { line: at, character: 24 }, end: { line: at, character: 25 } };
      await client.change(log, i + 2, [{ range, text: 'x' }]);
    }
    // Answered behind all edits.
    const state = await client.lens('state', { subject });
    if (state!.status === 'done') expect(state!.report!.lines.matched).toBe(lines - edits);
    await client.until(
      () => client!.runs.some(({ status, report }) => status === 'done' && report?.lines.matched === lines - edits),
      'the count of the last edit',
      30_000,
    );
    // The first that is heard after an edit is that the count is on its way.
    expect(client.runs[0]!.status).toBe('running');
  });

  it('should answer a test that is cancelled before its turn, and one of two when the other is given up', async () => {
    client = await startClient({ context: { visibleSubjects: [] } });
    await client.open(log, line.repeat(100_000), 'log');
    await client.open(filterUri, '[Definition]\nfailregex = bad <HOST>$\n');
    const asked = client.lens('test', { subject, logs: [log] });
    await client.connection.sendNotification('fail2banLens/cancel', { subject });
    expect((await asked).status).toBe('cancelled');

    const { CancellationTokenSource } = await import('vscode-languageserver-protocol/node');
    const source = new CancellationTokenSource();
    const params = { subject, logs: [log] };
    const one = client.connection.sendRequest('fail2banLens/test', params, source.token).catch(() => 'given up');
    const other = client.lens('test', params);
    source.cancel();
    expect(await one).toBe('given up');
    expect((await other).report!.lines.matched).toBe(100_000);
  });

  it('should answer a test with the count of the text as it stands at the end', async () => {
    const lines = 200_000;
    client = await startClient({ context: { visibleSubjects: [] } });
    await client.open(log, line.repeat(lines), 'log');
    await client.open(filterUri, '[Definition]\nfailregex = bad <HOST>$\n');
    const asked = client.lens('test', { subject, logs: [log] });
    await client.until(() => client!.runs.some(({ status }) => status === 'running'), 'the run');
    await client.change(log, 2, [
      { range: { start: { line: 7, character: 0 }, end: { line: 8, character: 0 } }, text: '' },
    ]);
    expect((await asked).report!.lines.matched).toBe(lines - 1);
  });
});

describe('a filter that hangs on a line', () => {
  it('should not hold up another one, and be told of while it hangs', async () => {
    const bad = 'untitled:bad.conf';
    client = await startClient({
      context: { visibleSubjects: [bad, filterUri], visibleLogs: [log] },
      configuration: { live: { regexTimeout: 2 } },
    });
    await client.open(log, `Jul 11 05:40:22 host x: ${'a'.repeat(60)}! 1.1.1.1\n`.repeat(20) + line, 'log');
    const hanging = [0, 1, 2, 3].map((i) => `x: (?:(a+|a+)+(?!${i}z)b) <HOST>$`).join('\n  ');
    await client.open(bad, `[Definition]\nfailregex = ${hanging}\n`);
    await client.open(filterUri, '[Definition]\nfailregex = bad <HOST>$\n');
    expect((await client.runEnd(subject)).report!.lines.matched).toBe(1);
    // The other one is still at its first lines.
    expect(client.runs.some(({ subject: of, status }) => of.uri === bad && status !== 'running')).toBe(false);
    await client.until(
      () =>
        client!.runs.some(({ subject: of, report }) => of.uri === bad && report?.regexes.some((one) => one.stopped)),
      'the first line that it hangs on',
      15_000,
    );
  });
});
