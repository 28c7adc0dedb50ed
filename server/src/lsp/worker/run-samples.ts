import { createSnapshotFileSystem } from '../../host/recorded-files.ts';
import { splitLines } from '../../matching/line-block.ts';
import type { Deadline, Guard } from '../../matching/search-block.ts';
import { checkPack, type PackChecks } from '../../pack/check-pack.ts';
import { PackError } from '../../pack/pack-request.ts';
import { ownFiles } from '../../samples/filter-coverage.ts';
import { createRecorder, type Recording } from '../../samples/record/record.ts';
import { verifyFilter, type FilterRequest, type VerifiedFilter } from '../../samples/verify-filter.ts';
import { createSafeSearcher } from '../../translate/compile.ts';
import type { Re2 } from '../../translate/re2-searcher.ts';
import { findMutants, type MutantReport } from '../../mutants/find-mutants.ts';
import type { MutantsInput, RecordInput, VerifyInput } from './messages.ts';
import { secondsNow } from './prepared-log.ts';

/** Near misses that are recorded with the lines that fail2ban takes. */
const nearMisses = 3;

/** What searches are run by. */
export interface SampleTools {
  readonly guard: Guard;
  readonly re2: Re2 | undefined;
}

/** Runs samples of files that another thread has read. */
export function verifyInput(input: VerifyInput, tools: SampleTools): VerifiedFilter {
  return verifyFilter(requestOf(input, tools));
}

/** Runs them for a pack of the filter. A text: why that cannot be packed. */
export function checkPackInput(input: VerifyInput, tools: SampleTools): PackChecks | string {
  try {
    return checkPack(requestOf(input, tools));
  } catch (error) {
    if (error instanceof PackError) return error.message;
    throw error;
  }
}

/** Tells of a step so often at most. */
const stepMilliseconds = 100;

/** Tries changes of a filter whose files another thread has read on its samples. */
export function mutantsInput(
  { filter, samples, files, milliseconds, ...input }: MutantsInput,
  tools: SampleTools,
  step: (done: number, of: number) => void,
): MutantReport {
  const end = performance.now() + milliseconds;
  let told = -Infinity;
  return findMutants({
    ...filter,
    paths: samples,
    fail2ban: input.fail2ban,
    python: input.python,
    files: createSnapshotFileSystem(files),
    loadedAt: secondsNow(),
    deadline: deadlineOf(input, tools),
    isOwn: ownFiles(filter),
    isOver: () => performance.now() > end,
    progress: (done, of) => {
      if (performance.now() - told < stepMilliseconds) return;
      told = performance.now();
      step(done, of);
    },
  });
}

function requestOf(input: VerifyInput, tools: SampleTools): FilterRequest {
  const { files, filter, samples, fail2ban, python } = input;
  return {
    filter,
    samples,
    fail2ban,
    python,
    files: createSnapshotFileSystem(files),
    loadedAt: secondsNow(),
    deadline: deadlineOf(input, tools),
  };
}

/** Makes a sample of a log with a filter whose files another thread has read. A text: what keeps the filter from being loaded, in fail2ban's words. */
export function recordInput(input: RecordInput, tools: SampleTools): Recording | string {
  const { filter, files, fail2ban, python, text, pick, options, existing } = input;
  const recorder = createRecorder({
    files: createSnapshotFileSystem(files),
    fail2ban,
    python,
    loadedAt: secondsNow(),
    deadline: deadlineOf(input, tools),
    target: filter.target,
    options,
    isOwn: ownFiles(filter),
    pick: pick === 'fewest' ? pick : 'all',
    nearMisses,
    anonymises: pick !== 'asIs',
    ...(existing === undefined ? {} : { existing }),
  });
  if (typeof recorder === 'string') return recorder;
  recorder.add(splitLines(text, { firstNumber: 1, isAscii: /^[\x00-\x7f]*$/.test(text) }));
  return recorder.finish();
}

function deadlineOf(
  { regexMilliseconds, python }: Pick<VerifyInput, 'regexMilliseconds' | 'python'>,
  { guard, re2 }: SampleTools,
): Deadline {
  return {
    guard,
    milliseconds: regexMilliseconds,
    fallback: ({ pattern, searcher }) => createSafeSearcher(pattern, searcher, { ...(re2 ? { re2 } : {}), python }),
  };
}
