import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Diagnostic } from 'vscode-languageserver-protocol/node';
import { startClient, type TestClient } from '../protocol-client.ts';

const filter = '[Definition]\nfailregex = ^app: login failed.*<HOST>$\n';
let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'dangers-'));
  mkdirSync(join(folder, 'filter.d'));
  writeFileSync(join(folder, 'filter.d/app.conf'), filter);
});
afterAll(() => rmSync(folder, { recursive: true }));

/** Opens the filter in a server of its own. */
async function open(cache: string, isTrusted: boolean): Promise<{ client: TestClient; told: () => Diagnostic[] }> {
  const client = await startClient({
    folders: [{ uri: pathToFileURL(folder).href, name: 'dangers' }],
    context: { isTrusted },
    env: { XDG_CACHE_HOME: join(folder, cache) },
  });
  const uri = pathToFileURL(join(folder, 'filter.d/app.conf')).href;
  await client.open(uri, filter);
  return { client, told: () => client.published.findLast((published) => published.uri === uri)?.diagnostics ?? [] };
}

it('should tell a danger with the line that proves it, when it is found', { timeout: 60_000 }, async () => {
  for (const [cache, isTrusted] of [
    ['none', false],
    ['cache', true],
    ['cache', true],
  ] as const) {
    mkdirSync(join(folder, cache), { recursive: true });
    const { client, told } = await open(cache, isTrusted);
    await expect.poll(() => told().map(({ code }) => code), { timeout: 20_000 }).toEqual(['wrong-address']);
    expect(told()[0]!.message).toContain(
      '\nproof: app: login failed x 198.51.100.7\nfail2ban takes 7, meant is 198.51.100.7',
    );
    await client.stop();
    expect(existsSync(join(folder, cache, 'fail2ban-lens/editor.cache'))).toBe(isTrusted);
  }
});
