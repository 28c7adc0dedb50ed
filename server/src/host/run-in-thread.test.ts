import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runInThread } from './run-in-thread.ts';

let folder: string;
beforeAll(() => void (folder = mkdtempSync(join(tmpdir(), 'run-in-thread-'))));
afterAll(() => rmSync(folder, { recursive: true }));

function script(text: string): string {
  const path = join(folder, `${Math.random()}.cjs`);
  writeFileSync(path, `const { parentPort, workerData } = require('node:worker_threads');\n${text}`);
  return path;
}

describe('runInThread', () => {
  it('should give the answer', async () => {
    const { answer } = runInThread(
      script('parentPort.postMessage([process.argv.slice(2), workerData])'),
      ['a', 'b'],
      7,
    );
    expect(await answer).toEqual([['a', 'b'], 7]);
  });

  it.each(['', 'throw new Error()', 'process.exit(2)', 'syntax error'])('should give none of %j', async (text) => {
    expect(await runInThread(script(text), [], 0).answer).toBeUndefined();
  });

  it('should stop', async () => {
    const { answer, stop } = runInThread(script('for (;;);'), [], 0);
    stop();
    expect(await answer).toBeUndefined();
  });
});
