import { createAlphabet } from '../automata/alphabet.ts';
import { findText } from '../automata/decide.ts';
import { createDfa } from '../automata/dfa.ts';
import { createNfa } from '../automata/from-pattern.ts';
import { setsOf, type Nfa } from '../automata/nfa.ts';
import type { Pattern } from '../pyre/nodes.ts';
import { parsePattern } from '../pyre/parser.ts';
import { once } from '../text/once.ts';

const maxSteps = 60_000;
const maxStates = 3_000;

const whole = (source: string): (() => Nfa) =>
  once(() => createNfa(parsePattern(source).pattern!, { error: 'more', mode: 'whole' })!);
/** What fail2ban searches: a line with its end. */
const anyLine = whole('\\A(?s:.*)\\n\\Z');
const readableLine = whole('\\A[ -~]*\\n\\Z');

/**
 * Texts in which one of the patterns is found and the other is not, without the line end: readable ones where there are some. `none`: proved that there is no
 * such text. `undecided`: the patterns cannot be told exactly by automata, or that takes too long.
 */
export function differingTexts(one: Pattern, other: Pattern): readonly string[] | 'none' | 'undecided' {
  const nfas = [one, other].map((pattern) => createNfa(pattern, { error: 'more', mode: 'search', maxStates: 6000 }));
  const [left, right] = nfas;
  if (!left?.isExact || !right?.isExact) return 'undecided';
  const alphabet = createAlphabet(new Set([left, right, anyLine(), readableLine()].flatMap(setsOf)));
  const [a, b, line, readable] = [left, right, anyLine(), readableLine()].map((nfa) =>
    createDfa(nfa, alphabet, maxStates),
  );
  const texts: string[] = [];
  let isProved = true;
  for (const [taken, left] of [
    [b, a],
    [a, b],
  ] as const)
    for (const lines of [readable!, line!]) {
      const answer = findText(
        [
          { dfa: taken!, taken: true },
          { dfa: left!, taken: false },
          { dfa: lines, taken: true },
        ],
        alphabet,
        { maxSteps },
      );
      if (answer.kind === 'undecided') isProved = false;
      if (answer.kind !== 'found') continue;
      texts.push(answer.text.replace(/\n$/, ''));
      break;
    }
  if (texts.length > 0) return texts;
  return isProved ? 'none' : 'undecided';
}
