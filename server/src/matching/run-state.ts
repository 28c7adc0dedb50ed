/**
 * What the lines so far decide about how the next ones are counted. Runs over one filter whose states are equal count the same lines alike, as long as nothing
 * overruns and no date template contests the place of another. Only of countable filters (`isCountable`) with `maxlines` 1, and without findings.
 */
export interface RunState {
  /** Of dates and prefregex. */
  readonly lines: string;
  /** The lines that share an `<F-MLFID>`, the oldest first. */
  readonly connections: readonly (readonly [id: string, known: string])[];
}

/**
 * The connections about which two states differ: runs that go on in them count alike as long as no line is of one of these. Undefined where they may count
 * otherwise all the same. That one state holds more old connections changes nothing else: they leave the full cache first.
 */
export function strangersTo(one: RunState, other: RunState): readonly string[] | undefined {
  if (one.lines !== other.lines) return undefined;
  const [a, b] = [one.connections, other.connections];
  let alike = 0;
  const isAlike = (back: number): boolean => {
    const [x, y] = [a[a.length - back], b[b.length - back]];
    return x !== undefined && y !== undefined && x[0] === y[0] && x[1] === y[1];
  };
  while (isAlike(alike + 1)) alike++;
  return [...a.slice(0, a.length - alike), ...b.slice(0, b.length - alike)].map(([id]) => id);
}
