import { createSources } from '../config/resolve.ts';
import type { FileSystem } from '../host/file-system.ts';
import type { PythonVersion } from '../pyre/python-version.ts';
import { LineIndex } from '../text/line-index.ts';
import type { Origin } from '../text/mapped-text.ts';
import { createCoverage, type CoverageCounter } from './coverage.ts';
import type { FilterOfSamples } from './find-samples.ts';

/** Whether a file is one of the filter itself (`x.conf`, `x.local`, `x.d/…`), not one that it includes. */
export function ownFiles({ path }: Pick<FilterOfSamples, 'path'>): (file: string) => boolean {
  const stem = path.replace(/\.(?:conf|local)$/, '');
  return (file) => file.startsWith(stem) && /^(?:\.conf|\.local|\.d\/.*)$/.test(file.slice(stem.length));
}

/** Counts what of a filter its samples go through; branches are those of its own `.conf`, `.local` and their folders. */
export function createFilterCoverage(
  filter: Pick<FilterOfSamples, 'path'>,
  python: PythonVersion,
  lineStart: (place: Origin) => number,
): CoverageCounter {
  return createCoverage(python, ownFiles(filter), lineStart);
}

/** Where the line of a place begins, by the files' texts, each looked at once. */
export function lineStarts(files: FileSystem): (place: Origin) => number {
  const sources = createSources(files);
  const indexes = new Map<string, LineIndex | undefined>();
  return ({ file, span }) => {
    if (!indexes.has(file)) {
      const source = file.startsWith('builtin:') ? undefined : sources.read(file);
      indexes.set(file, source && new LineIndex(source.tree.text));
    }
    const index = indexes.get(file);
    return index ? index.lineStart(index.positionAt(span.start).line) : span.start;
  };
}
