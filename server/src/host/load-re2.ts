/** The class that the package `re2` exports: RegExp's interface over RE2. */
export type Re2Class = new (source: string, flags: string) => Pick<RegExp, 'exec' | 'test' | 'lastIndex'>;

/** A name that no bundler looks into: the package is a native addon, and optional. */
const packageName: string = 're2';

/** RE2, or undefined where it is not installed or was built for another Node. Never throws. */
export async function loadRe2(): Promise<Re2Class | undefined> {
  try {
    const loaded = (await import(packageName)) as { default: Re2Class };
    // An addon of another ABI may load and then fail at first use.
    return new loaded.default('a', 'u').test('a') ? loaded.default : undefined;
  } catch {
    return undefined;
  }
}
