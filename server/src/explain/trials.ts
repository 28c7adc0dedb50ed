import type { Guard } from '../matching/search-block.ts';
import type { Pattern } from '../pyre/nodes.ts';
import { parsePattern } from '../pyre/parser.ts';
import type { PythonVersion } from '../pyre/python-version.ts';
import { createSearcher } from '../translate/compile.ts';
import type { Searcher } from '../translate/searcher.ts';
import type { Trial, TrialMatch } from './near-miss.ts';

export interface TrialOptions {
  readonly python: PythonVersion;
  /** `^` and `$` meet every line: `maxlines` is more than 1. */
  readonly multiline: boolean;
  /** Stops one search after so many milliseconds. */
  readonly guard: Guard;
  readonly milliseconds: number;
  /** Milliseconds that this process has worked so far. With it, a search that was stopped while others had the machine is begun anew. */
  readonly worked?: () => number;
}

export interface Trials {
  /** Does all of `work`, which asks trials of `of` and has to ask the same each time: where a search takes too long, it is begun anew. */
  run<T>(work: () => T): T;
  /** Searches of one text; `cutAt`: where the date was cut out of it. Each call has a budget of its own. */
  of(text: string, cutAt?: number): { readonly trial: Trial; wasStopped(): boolean };
}

const mostTrials = 300;
/** Milliseconds of one search: a relaxed regex may backtrack (almost) without end where the regex itself does not. */
const longestTrial = 100;
/** Of all searches of a line. */
const mostStarvedTurns = 40;

/** What a search came to; undefined where the regex does not compile, or the search was stopped. */
interface Answer {
  readonly match: TrialMatch | null | undefined;
  readonly isStopped: boolean;
}

const noPattern: Answer = { match: undefined, isStopped: false };
const tookTooLong: Answer = { match: undefined, isStopped: true };

/**
 * Tries regexes: parsed as Python does, searched by the engine, each search stopped in time. A guard costs more than most searches, so that
 * one guards many of them: answers are remembered, and where it stops the work, the work runs again up to the search that was stopped.
 */
export function createTrials({ python, multiline, guard, milliseconds, worked }: TrialOptions): Trials {
  const longest = Math.min(milliseconds, longestTrial);
  const answers = new Map<string, Answer>();
  /** The regex that was asked for last: it is often asked for again, from another place on. */
  let last: { source?: string; pattern?: Pattern | undefined; searcher?: Searcher | undefined } = {};
  let running: { readonly key: string; readonly since: number } | undefined;
  let isGuarded = false;

  const searchNow = (source: string, text: string, from: number): Answer => {
    if (source !== last.source) {
      last = {};
      const { pattern } = parsePattern(source, { python, multiline });
      last = { source, pattern, searcher: pattern && createSearcher(pattern, { python }) };
    }
    const { pattern, searcher } = last;
    if (!pattern) return noPattern;
    const spans = searcher!.search(text, from);
    return {
      match: spans && { spans: Array.from(spans), groupNames: pattern.groupNames },
      isStopped: false,
    };
  };

  let starvedTurns = 0;
  /** Guards `work`, and again where it was stopped without having had the machine. */
  const guarded = (work: () => void): boolean => {
    for (;;) {
      const before = worked?.();
      if (guard(work, longest)) return true;
      const isStarved = before !== undefined && worked!() - before < longest / 2;
      if (!isStarved || starvedTurns++ >= mostStarvedTurns) return false;
      last = {};
    }
  };

  const answer = (source: string, text: string, from: number): Answer => {
    const key = `${from} ${text.length} ${source}\n${text}`;
    const known = answers.get(key);
    if (known) return known;
    let found: Answer = tookTooLong;
    if (isGuarded) {
      running = { key, since: performance.now() };
      found = searchNow(source, text, from);
      running = undefined;
    } else guarded(() => void (found = searchNow(source, text, from)));
    answers.set(key, found);
    return found;
  };

  return {
    run: <T>(work: () => T): T => {
      for (let known = -1; known < answers.size;) {
        known = answers.size;
        running = undefined;
        let result: { readonly value: T } | undefined;
        isGuarded = true;
        guarded(() => void (result = { value: work() }));
        isGuarded = false;
        if (result) return result.value;
        last = {};
        const stopped = running as { key: string; since: number } | undefined;
        // One that was begun late is searched again, with more time.
        if (stopped && performance.now() - stopped.since > 0.8 * longest) answers.set(stopped.key, tookTooLong);
      }
      return work();
    },
    of: (text, cutAt) => {
      let left = mostTrials;
      let isStopped = false;
      let asked: string | undefined;
      return {
        wasStopped: () => isStopped,
        trial: {
          get left() {
            return left;
          },
          text,
          cutAt,
          search: (source, from = 0) => {
            if (source !== asked) {
              if (left <= 0) return undefined;
              left--;
              asked = source;
            }
            const found = answer(source, text, from);
            if (found.isStopped) {
              isStopped = true;
              // One that takes too long is likely to be followed by others like it.
              left = Math.min(left, 2);
            }
            return found.match;
          },
        },
      };
    },
  };
}
