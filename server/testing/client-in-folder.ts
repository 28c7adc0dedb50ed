import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach } from 'vitest';
import { startClient, type ClientOptions, type TestClient } from './protocol-client.ts';

export interface ClientInFolder {
  /** The folder of the test at hand. */
  path(): string;
  uriOf(path: string): string;
  /** Writes a file of the folder; its address. */
  write(path: string, text: string): string;
  /** A client that ends with the test. */
  start(options?: ClientOptions): Promise<TestClient>;
}

/** For each test of a file a folder of its own, and a server. `name` begins the folder's name. */
export function clientInFolder(name: string): ClientInFolder {
  let client: TestClient | undefined;
  let folder = '';
  beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), `${name}-`))));
  afterEach(async () => {
    await client?.stop();
    client = undefined;
    rmSync(folder, { recursive: true });
  });
  const uriOf = (path: string): string => pathToFileURL(join(folder, path)).href;
  return {
    path: () => folder,
    uriOf,
    write(path, text) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
      return uriOf(path);
    },
    start: async (options) => (client = await startClient(options)),
  };
}
