import type { CharClass, Node } from '../../../pyre/nodes.ts';
import { children } from '../../../pyre/walk.ts';
import type { Origin } from '../../../text/mapped-text.ts';
import { encloses } from '../../../text/span.ts';
import { readRegexesIn } from '../../facts.ts';
import { shownAt, startOf } from '../../places.ts';
import type { DangerInFile, Fix, Rule } from '../../rule.ts';

export const rule: Rule = {
  name: 'word-as-set',
  severity: 'warning',
  summary: 'A word in brackets, [error], takes one of its letters.',
  check(file, report, dangers) {
    for (const { regex } of readRegexesIn(file)) {
      const { expanded, pattern } = regex;
      for (const { span } of singleSets(pattern.body)) {
        const written = expanded.text.slice(span.start, span.end);
        const word = written.slice(1, -1);
        if (!isWord(word)) continue;
        const text = `\\[${word}\\]`;
        const edit = expanded.whereToEdit(span);
        // `unmatched-sample` tells of it with a line that shows it.
        if (edit && dangers.some((danger) => changes(danger, edit))) continue;
        const fix: Fix | undefined = edit && { title: `Write ${text}`, safe: false, edits: [{ place: edit, text }] };
        report({
          message: `${written} takes one of these letters, not the word. With the brackets themselves it is written ${text}.`,
          ...shownAt(expanded, span, startOf(file.path)),
          ...(fix ? { fix } : {}),
        });
      }
    }
  },
};

function changes({ fix }: DangerInFile, { file, span }: Origin): boolean {
  return fix?.edits.some(({ place }) => place.file === file && encloses(place.span, span)) === true;
}

/** Sets that take one character and are not repeated. */
function singleSets(node: Node): CharClass[] {
  if (node.type === 'CharClass') return node.negated ? [] : [node];
  return children(node).flatMap((child) =>
    node.type === 'Repeat' && child.type === 'CharClass' ? [] : singleSets(child),
  );
}

/** What logs call their lines. */
const levels = /^(?:trace|debug|info|notice|warn|warning|err|error|crit|critical|alert|emerg|fatal|panic)$/i;

/** False for what may be meant as a set: letters in their order, without a vowel, few or in upper case. */
function isWord(text: string): boolean {
  if (!/^[a-z][a-z_ ]+[a-z]$/i.test(text)) return false;
  const letters = [...text];
  return (
    levels.test(text) ||
    (letters.length > 3 && new Set(letters).size < letters.length) ||
    (/^[A-Z]?[a-z_ ]{4,}$/.test(text) && /[aeiouy]/i.test(text) && [...letters].sort().join('') !== text)
  );
}
