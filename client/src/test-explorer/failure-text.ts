import type { CheckFailure } from '../../../server/src/protocol.ts';

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
