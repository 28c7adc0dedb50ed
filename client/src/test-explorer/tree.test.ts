import { expect, it } from 'vitest';
import type { FilterTests, SampleLine } from '../../../server/src/protocol.ts';
import { wantedSamples } from './selection.ts';
import { lineKey, testTree } from './tree.ts';

const sample = 'file:///e/filter.d/samples/app%2B';

function line(number: number, text: string, over: Partial<SampleLine> = {}): SampleLine {
  return { uri: sample, line: number, isCommented: true, text, matches: true, description: null, ...over };
}

function filter(lines: readonly SampleLine[], name = 'app'): FilterTests {
  return { filter: `file:///e/filter.d/${name}.conf`, name, samples: [{ uri: sample, lines }] };
}

it('should name filters, samples and lines', () => {
  const [second, first] = testTree([
    filter([line(1, 'bad', { description: 'an attempt' }), line(2, 'good', { matches: false })], 'b'),
    filter([line(1, 'x', { uri: 'file:///e/filter.d/samples/other' })], 'a'),
  ]).reverse();
  expect(first!.label).toBe('a');
  expect(first!.children[0]!.children[0]!.description).toBe('match · other');
  expect(second!.children[0]).toMatchObject({ label: 'samples/app+', line: null });
  expect(second!.children[0]!.children.map(({ label, description, line: at }) => [label, description, at])).toEqual([
    ['bad', 'match · an attempt', 1],
    ['good', 'no match', 2],
  ]);
});

it('should tell filters of the same name apart by their folders', () => {
  const filters = ['e/filter.d', 'e/carried%20one/filter.d'].map((folder) => ({
    ...filter([line(1, 'x')]),
    filter: `file:///${folder}/app.conf`,
  }));
  expect(testTree([...filters, filter([], 'other')]).map(({ label, description }) => [label, description])).toEqual([
    ['app', 'filter.d'],
    ['app', 'carried one/filter.d'],
    ['other', ''],
  ]);
});

it('should keep the ids of lines while others come and go above, and tell equal lines apart', () => {
  const ids = (lines: readonly SampleLine[]) => testTree([filter(lines)])[0]!.children[0]!.children.map(({ id }) => id);
  const before = ids([line(1, 'same'), line(3, 'same'), line(5, 'last')]);
  expect(new Set(before).size).toBe(3);
  expect(ids([line(1, 'new'), line(3, 'same'), line(5, 'same'), line(7, 'last')]).slice(1)).toEqual(before);
});

it('should find a line by its place', () => {
  const [tree] = testTree([filter([line(1, 'bad'), line(3, 'x', { uri: 'file:///other' })])]);
  const { byLine, children } = tree!.children[0]!;
  expect(byLine.get(lineKey(sample, 1))).toBe(children[0]!.id);
  expect(byLine.get(lineKey('file:///other', 3))).toBe(children[1]!.id);
});

it.each<
  [string, (ids: { filter: string; sample: string; lines: string[] }) => [string[] | undefined, string[]], string]
>([
  ['all', () => [undefined, []], 'a:one two b:one two'],
  ['a filter', ({ filter: id }) => [[id], []], 'a:one two'],
  ['a sample', ({ sample: id }) => [[id], []], 'a:one two'],
  ['a line', ({ lines }) => [[lines[1]!], []], 'a:two'],
  ['all but a line', ({ lines }) => [undefined, [lines[0]!]], 'a:two b:one two'],
  ['all but a filter', ({ filter: id }) => [undefined, [id]], 'b:one two'],
  ['what is gone', () => [['gone'], []], ''],
])('should choose %s', (_, choose, expected) => {
  const tree = testTree([filter([line(1, 'one'), line(2, 'two')], 'a'), filter([line(1, 'one'), line(2, 'two')], 'b')]);
  const [a] = tree;
  const [of] = a!.children;
  const [include, exclude] = choose({ filter: a!.id, sample: of!.id, lines: of!.children.map(({ id }) => id) });
  const told = wantedSamples(tree, include, exclude).map(
    ({ filter: one, lines }) => `${one.label}:${[...lines].map((id) => id.split(' ').at(-1)).join(' ')}`,
  );
  expect(told.join(' ')).toBe(expected);
});
