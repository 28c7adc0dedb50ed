import type { Fail2banVersion } from '../config/fail2ban-version.ts';
import { compileFilter } from '../matching/compile-filter.ts';
import type { DatedBlock } from '../matching/date-stage.ts';
import { createBlockSearch, type Deadline } from '../matching/search-block.ts';
import type { SearchOptions } from '../matching/search-run.ts';
import type { PythonVersion } from '../pyre/python-version.ts';
import { MappedText } from '../text/mapped-text.ts';
import { AddressBook } from './address-book.ts';
import { createAttemptIds } from './attempt-id.ts';
import { attemptSearch } from './attempt-search.ts';

/** Lines that tell of a success of an address: a login, a page that was served. */
export interface Successes {
  add(block: DatedBlock): void;
  /** Lines of success of an address, 0 where there is none. */
  countOf(id: string): number;
  entries(): Iterable<CountedSuccess>;
  addLines(id: string, lines: number): void;
  clear(): void;
}

/** Lines of success of one address. */
export interface CountedSuccess {
  readonly id: string;
  readonly lines: number;
}

/**
 * What stands for success in the logs of common programs, as failregexes over a line without its date. A line that an attacker wrote can look like
 * one: it is a hint, no proof. What each must hold is told apart sooner from other logs where it begins with a rare letter and is one text.
 */
export const stockSuccesses: readonly string[] = [
  '^.*sshd(?:-session)?\\[\\d+\\]:\\s+Accepted \\S+ for \\S+ from <HOST> port \\d+(?:\\s|$)',
  '^.*\\w-login: (?:Info: )?Login: user=<[^<>]*>.*, rip=<HOST>,',
  '^<HOST> \\S+ \\S+ \\[?\\]? ?"[A-Z]+ [^"]*HTTP/[\\d.]+" 200 ',
];

/** Those of `stockSuccesses`. */
export function createStockSuccesses({
  fail2ban,
  python,
  deadline,
}: {
  readonly fail2ban: Fail2banVersion;
  readonly python: PythonVersion;
  readonly deadline?: Deadline;
}): Successes {
  const book = new AddressBook();
  const { filter } = compileFilter(
    { failregex: stockSuccesses.map((text) => MappedText.builtin(text, 'success')), ignoreregex: [] },
    { useDns: 'no', fail2ban, python, maxLines: 1 },
  );
  return createSuccesses(attemptSearch(filter, createAttemptIds(book, 'no', fail2ban), fail2ban), book, deadline);
}

/** `options`: `attemptSearch` of a filter with these regexes; `book`: for their addresses alone. */
function createSuccesses(options: SearchOptions, book: AddressBook, deadline?: Deadline): Successes {
  const search = createBlockSearch(options, deadline);
  /** By number in the book. */
  let counts = new Int32Array(64);
  const addTo = (address: number, lines: number): void => {
    if (address >= counts.length) {
      const larger = new Int32Array(2 * book.ids.length);
      larger.set(counts);
      counts = larger;
    }
    counts[address]! += lines;
  };
  return {
    add: (block) => {
      const results = search.searchUnlessIdle(block);
      if (!results) return;
      const { searched, failed } = search;
      for (let i = 0; i < searched; i++) if (results[i]!.hasFailed && failed[i]! >= 0) addTo(failed[i]!, 1);
    },
    countOf: (id) => counts[book.find(id) ?? -1] ?? 0,
    entries: () => book.ids.map((id, address) => ({ id, lines: counts[address] ?? 0 })),
    addLines: (id, lines) => addTo(book.numberOf(id), lines),
    clear: () => {
      book.clear();
      counts.fill(0);
    },
  };
}
