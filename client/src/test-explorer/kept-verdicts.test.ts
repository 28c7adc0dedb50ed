import { expect, it } from 'vitest';
import { createFileChanges, type KeptVerdicts } from './kept-verdicts.ts';
import { wantedSamples, type WantedFilter } from './selection.ts';
import { testTree } from './tree.ts';

const filter = 'file:///e/filter.d/app.conf';
const sample = 'file:///e/filter.d/samples/app';
const common = 'file:///e/filter.d/common.conf';

function wanted(...samples: readonly string[]): WantedFilter {
  const line = { line: 1, isCommented: true, text: 'bad', matches: true, description: null };
  const tree = testTree([{ filter, name: 'app', samples: samples.map((uri) => ({ uri, lines: [{ ...line, uri }] })) }]);
  return wantedSamples(tree, undefined, [])[0]!;
}

function run(kept: KeptVerdicts, begun = kept.moment()): void {
  kept.keep(filter, { begun, files: new Set([filter, sample, common]), rows: [] });
}

it('should let a filter be run again only when a file changes that its run read', () => {
  const changes = createFileChanges();
  const kept = changes.createKept();
  expect(kept.of(wanted(sample))).toBeUndefined();
  run(kept);
  changes.changed('file:///e/filter.d/other.conf');
  expect(kept.of(wanted(sample))).toBeDefined();
  changes.changed(common);
  expect(kept.of(wanted(sample))).toBeUndefined();
  run(kept);
  expect(kept.of(wanted(sample))).toBeDefined();
});

it('should not keep what an edit overtook while it ran', () => {
  const changes = createFileChanges();
  const kept = changes.createKept();
  const begun = kept.moment();
  changes.changed(filter);
  run(kept, begun);
  expect(kept.of(wanted(sample))).toBeUndefined();
});

it('should run a sample that has come since, and all where the server was started anew', () => {
  const changes = createFileChanges();
  const kept = changes.createKept();
  run(kept);
  expect(kept.of(wanted(sample, 'file:///e/filter.d/testcases/app'))).toBeUndefined();
  changes.allChanged();
  expect(kept.of(wanted(sample))).toBeUndefined();
});
