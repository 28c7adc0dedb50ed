import type { Fail2banVersion } from '../config/fail2ban-version.ts';
import { compileFilter } from '../matching/compile-filter.ts';
import type { DatedBlock } from '../matching/date-stage.ts';
import { createBlockSearch, type Deadline } from '../matching/search-block.ts';
import type { SearchOptions } from '../matching/search-run.ts';
import type { PythonVersion } from '../pyre/python-version.ts';
import { MappedText } from '../text/mapped-text.ts';
import type { AddressBook } from './address-book.ts';
import { createAttemptIds } from './attempt-id.ts';
import { attemptSearch } from './attempt-search.ts';

/** Lines that tell of a success of an address: a login, a page that was served. */
export interface Successes {
  add(block: DatedBlock): void;
  /** Lines of success by address, 0 where there is none. */
  countOf(address: number): number;
}

/**
 * What stands for success in the logs of common programs, as failregexes over a line without its date. A line that an attacker wrote can look like
 * one: it is a hint, no proof.
 */
export const stockSuccesses: readonly string[] = [
  '^.*sshd(?:-session)?\\[\\d+\\]: Accepted \\S+ for \\S+ from <HOST> port \\d+(?:\\s|$)',
  '^.*(?:imap|pop3|submission|managesieve)-login: (?:Info: )?Login: user=<[^<>]*>.*, rip=<HOST>,',
  '^<HOST> \\S+ \\S+ \\[?\\]? ?"[A-Z]+ [^"]* HTTP/[\\d.]+" 200 ',
];

/** Those of `stockSuccesses`. */
export function createStockSuccesses(
  book: AddressBook,
  { fail2ban, python, deadline }: { fail2ban: Fail2banVersion; python: PythonVersion; deadline?: Deadline },
): Successes {
  const { filter } = compileFilter(
    { failregex: stockSuccesses.map((text) => MappedText.builtin(text, 'success')), ignoreregex: [] },
    { useDns: 'no', fail2ban, python, maxLines: 1 },
  );
  return createSuccesses(attemptSearch(filter, createAttemptIds(book, 'no', fail2ban), fail2ban), book, deadline);
}

/** `options`: `attemptSearch` of a filter with these regexes. */
export function createSuccesses(options: SearchOptions, book: AddressBook, deadline?: Deadline): Successes {
  const search = createBlockSearch(options, deadline);
  let counts = new Int32Array(64);
  return {
    add: (block) => {
      const results = search.search(block);
      for (let i = 0; i < search.searched; i++) {
        const { failed: address } = results[i]!;
        if (address === undefined || address < 0) continue;
        if (address >= counts.length) {
          const larger = new Int32Array(2 * book.ids.length);
          larger.set(counts);
          counts = larger;
        }
        counts[address]!++;
      }
    },
    countOf: (address) => counts[address] ?? 0,
  };
}
