import { createSnapshotFileSystem } from '../../host/recorded-files.ts';
import type { Guard } from '../../matching/search-block.ts';
import { verifyFilter, type VerifiedFilter } from '../../samples/verify-filter.ts';
import { compileSearcher } from '../../translate/compile.ts';
import type { Re2 } from '../../translate/re2-searcher.ts';
import type { VerifyInput } from './messages.ts';
import { secondsNow } from './prepared-log.ts';

/** Runs samples of files that another thread has read. */
export function verifyInput(
  { files, regexMilliseconds, ...request }: VerifyInput,
  guard: Guard,
  re2: Re2 | undefined,
): VerifiedFilter {
  const { python } = request;
  return verifyFilter({
    ...request,
    files: createSnapshotFileSystem(files),
    loadedAt: secondsNow(),
    deadline: {
      guard,
      milliseconds: regexMilliseconds,
      fallback: ({ pattern }) => re2 && compileSearcher(pattern, { engine: 're2', re2, python }).searcher,
    },
  });
}
