import type { CheckFailure, FilterVerdict } from '../../../server/src/protocol.ts';
import { fileName } from '../file-name.ts';

/** A failure as the editor shows it; `expected` and `actual` are side by side where both are told. */
export interface FailureText {
  readonly message: string;
  readonly expected: string | null;
  readonly actual: string | null;
}

/** The failure in words, with why the line does not match, and what differs as JSON: of what is, only what was named, and the failregex. */
export function failureText({ message, expected, got, options, why }: CheckFailure): FailureText {
  const words = [
    `${message}${options && Object.keys(options).length > 0 ? ` (with ${JSON.stringify(options)})` : ''}`,
    ...why,
  ].join('\n');
  if (!expected || !got) return { message: words, expected: null, actual: null };
  const shown = ['match', ...Object.keys(expected), 'failregex', 'error'];
  const actual = Object.fromEntries([...new Set(shown)].flatMap((key) => (key in got ? [[key, got[key]]] : [])));
  const wanted = Object.fromEntries(
    [...new Set(shown)].flatMap((key) => (key in expected ? [[key, expected[key]]] : [])),
  );
  return { message: words, expected: JSON.stringify(wanted, null, 2), actual: JSON.stringify(actual, null, 2) };
}

/** What a run of a filter's samples gave, for the terminal: what does not hold, then the counts. Nothing in a log line is obeyed there. */
export function verdictText(name: string, { samples, coverage }: Omit<FilterVerdict, 'files'>): string {
  const checks = samples.flatMap((sample) => sample.checks);
  const failed = checks.filter(({ failures }) => failures.length > 0);
  const covered = coverage.filter(({ hits }) => hits > 0).length;
  const lines = failed.flatMap(({ uri, line, title, failures }) =>
    failures.map(
      ({ message }) =>
        `  ${fileName(uri)}${line === null ? `: ${title}: ${message}` : `:${line + 1}: ${message}: ${title}`}`,
    ),
  );
  const counts = `${name}: ${checks.length - failed.length} hold, ${failed.length} do not; ${covered} of ${coverage.length} regexes and branches covered`;
  return `${[...lines, counts].map(plain).join('\n')}\n`;
}

/** Without what a terminal would obey. */
function plain(text: string): string {
  return text.replace(/[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]/g, '\ufffd');
}
