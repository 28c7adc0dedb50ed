import { expect, it } from 'vitest';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createFile } from '../../host/create-file.ts';
import { nodeFileSystem } from '../../host/node-file-system.ts';
import { replaceFile } from '../../host/replace-file.ts';
import { main } from '../main.ts';

async function run(cwd: string, ...args: string[]): Promise<{ code: number; out: string; err: string }> {
  let [out, err] = ['', ''];
  const code = await main(args, {
    files: nodeFileSystem,
    replaceFile,
    createFile,
    cwd,
    env: { TZ: 'UTC' },
    now: () => Date.UTC(2025, 6, 12),
    async *stdin() {},
    out: (text) => void (out += text),
    err: (text) => void (err += text),
    outIsTerminal: false,
    errIsTerminal: false,
  });
  return { code, out, err };
}

it('should write a sample that verify lets hold, add to it, and never write over a file', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'record command-'));
  try {
    mkdirSync(join(folder, 'filter.d'));
    writeFileSync(join(folder, 'filter.d/x.conf'), '[Definition]\nfailregex = ^ (?:bad|wrong) from <HOST>$\n');
    const log = ['bad from 10.0.0.1', 'bad from 10.0.0.2', 'wrong from 10.0.0.2', 'bad news'];
    writeFileSync(join(folder, 'a.log'), log.map((text) => `2025-07-11 05:40:22 ${text}\n`).join(''));
    const sample = join(folder, 'filter.d/samples/x');

    const some = await run(folder, 'record', 'a.log', 'filter.d/x.conf', '--lines', '1-2', '-o', 'filter.d/samples/x');
    expect(some).toMatchObject({ code: 0, out: '' });
    expect(some.err).toContain('1 line of 2 recorded in filter.d/samples/x: 1 is to match, 0 not.');
    expect(some.err).toContain('branch wrong of failregex 1');
    expect((await run(folder, 'record', 'a.log', 'filter.d/x.conf', '-o', 'filter.d/samples/x')).code).toBe(2);

    const more = await run(
      folder,
      'record',
      'a.log',
      'filter.d/x.conf',
      '--add',
      'filter.d/samples/x',
      '--format',
      'json',
    );
    expect(JSON.parse(more.out)).toMatchObject({
      lines: [{ line: 3 }, { line: 4 }],
      uncovered: [],
      file: 'filter.d/samples/x',
    });
    expect(readFileSync(sample, 'utf8')).not.toContain('10.0.0');
    const verified = await run(folder, 'verify', 'filter.d', '--format', 'json');
    expect(JSON.parse(verified.out)).toMatchObject({ files: [{ passed: 3, failed: 0 }], coverage: { percent: 100 } });
  } finally {
    rmSync(folder, { recursive: true });
  }
});

it.each([
  ['no filter', ['x.log', 'nothing-such'], 'there is no such filter'],
  ['wrong lines', ['x.log', 'x', '--lines', '7-3'], '--lines 7-3: give numbers of lines'],
  ['two places', ['x.log', 'x', '-o', 'a', '--add', 'b'], 'not both'],
])('should say what is wrong: %s', async (_, args, message) => {
  const { code, err } = await run('/', 'record', ...args);
  expect(code).toBe(2);
  expect(err).toContain(message);
});
