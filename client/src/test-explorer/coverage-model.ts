import type { CoverageRow, Range } from '../../../server/src/protocol.ts';

/** A regex in a file with the branches that its line holds. */
export interface CoveredStatement {
  readonly range: Range;
  readonly hits: number;
  readonly branches: readonly { readonly range: Range; readonly label: string; readonly hits: number }[];
}

export interface CoveredFile {
  readonly uri: string;
  readonly statements: readonly CoveredStatement[];
}

/** What the samples of several filters go through, by file: a regex or a branch that more than one filter reads counts once, with all its hits. */
export function coveredFiles(rows: readonly CoverageRow[]): CoveredFile[] {
  const files = new Map<string, CoverageRow[]>();
  for (const row of joined(rows)) {
    const of = files.get(row.location.uri);
    if (of) of.push(row);
    else files.set(row.location.uri, [row]);
  }
  return [...files].map(([uri, of]) => ({ uri, statements: statementsOf(of) }));
}

function joined(rows: readonly CoverageRow[]): CoverageRow[] {
  const byPlace = new Map<string, CoverageRow>();
  for (const row of rows) {
    const key = `${row.kind} ${row.location.uri} ${JSON.stringify(row.location.range)}`;
    const known = byPlace.get(key);
    byPlace.set(key, known ? { ...known, hits: known.hits + row.hits } : row);
  }
  return [...byPlace.values()];
}

function statementsOf(rows: readonly CoverageRow[]): CoveredStatement[] {
  const regexes = rows.filter(({ kind }) => kind !== 'branch');
  const branches = new Map<CoverageRow, CoverageRow[]>(regexes.map((regex) => [regex, []]));
  const alone: CoverageRow[] = [];
  for (const branch of rows.filter(({ kind }) => kind === 'branch')) {
    // A branch of a variable stands in a line of its own: it is no part of one regex.
    const regex = regexes.find(({ location }) => location.range.start.line === branch.location.range.start.line);
    if (regex) branches.get(regex)!.push(branch);
    else alone.push(branch);
  }
  const toBranch = ({ location, text, hits }: CoverageRow) => ({ range: location.range, label: text, hits });
  const byLine = new Map<number, CoverageRow[]>();
  for (const branch of alone) {
    const { line } = branch.location.range.start;
    byLine.set(line, [...(byLine.get(line) ?? []), branch]);
  }
  return [
    ...regexes.map((regex) => ({
      range: regex.location.range,
      hits: regex.hits,
      branches: branches.get(regex)!.map(toBranch),
    })),
    ...[...byLine.values()].map((ways) => ({
      range: { start: ways[0]!.location.range.start, end: ways.at(-1)!.location.range.end },
      hits: ways.reduce((sum, { hits }) => sum + hits, 0),
      branches: ways.map(toBranch),
    })),
  ];
}
