import { regexesIn } from '../../facts.ts';
import { shownAt, startOf, whole } from '../../places.ts';
import type { Rule } from '../../rule.ts';

/** An address, the beginning of one, or a network. */
export const addressRegex = /^(?:\d{1,3}\\?\.){1,3}(?:\d{1,3}|\*)?(\/\d{1,2})?$/;

export const rule: Rule = {
  name: 'address-as-ignoreregex',
  severity: 'warning',
  summary: 'An ignoreregex that is nothing but an address or a network.',
  check(file, report, dangers) {
    for (const { regex } of regexesIn(file)) {
      if (regex.role !== 'ignoreregex') continue;
      const { text } = regex.configured;
      const found = addressRegex.exec(text);
      if (!found) continue;
      const effect = found[1]
        ? `it looks for '${text}' as it stands, not for the addresses of that network`
        : 'it excuses every line that holds it anywhere, also in what a client sends';
      const shown = shownAt(regex.configured, whole(regex.configured), startOf(file.path));
      const proof = dangers.find(
        ({ danger, place }) =>
          danger.kind === 'forged-exception' &&
          place.file === shown.place.file &&
          place.span.start === shown.place.span.start,
      )?.proof;
      report({
        message: `An ignoreregex is searched in the text of the line: ${effect}. An address or a network that is not to be banned belongs into ignoreip of the jail.`,
        ...shown,
        ...(proof ? { proof } : {}),
      });
    }
  },
};
