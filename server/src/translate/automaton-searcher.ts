import { OutOfBudget } from '../automata/dfa.ts';
import { createNfa } from '../automata/from-pattern.ts';
import { createTextTest } from '../automata/text-test.ts';
import type { Pattern } from '../pyre/nodes.ts';
import { searchTexts, type Searcher } from './searcher.ts';

/**
 * Tells whether there is a match by an automaton, in a time that grows with the text's length alone; only where there is one, `present` is asked for its
 * groups. Undefined where no automaton says just what the pattern does: back-references, conditionals, atomic groups, look-around of more than one character.
 */
export function createAutomatonSearcher(pattern: Pattern, present: Searcher): Searcher | undefined {
  const nfa = createNfa(pattern, { error: 'more', mode: 'search' });
  if (!nfa?.isExact) return undefined;
  // Now, not at the first search: that one may be under a deadline.
  const automaton = createTextTest(nfa);
  const test = (subject: string): boolean => {
    try {
      return automaton.takes(subject);
    } catch (error) {
      if (error instanceof OutOfBudget) return present.test(subject);
      throw error;
    }
  };
  return {
    engine: 'automaton',
    groupCount: present.groupCount,
    groupNames: present.groupNames,
    search: (subject, pos = 0, endpos = subject.length) => {
      const isWhole = pos <= 0 && endpos >= subject.length;
      return isWhole && !test(subject) ? null : present.search(subject, pos, endpos);
    },
    searchAscii: (subject) => (test(subject) ? present.searchAscii(subject) : null),
    test,
    testAscii: test,
    texts: (subject, isAscii) => (test(subject) ? searchTexts(present, subject, isAscii) : null),
  };
}
