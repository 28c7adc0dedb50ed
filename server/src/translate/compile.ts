import type { Pattern } from '../pyre/nodes.ts';
import type { PythonVersion } from '../pyre/python-version.ts';
import { notes, type Note } from './notes.ts';
import type { EngineName, Searcher } from './searcher.ts';
import { toV8 } from './to-v8.ts';
import { createTracer } from './tracer.ts';
import { createV8Searcher } from './v8-searcher.ts';

export interface CompileOptions {
  /** `auto`: V8 where exact, else the tracing matcher. */
  readonly engine?: EngineName | 'auto';
  readonly python?: PythonVersion;
  /** Steps of one search of the tracing matcher. */
  readonly budget?: number;
}

export type CompileResult =
  | { readonly searcher: Searcher; readonly unsupported?: undefined }
  /** Why the engine that was asked for would not give Python's answers; never for `auto` and `tracer`. */
  | { readonly searcher?: undefined; readonly unsupported: readonly Note[] };

/** Makes a tree searchable. Never throws. */
export function compileSearcher(pattern: Pattern, options: CompileOptions = {}): CompileResult {
  const tracer = (): Searcher => createTracer(pattern, options);
  switch (options.engine ?? 'auto') {
    case 'tracer':
      return { searcher: tracer() };
    case 'v8':
      return compileV8(pattern, tracer);
    default: {
      const compiled = compileV8(pattern, tracer);
      return compiled.searcher ? compiled : { searcher: tracer() };
    }
  }
}

/** As `compileSearcher` with `auto`, which always gives one. */
export function createSearcher(pattern: Pattern, options: Omit<CompileOptions, 'engine'> = {}): Searcher {
  return compileSearcher(pattern, options).searcher!;
}

function compileV8(pattern: Pattern, tracer: () => Searcher): CompileResult {
  const result = toV8(pattern);
  if (result.notes) return { unsupported: result.notes };
  try {
    return { searcher: createV8Searcher(pattern, result.translations, tracer) };
  } catch (error) {
    return { unsupported: [{ span: pattern.span, reason: notes.engineRefuses((error as Error).message) }] };
  }
}
