import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, expect, it } from 'vitest';
import { startClient, type TestClient } from '../protocol-client.ts';

const filter = String.raw`[Definition]
mdre-normal = ^ app: user \S+ denied <HOST>$
mdre-strict = ^ app: user \S+ (?:denied|unknown) <HOST>$
mode = normal
failregex = <mdre-<mode>>
`;
const at = '2024-05-01 10:00:00';

const opened: { client: TestClient; folder: string }[] = [];
afterEach(async () => {
  for (const { client, folder } of opened.splice(0)) {
    await client.stop();
    rmSync(folder, { recursive: true });
  }
});

/** The first stage at which each of some lines, from 0, of a log gets stuck. */
async function obstacles(log: readonly string[], ...lines: readonly number[]): Promise<object[]> {
  const folder = mkdtempSync(join(tmpdir(), 'line-elsewhere-'));
  mkdirSync(join(folder, 'filter.d'));
  const [path, logPath] = [join(folder, 'filter.d/my app.conf'), join(folder, 'filter.d/my app.log')];
  writeFileSync(logPath, log.map((text) => `${at} ${text}\n`).join(''));
  writeFileSync(path, filter);
  const subject = { uri: pathToFileURL(path).href };
  const client = await startClient({ context: { visibleSubjects: [subject.uri] } });
  opened.push({ client, folder });
  await client.open(subject.uri, filter);
  await client.runEnd(subject);
  const asked: object[] = [];
  for (const line of lines) {
    const reasons = await client.lens('why', { subject, log: pathToFileURL(logPath).href, line });
    asked.push(reasons!.stages.find(({ isObstacle }) => isObstacle)!);
  }
  return asked;
}

it('should name the other mode of the filter that matches a missed line, where one does', async () => {
  const log = ['app: user bob denied 192.0.2.1', 'app: user eve unknown 192.0.2.2', 'app: user eve refused 192.0.2.2'];
  expect(await obstacles(log, 1, 2)).toMatchObject([
    { name: 'mode', words: 'strict would match this line' },
    { name: 'failregex 1' },
  ]);
});

it('should say of a line in a log of another program that it is one', async () => {
  expect(await obstacles(['cron[12]: job begins', 'cron[12]: job ends'], 1)).toMatchObject([
    {
      name: 'log',
      words:
        'It looks like the log of another program, or of another of its logs: failregex 1 comes nearest and wants "app", "user", "denied", and no line has any of them.',
    },
  ]);
});
