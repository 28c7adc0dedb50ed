import type { Pattern } from '../pyre/nodes.ts';
import type { PythonVersion } from '../pyre/python-version.ts';
import { once } from '../text/once.ts';
import { createAutomatonSearcher } from './automaton-searcher.ts';
import { createLazySearcher } from './lazy-searcher.ts';
import { toExistence } from './existence.ts';
import { notes, type Note } from './notes.ts';
import { createRe2Searcher, type Re2 } from './re2-searcher.ts';
import { standAlone, toLoneStops } from './lone-stops.ts';
import { searchTexts, type EngineName, type Searcher } from './searcher.ts';
import { toRe2 } from './to-re2.ts';
import { toV8 } from './to-v8.ts';
import { createTracer } from './tracer.ts';
import { createV8Searcher } from './v8-searcher.ts';

export interface CompileOptions {
  /** `auto`: V8 where exact, else the tracing matcher. */
  readonly engine?: EngineName | 'auto';
  /** The class of the package `re2`, where it is there. */
  readonly re2?: Re2;
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
    case 're2':
      return compileRe2(pattern, options.re2, tracer);
    case 'automaton':
      return compileAutomaton(pattern, options);
    default:
      return { searcher: compileAuto(pattern, tracer) };
  }
}

/** As `compileSearcher` with `auto`, which always gives one; translated and compiled when it is first used. */
export function createSearcher(pattern: Pattern, options: Omit<CompileOptions, 'engine'> = {}): Searcher {
  return createLazySearcher(pattern, () => compileSearcher(pattern, options).searcher!);
}

/** Tells whether a pattern matches, sooner than `searcher`, which finds its matches; nothing else is to be asked of it. */
export function createTester(
  pattern: Pattern,
  searcher: Searcher,
  options: Omit<CompileOptions, 'engine'> = {},
): Searcher {
  const existence = toExistence(pattern);
  return existence === pattern ? searcher : createSearcher(existence, options);
}

/**
 * Goes on with a pattern that takes `searcher` too long: RE2 or, where that is missing or would answer otherwise than Python, an automaton. Undefined where
 * neither is exact.
 */
export function createSafeSearcher(
  pattern: Pattern,
  searcher: Searcher,
  options: Omit<CompileOptions, 'engine'> = {},
): Searcher | undefined {
  return compileSearcher(pattern, { ...options, engine: 're2' }).searcher ?? createAutomatonSearcher(pattern, searcher);
}

function compileAuto(pattern: Pattern, tracer: () => Searcher): Searcher {
  const result = toV8(pattern);
  if (result.notes) return tracer();
  try {
    const v8 = createV8Searcher(pattern, result.translations, tracer);
    return result.captureNotes.length > 0 ? withCapturesOf(tracer(), v8) : withLoneStops(pattern, v8);
  } catch {
    return tracer();
  }
}

function compileV8(pattern: Pattern, tracer: () => Searcher): CompileResult {
  const result = toV8(pattern);
  if (result.notes) return { unsupported: result.notes };
  if (result.captureNotes.length > 0) return { unsupported: result.captureNotes };
  try {
    return { searcher: createV8Searcher(pattern, result.translations, tracer) };
  } catch (error) {
    return { unsupported: [{ span: pattern.span, reason: notes.engineRefuses((error as Error).message) }] };
  }
}

function compileRe2(pattern: Pattern, re2: Re2 | undefined, tracer: () => Searcher): CompileResult {
  if (!re2) return { unsupported: [{ span: pattern.span, reason: notes.noRe2() }] };
  const result = toRe2(pattern);
  if (result.notes) return { unsupported: result.notes };
  try {
    return { searcher: createRe2Searcher(pattern, result.translation, re2, tracer) };
  } catch (error) {
    return { unsupported: [{ span: pattern.span, reason: notes.engineRefuses((error as Error).message) }] };
  }
}

function compileAutomaton(pattern: Pattern, options: CompileOptions): CompileResult {
  const searcher = createAutomatonSearcher(pattern, createSearcher(pattern, options));
  return searcher ? { searcher } : { unsupported: [{ span: pattern.span, reason: notes.noAutomaton() }] };
}

/** Reads the groups of a match sooner, where nothing but the ends of loops is tried in another order. Worked out when groups are first asked for. */
function withLoneStops(pattern: Pattern, v8: Searcher): Searcher {
  if (pattern.groupCount === 0) return v8;
  const sooner = once(() => {
    const lone = toLoneStops(pattern);
    const translated = lone && toV8(lone.pattern);
    if (!translated || translated.notes) return { searcher: undefined, stops: [] };
    return { searcher: createV8Searcher(lone.pattern, translated.translations, () => v8), stops: lone.stops };
  });
  return {
    ...v8,
    texts: (subject, isAscii) => {
      const { searcher, stops } = sooner();
      if (!searcher) return searchTexts(v8, subject, isAscii);
      const found = searchTexts(searcher, subject, isAscii);
      return found === null || standAlone(stops, subject) ? found : searchTexts(v8, subject, isAscii);
    },
  };
}

/** Finds with one searcher and, where it found, asks another one for the groups. */
function withCapturesOf(exact: Searcher, finder: Searcher): Searcher {
  return {
    ...finder,
    boundsAscii: undefined,
    texts: undefined,
    search(subject, pos, endpos) {
      const found = finder.search(subject, pos, endpos);
      return found && exact.search(subject, found[0], endpos);
    },
    searchAscii(subject) {
      const found = finder.searchAscii(subject);
      return found && exact.search(subject, found[0]);
    },
  };
}
