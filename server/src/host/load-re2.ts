import { isMainThread } from 'node:worker_threads';

/** The class that the package `re2` exports: RegExp's interface over RE2. */
export type Re2Class = new (source: string, flags: string) => Pick<RegExp, 'exec' | 'test' | 'lastIndex'>;

/** A name that no bundler looks into: the package is a native addon, and optional. */
const packageName: string = 're2';

/**
 * RE2, or undefined where it is not installed or was built for another Node. Never throws. In a worker thread always undefined:
 * re2 1.23 keeps one handle for the whole process, and the second thread that loads it ends the process
 * ("Check failed: node->IsInUse()").
 */
export async function loadRe2(): Promise<Re2Class | undefined> {
  if (!isMainThread) return undefined;
  try {
    const loaded = (await import(packageName)) as { default: Re2Class };
    // An addon of another ABI may load and then fail at first use.
    return new loaded.default('a', 'u').test('a') ? loaded.default : undefined;
  } catch {
    return undefined;
  }
}
