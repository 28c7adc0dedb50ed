import { bracketOptions, resolveFilter } from '../config/resolve.ts';
import type { Fail2banVersion } from '../config/fail2ban-version.ts';
import type { FileSystem } from '../host/file-system.ts';
import type { SampleOptions } from './condition.ts';
import type { FilterCoverage } from './coverage.ts';
import { createFilterCoverage, lineStarts } from './filter-coverage.ts';
import type { FilterOfSamples } from './find-samples.ts';
import { readSampleFiles } from './read-sample-files.ts';
import type { SampleMachine } from './subject.ts';
import { filterOptions, verifySample, type SampleTest } from './verify-sample.ts';

export interface FilterRequest extends SampleMachine {
  readonly filter: FilterOfSamples;
  /** Its sample files. */
  readonly samples: readonly string[];
}

/** What running all samples of a filter gives. */
export interface VerifiedFilter {
  readonly samples: readonly { readonly path: string; readonly tests: readonly SampleTest[] }[];
  readonly coverage: FilterCoverage;
}

export function verifyFilter({ filter, samples, ...machine }: FilterRequest): VerifiedFilter {
  const { observe, read } = createFilterCoverage(filter, machine.python, lineStarts(machine.files));
  const { name, target } = filter;
  const verified = samples.map((path) => ({ path, tests: verifySample({ ...machine, path, name, target, observe }) }));
  return { samples: verified, coverage: read() };
}

/**
 * Reads every file that `verifyFilter` needs, and perhaps some more: so that one who remembers them can run it elsewhere. `own`: other options that it will be
 * run with.
 */
export function readFilesOf(
  files: FileSystem,
  { target }: FilterOfSamples,
  samples: readonly string[],
  fail2ban: Fail2banVersion,
  own: SampleOptions = {},
): void {
  const sets: SampleOptions[] = [{}, own];
  for (const sample of samples) {
    let common: SampleOptions = {};
    for (const { items = [] } of readSampleFiles(files, sample))
      for (const item of items) {
        if (item.kind === 'fileOptions') common = item.options;
        if (item.kind === 'filterOptions') for (const own of item.sets) sets.push({ ...common, ...own });
      }
  }
  for (const options of new Map(sets.map((set) => [JSON.stringify(set), set])).values())
    resolveFilter({
      files,
      target,
      options: bracketOptions(filterOptions(options), 'sample'),
      fail2ban,
      via: 'fail2ban-regex',
    });
}
