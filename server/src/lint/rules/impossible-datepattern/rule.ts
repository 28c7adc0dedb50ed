import { createAlphabet } from '../../../automata/alphabet.ts';
import { findText } from '../../../automata/decide.ts';
import { createDfa } from '../../../automata/dfa.ts';
import { createNfa } from '../../../automata/from-pattern.ts';
import { setsOf } from '../../../automata/nfa.ts';
import { parsePattern } from '../../../pyre/parser.ts';
import type { PythonVersion } from '../../../pyre/python-version.ts';
import { memoize } from '../../../text/memoize.ts';
import { datePatternsIn } from '../../facts.ts';
import { shownAt, startOf, whole } from '../../places.ts';
import type { Rule } from '../../rule.ts';

export const rule: Rule = {
  name: 'impossible-datepattern',
  severity: 'error',
  summary: 'A datepattern that can be found in no line.',
  check(file, report) {
    for (const { pattern } of datePatternsIn(file)) {
      const { templates } = pattern;
      if (templates.length === 0 || pattern.error || pattern.failure) continue;
      if (!templates.every(({ regex }) => isImpossible(regex, file.versions.python))) continue;
      report({
        message: `No line can hold a date as '${pattern.text.text}' describes it: parts of it exclude each other, such as text behind $ or before ^. fail2ban takes every line for one of this moment.`,
        ...shownAt(pattern.text, whole(pattern.text), startOf(file.path)),
      });
    }
  },
};

/** Proved that no text holds a match; false where that is not so, or not decided. */
const isImpossible = memoize(
  (regex: string, python: PythonVersion) => `${python} ${regex}`,
  (regex, python): boolean => {
    const { pattern } = parsePattern(regex, { python });
    const nfa = pattern && createNfa(pattern, { error: 'more', mode: 'search' });
    if (!nfa) return false;
    const alphabet = createAlphabet(setsOf(nfa));
    return findText([{ dfa: createDfa(nfa, alphabet), taken: true }], alphabet, { maxSteps: 50_000 }).kind === 'none';
  },
);
