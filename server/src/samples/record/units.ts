import { wordsOf } from '../../explain/line-shapes.ts';
import type { CompiledFilter } from '../../matching/compile-filter.ts';
import type { Feature, FeaturedLine } from './line-features.ts';

/** Lines that belong together: one line, those of a connection, or those that are searched at once. */
export interface Unit {
  readonly lines: readonly FeaturedLine[];
  readonly features: readonly Feature[];
}

export interface UnitCollector {
  add(line: FeaturedLine): void;
  finish(): Unit[];
}

/** Units that go through the same: more show nothing new, but one may turn out not to do. */
const mostAlike = 4;
const mostKinds = 5000;
const mostMissedShapes = 1000;
/** Connections that are open at once; the oldest is closed. */
const mostConnections = 2000;
/** A longer connection is no test that anybody reads. */
const longestConnection = 60;
/** Characters of a line. */
const longestLine = 2000;

/** Keeps a few units of each kind, whatever the log's length: by what of the filter they go through, missed lines by their words. */
export function collectUnits({
  filter,
  pick,
}: {
  readonly filter: Pick<CompiledFilter, 'maxLines'>;
  readonly pick: 'fewest' | 'all';
}): UnitCollector {
  const isAll = pick === 'all';
  const kinds = new Map<string, Unit[]>();
  const all: FeaturedLine[] = [];
  const open = new Map<string, { lines: FeaturedLine[]; features: Set<Feature> }>();
  const last: FeaturedLine[] = [];
  const shapes = new Set<string>();

  const keep = (unit: Unit): void => {
    const key = [...unit.features].sort().join('\n');
    const alike = kinds.get(key) ?? [];
    if (alike.length === 0 && kinds.size >= mostKinds) return;
    kinds.set(key, alike);
    const at = alike.findIndex(({ lines }) => lines.length > unit.lines.length);
    alike.splice(at < 0 ? alike.length : at, 0, unit);
    alike.length = Math.min(alike.length, mostAlike);
  };
  const close = (connection: string): void => {
    const { lines, features } = open.get(connection)!;
    open.delete(connection);
    if (lines.length <= longestConnection) keep({ lines, features: [...features] });
  };
  const addMissed = (line: FeaturedLine): void => {
    if (shapes.size >= mostMissedShapes) return;
    const shape = wordsOf(line.text.slice(0, line.date.start) + line.text.slice(line.date.end)).join(' ');
    if (shapes.has(shape)) return;
    shapes.add(shape);
    kinds.set(`missed ${shape}`, [{ lines: [line], features: line.features }]);
  };

  return {
    add: (line) => {
      if (isAll) return void all.push(line);
      if (filter.maxLines > 1) {
        last.push(line);
        if (last.length > filter.maxLines) last.shift();
      }
      if (line.text.length > longestLine) return;
      if (line.verdict === 'missed' && line.connections.length === 0) return addMissed(line);
      if (filter.maxLines > 1)
        return keep({ lines: [...last], features: [...new Set(last.flatMap(({ features }) => features))] });
      const [connection] = line.connections;
      if (connection === undefined) return keep({ lines: [line], features: line.features });
      let known = open.get(connection);
      if (!known) {
        if (open.size >= mostConnections) close([...open.keys()][0]!);
        known = { lines: [], features: new Set() };
        open.set(connection, known);
      }
      if (known.lines.length <= longestConnection) known.lines.push(line);
      line.features.forEach((feature) => known.features.add(feature));
    },
    finish: () => {
      if (isAll) return unite(all);
      for (const connection of [...open.keys()]) close(connection);
      return [...kinds.values()].flat().sort((a, b) => a.lines[0]!.number - b.lines[0]!.number);
    },
  };
}

/** Every line, those of a connection together. */
function unite(lines: readonly FeaturedLine[]): Unit[] {
  const units = new Map<string, FeaturedLine[]>();
  for (const line of lines) {
    const key = line.connections[0] === undefined ? `line ${line.number}` : `connection ${line.connections[0]}`;
    units.set(key, [...(units.get(key) ?? []), line]);
  }
  return [...units.values()].map((own) => ({ lines: own, features: [...new Set(own.flatMap((one) => one.features))] }));
}
