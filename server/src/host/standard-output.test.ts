import { spawnSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

describe('createStandardOutput', () => {
  let folder: string;
  let program: string;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'output-'));
    program = join(folder, 'program.mjs');
    const contents = `
      import { createStandardOutput } from './server/src/host/standard-output.ts';
      let opened = 0;
      const out = createStandardOutput(1, () => { opened++; return process.stdout.on('error', (error) => process.exit(error.code === 'EPIPE' ? 7 : 1)); });
      out.write('é'.repeat(Number(process.argv[2])));
      out.write('\\n');
      process.stderr.write(JSON.stringify({ opened, isTerminal: out.isTerminal }));
    `;
    await build({
      stdin: { contents, resolveDir: process.cwd() },
      outfile: program,
      bundle: true,
      platform: 'node',
      format: 'esm',
    });
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const expected = (length: number): string => `${'é'.repeat(length)}\n`;

  it.each([3, 500_000])("should write a pipe without Node's stream (%i characters)", (length) => {
    const { stdout, stderr } = spawnSync(process.execPath, [program, String(length)], {
      encoding: 'utf8',
      maxBuffer: 1 << 24,
    });
    expect(stdout === expected(length)).toBe(true);
    expect(JSON.parse(stderr)).toEqual({ opened: 0, isTerminal: false });
  });

  it('should write a file', () => {
    const file = join(folder, 'file');
    const descriptor = openSync(file, 'w');
    spawnSync(process.execPath, [program, '3'], { stdio: ['ignore', descriptor, 'ignore'] });
    closeSync(descriptor);
    expect(readFileSync(file, 'utf8')).toBe(expected(3));
  });

  it("should write /dev/null without Node's stream", () => {
    const { stderr } = spawnSync(process.execPath, [program, '3'], {
      encoding: 'utf8',
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    expect(JSON.parse(stderr)).toEqual({ opened: 0, isTerminal: false });
  });

  it('should go on with the stream where a pipe is full', () => {
    const { stdout } = spawnSync('sh', ['-c', `"$0" "$1" 500000 | (sleep 0.2; cat)`, process.execPath, program], {
      encoding: 'utf8',
      maxBuffer: 1 << 24,
    });
    expect(stdout === expected(500_000)).toBe(true);
  });

  it('should leave it to the stream to say that nobody reads', () => {
    const { stdout } = spawnSync(
      'bash',
      ['-c', `"$0" "$1" 500000 | true; echo "\${PIPESTATUS[0]}"`, process.execPath, program],
      { encoding: 'utf8' },
    );
    expect(stdout).toBe('7\n');
  });
});
