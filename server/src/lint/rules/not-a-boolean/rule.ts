import { closestWord } from '../../closest.ts';
import { knownValuesIn, severityIn } from '../../facts.ts';
import { shownAt, startOf, whole } from '../../places.ts';
import type { Fix, Rule } from '../../rule.ts';

const words = ['true', 'yes', 'on', '1', 'false', 'no', 'off', '0'];

export const rule: Rule = {
  name: 'not-a-boolean',
  severity: 'error',
  summary: 'A word that is neither true nor false; fail2ban takes it for false.',
  check(file, report) {
    for (const { known, text, jail } of knownValuesIn(file)) {
      if (known.type !== 'bool' || words.includes(text.text.toLowerCase())) continue;
      const close = closestWord(text.text.toLowerCase(), ['true', 'false', 'yes']);
      const edit = close ? text.whereToEdit(whole(text)) : undefined;
      const fix: Fix | undefined =
        edit && close ? { title: `Write ${close}`, safe: false, edits: [{ place: edit, text: close }] } : undefined;
      report({
        message: `'${text.text}' means false for ${known.name}, without a warning: only 1, on, true and yes mean true.`,
        ...shownAt(text, whole(text), startOf(file.path)),
        severity: known.name === 'enabled' ? 'error' : severityIn(jail, 'error'),
        ...(fix ? { fix } : {}),
      });
    }
  },
};
