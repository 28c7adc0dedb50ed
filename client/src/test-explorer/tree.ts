import type { FilterTests, SampleLine } from '../../../server/src/protocol.ts';
import { fileName } from '../file-name.ts';

/** A filter, a sample file of it, or a log line with what is expected of it. */
export interface TestNode {
  /** Stays the same while lines come and go above, and while the expectation changes. */
  readonly id: string;
  readonly label: string;
  readonly description: string;
  readonly uri: string;
  /** From 0; null for a file. */
  readonly line: number | null;
  readonly children: readonly TestNode[];
}

export interface SampleNode extends TestNode {
  /** Its lines by `lineKey`. */
  readonly byLine: ReadonlyMap<string, string>;
}

export interface FilterNode extends TestNode {
  readonly children: readonly SampleNode[];
}

/** Longest part of a log line that a label holds. */
const labelLength = 200;

export function lineKey(uri: string, line: number): string {
  return `${uri} ${line}`;
}

/** Filters, their samples, and each line as a test. */
export function testTree(filters: readonly FilterTests[]): FilterNode[] {
  const places = placesOf(filters);
  return filters
    .map(({ filter, name, samples }) => ({
      id: filter,
      label: name,
      description: places.get(filter) ?? '',
      uri: filter,
      line: null,
      children: samples.map((sample) => sampleNode(filter, sample)),
    }))
    .sort((a, b) => (a.label < b.label ? -1 : a.label > b.label ? 1 : 0));
}

/** Of filters of the same name: the folders by which they differ, from the first that does. */
function placesOf(filters: readonly FilterTests[]): Map<string, string> {
  const foldersOf = ({ filter }: FilterTests): string[] => filter.split('/').slice(0, -1);
  const places = new Map<string, string>();
  const byName = new Map<string, FilterTests[]>();
  for (const one of filters) byName.set(one.name, [...(byName.get(one.name) ?? []), one]);
  for (const same of byName.values()) {
    if (same.length === 1) continue;
    const all = same.map(foldersOf);
    const first = all[0]!.findIndex((folder, i) => all.some((other) => other[i] !== folder));
    same.forEach(({ filter }, i) => {
      const folders = first === -1 ? all[i]!.slice(-1) : all[i]!.slice(first);
      places.set(filter, decodeURIComponent(folders.join('/')));
    });
  }
  return places;
}

function sampleNode(filter: string, { uri, lines }: FilterTests['samples'][number]): SampleNode {
  const id = `${filter} ${uri}`;
  const seen = new Map<string, number>();
  const byLine = new Map<string, string>();
  const children = lines.map((line): TestNode => {
    const text = `${line.uri === uri ? '' : `${line.uri} `}${line.text}`;
    const before = seen.get(text) ?? 0;
    seen.set(text, before + 1);
    const lineId = `${id} ${text}${before === 0 ? '' : ` (${before + 1})`}`;
    byLine.set(lineKey(line.uri, line.line), lineId);
    return {
      id: lineId,
      label: line.text.length > labelLength ? `${line.text.slice(0, labelLength)}…` : line.text,
      description: descriptionOf(line, uri),
      uri: line.uri,
      line: line.line,
      children: [],
    };
  });
  return { id, label: sampleName(uri), description: '', uri, line: null, children, byLine };
}

function descriptionOf({ uri, matches, description }: SampleLine, sample: string): string {
  return [
    matches ? 'match' : 'no match',
    ...(description === null ? [] : [description]),
    ...(uri === sample ? [] : [fileName(uri)]),
  ].join(' · ');
}

/** With its folder: the file is called as its filter is. */
function sampleName(uri: string): string {
  return `${fileName(uri.slice(0, uri.lastIndexOf('/')))}/${fileName(uri)}`;
}
