/**
 * A compiled Python regular expression, whichever engine runs it. Offsets are UTF-16 here; a lone place that speaks to
 * the outside in code points converts (`text/code-points.ts`). A subject whose line or buffer is known to be ASCII may be
 * given to the `…Ascii` twin, which spares the check; the answers are the same.
 */
export interface Searcher {
  readonly engine: EngineName;
  /** The number of capture groups; group 0 not counted. */
  readonly groupCount: number;
  readonly groupNames: ReadonlyMap<string, number>;
  /**
   * As Python's `Pattern.search(subject, pos, endpos)`: `endpos` is a real end (`$` matches there), while `^` and
   * look-behind still see what stands before `pos`. Gives `match.span(i)` of every group as
   * `[start0, end0, start1, end1, …]`, -1 twice where a group took no part, or null. The answer is only good until the next
   * call: copy what must stay. Throws SearchBudgetExceeded (engine `tracer` only).
   */
  search(subject: string, pos?: number, endpos?: number): Spans | null;
  searchAscii(subject: string): Spans | null;
  /** As `searchAscii`, of the whole match at least. Only of engines that are faster at this. */
  boundsAscii?(subject: string): Spans | null;
  /** As `search`, without the groups. */
  test(subject: string): boolean;
  testAscii(subject: string): boolean;
  /**
   * As `search`, with the texts of the groups in place of their spans: number 0 is the match, undefined a group that took no
   * part. Only of engines that are faster at this.
   */
  texts?(subject: string, isAscii: boolean): GroupTexts | null;
}

export type GroupTexts = readonly (string | undefined)[];

/** The texts of all groups, however the engine gives them. */
export function searchTexts(searcher: Searcher, subject: string, isAscii: boolean): GroupTexts | null {
  if (searcher.texts) return searcher.texts(subject, isAscii);
  const spans = isAscii ? searcher.searchAscii(subject) : searcher.search(subject);
  return spans && textsOf(subject, spans);
}

export function textsOf(subject: string, spans: Spans): GroupTexts {
  const texts = new Array<string | undefined>(spans.length / 2);
  for (let group = 0; group < texts.length; group++) {
    const start = spans[2 * group]!;
    texts[group] = start < 0 ? undefined : subject.slice(start, spans[2 * group + 1]);
  }
  return texts;
}

export type Spans = Int32Array | readonly number[];

export type EngineName = 'v8' | 're2' | 'automaton' | 'tracer';

/** The tracing matcher gave up: the search would backtrack (almost) without end. */
export class SearchBudgetExceeded extends Error {
  constructor(steps: number) {
    super(`the search did not end within ${steps} steps`);
  }
}
