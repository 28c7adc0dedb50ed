import { expect, it } from 'vitest';
import { createQuiet } from './quiet.ts';

/** A message in every turn of the event loop, so many. */
function messages(count: number, heard: () => void): () => number {
  let left = count;
  const next = (): void => {
    if (left-- === 0) return;
    heard();
    setImmediate(next);
  };
  setImmediate(next);
  return () => Math.max(0, left);
}

it('should wait until the messages pause', async () => {
  const quiet = createQuiet(60_000);
  const left = messages(200, quiet.heard);
  await quiet.wait();
  expect(left()).toBe(0);
});

it('should not wait for ever', async () => {
  const quiet = createQuiet(20);
  let isOver = false;
  const next = (): void => {
    if (isOver) return;
    quiet.heard();
    setImmediate(next);
  };
  next();
  await quiet.wait();
  isOver = true;
});
