import { createSnapshotFileSystem } from '../../host/recorded-files.ts';
import { splitLines } from '../../matching/line-block.ts';
import type { Deadline, Guard } from '../../matching/search-block.ts';
import { ownFiles } from '../../samples/filter-coverage.ts';
import { createRecorder, type Recording } from '../../samples/record/record.ts';
import { verifyFilter, type VerifiedFilter } from '../../samples/verify-filter.ts';
import { createSafeSearcher } from '../../translate/compile.ts';
import type { Re2 } from '../../translate/re2-searcher.ts';
import type { RecordInput, VerifyInput } from './messages.ts';
import { secondsNow } from './prepared-log.ts';

/** Near misses that are recorded with the lines that fail2ban takes. */
const nearMisses = 3;

/** Runs samples of files that another thread has read. */
export function verifyInput(
  { files, regexMilliseconds, ...request }: VerifyInput,
  guard: Guard,
  re2: Re2 | undefined,
): VerifiedFilter {
  return verifyFilter({
    ...request,
    files: createSnapshotFileSystem(files),
    loadedAt: secondsNow(),
    deadline: deadlineOf({ regexMilliseconds, ...request }, guard, re2),
  });
}

/** Makes a sample of a log with a filter whose files another thread has read. A text: what keeps the filter from being loaded, in fail2ban's words. */
export function recordInput(input: RecordInput, guard: Guard, re2: Re2 | undefined): Recording | string {
  const { filter, files, fail2ban, python, text, pick, existing } = input;
  const recorder = createRecorder({
    files: createSnapshotFileSystem(files),
    fail2ban,
    python,
    loadedAt: secondsNow(),
    deadline: deadlineOf(input, guard, re2),
    target: filter.target,
    options: {},
    isOwn: ownFiles(filter),
    pick,
    nearMisses,
    anonymises: true,
    ...(existing === undefined ? {} : { existing }),
  });
  if (typeof recorder === 'string') return recorder;
  recorder.add(splitLines(text, { firstNumber: 1, isAscii: /^[\x00-\x7f]*$/.test(text) }));
  return recorder.finish();
}

function deadlineOf(
  { regexMilliseconds, python }: Pick<VerifyInput, 'regexMilliseconds' | 'python'>,
  guard: Guard,
  re2: Re2 | undefined,
): Deadline {
  return {
    guard,
    milliseconds: regexMilliseconds,
    fallback: ({ pattern, searcher }) => createSafeSearcher(pattern, searcher, { ...(re2 ? { re2 } : {}), python }),
  };
}
