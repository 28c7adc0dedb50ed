import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import type { Re2Class } from './load-re2.ts';

/** As `loadRe2`, at once: for whoever finds out in the middle of its work that it needs an engine that cannot hang. */
export function loadRe2Now(): Re2Class | undefined {
  try {
    const loaded = createRequire(resolve(process.argv[1] ?? 'main'))('re2') as Re2Class;
    return new loaded('a', 'u').test('a') ? loaded : undefined;
  } catch {
    return undefined;
  }
}
