import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startClient, type TestClient } from '../protocol-client.ts';

const filter = '[Definition]\nfailregex = ^app: login failed.*<HOST>$\n';
let folder: string;
let client: TestClient;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'dangers-'));
  mkdirSync(join(folder, 'filter.d'));
  writeFileSync(join(folder, 'filter.d/app.conf'), filter);
  client = await startClient({ folders: [{ uri: pathToFileURL(folder).href, name: 'dangers' }] });
});
afterAll(async () => {
  await client?.stop();
  rmSync(folder, { recursive: true });
});

it('should tell a danger with the line that proves it, when it is found', { timeout: 60_000 }, async () => {
  const uri = pathToFileURL(join(folder, 'filter.d/app.conf')).href;
  await client.open(uri, filter);
  const told = () => client.published.findLast((published) => published.uri === uri)?.diagnostics ?? [];
  await expect.poll(() => told().map(({ code }) => code), { timeout: 20_000 }).toEqual(['wrong-address']);
  expect(told()[0]!.message).toContain(
    '\nproof: app: login failed x 198.51.100.7\nfail2ban takes 7, meant is 198.51.100.7',
  );
});
