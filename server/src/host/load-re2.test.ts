import { Worker } from 'node:worker_threads';
import { expect, it } from 'vitest';
import { loadRe2 } from './load-re2.ts';

it('should give a working class or nothing, and never throw', async () => {
  const Re2 = await loadRe2();
  if (Re2) expect(new Re2('a(b)', 'du').exec('xab')!.indices![1]).toEqual([2, 3]);
});

it('should load in one thread after the other', async () => {
  // re2 1.23 keeps a handle for the whole process: the second thread that loaded it ended the process.
  const program = `import('re2').catch(() => {}).then(() => require('node:worker_threads').parentPort.postMessage('loaded'))`;
  for (let turn = 0; turn < 3; turn++) {
    const worker = new Worker(program, { eval: true });
    expect(await new Promise((resolve) => worker.once('message', resolve))).toBe('loaded');
    await worker.terminate();
  }
});
