import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['server/**/*.test.ts', 'client/src/**/*.test.ts', 'syntaxes/**/*.test.ts', 'scripts/**/*.test.ts'],
    pool: 'threads',
    // Of two processors Vitest leaves one free otherwise, and the tests take twice as long.
    poolOptions: { threads: { maxThreads: Math.max(2, availableParallelism() - 1) } },
    testTimeout: 20_000,
  },
});
