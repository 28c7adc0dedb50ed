import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll } from 'vitest';
import type { CliHost } from '../src/cli/command.ts';
import { main } from '../src/cli/main.ts';
import { createFile } from '../src/host/create-file.ts';
import { nodeFileSystem } from '../src/host/node-file-system.ts';
import { replaceFile } from '../src/host/replace-file.ts';

/** What a command answered. */
export interface CommandAnswer {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** A folder of real files, which is there while the tests of the file run, and the command line in it. */
export interface CommandFolder {
  /** The absolute path of something in it. */
  at(...path: string[]): string;
  /** Writes a file, the folders above it too. */
  write(path: string, text: string | Uint8Array): void;
  run(...args: string[]): Promise<CommandAnswer>;
}

/** `name`: the beginning of the folder's own; `host`: what is otherwise than in 2025-07-12 in UTC, with an empty standard input. */
export function commandFolder(name: string, host: Partial<CliHost> = {}): CommandFolder {
  let folder: string;
  beforeAll(() => {
    folder = realpathSync(mkdtempSync(join(tmpdir(), `${name}-`)));
  });
  afterAll(() => rmSync(folder, { recursive: true }));
  return {
    at: (...path) => join(folder, ...path),
    write: (path, text) => {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    },
    run: async (...args) => {
      let [out, err] = ['', ''];
      const code = await main(args, {
        files: nodeFileSystem,
        createFile,
        replaceFile,
        cwd: folder,
        env: { TZ: 'UTC' },
        now: () => Date.UTC(2025, 6, 12),
        async *stdin() {},
        out: (text) => void (out += text),
        err: (text) => void (err += text),
        outIsTerminal: false,
        errIsTerminal: false,
        ...host,
      });
      return { code, out, err };
    },
  };
}
