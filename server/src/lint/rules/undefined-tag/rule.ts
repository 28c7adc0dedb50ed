import type { JailAnalysis } from '../../../analysis/analyse-jails.ts';
import { tagTable } from '../../../analysis/analyse-regexes.ts';
import { closestWord } from '../../closest.ts';
import { layersOf, regexesIn } from '../../facts.ts';
import { isWritten, shownAt, startOf } from '../../places.ts';
import type { Rule } from '../../rule.ts';

export const rule: Rule = {
  name: 'undefined-tag',
  severity: 'warning',
  summary: 'A <name> for which there is no option stays as text in a regex.',
  check(file, report) {
    const tags = tagTable({ useDns: 'warn', fail2ban: file.versions.fail2ban });
    const options = [...(layersOf(file)?.sections.get('Definition')?.keys() ?? [])];
    for (const { regex, jail } of regexesIn(file))
      for (const match of regex.configured.text.matchAll(
        /(?<!\(\?P?)<([a-z_][\w.]*-[\w.-]+|__\w+|(?:known|default)\/[\w.-]+)>/g,
      )) {
        const name = match[1]!;
        // In a jail's own regex that is a mistake of its own: tag-in-jail-option.
        if (tags.has(name.toUpperCase()) || /^f-/i.test(name) || (jail && name.includes('/'))) continue;
        const span = { start: match.index, end: match.index + match[0].length };
        // `[mode=x]` makes a name out of the filter's `<mdre-<mode>>`.
        const given =
          jail &&
          regex.configured
            .whereToShow(span)
            .filter(isWritten)
            .find((place, _, all) => all.length > 1 && place.file === file.path);
        if (given) {
          const meant = meantFor(file.source.tree.text.slice(given.span.start, given.span.end), name, jail);
          report({
            message: `The filter has no option '${name}': the text '${match[0]}' stays in the regex.${meant === undefined ? '' : ` Is '${meant}' meant?`}`,
            place: given,
          });
          continue;
        }
        const stem = name.slice(0, name.indexOf('-') + 1);
        const like = stem === '' ? [] : options.filter((option) => option.startsWith(stem));
        // Log lines hold words in angle brackets, too: only names that follow one of the filter's own are taken for an option.
        if (like.length === 0 && !name.startsWith('__') && !name.includes('/')) continue;
        const choice = like.length > 0 ? ` There is ${like.map((option) => `<${option}>`).join(', ')}.` : '';
        report({
          message: `There is no option '${name}': the text '${match[0]}' stays in the regex.${choice}`,
          ...shownAt(regex.configured, span, startOf(file.path)),
        });
      }
  },
};

/** `aggressive` for `agressive` in `mdre-agressive`, where the jail's filter has an option `mdre-aggressive`. */
function meantFor(value: string, name: string, { jail }: JailAnalysis): string | undefined {
  const at = name.indexOf(value);
  const options = 'filterLayers' in jail ? jail.filterLayers?.sections.get('Definition')?.keys() : undefined;
  if (at < 0 || value === '' || !options) return undefined;
  const [before, behind] = [name.slice(0, at), name.slice(at + value.length)];
  const values = [...options].flatMap((option) =>
    option.startsWith(before) && option.endsWith(behind) && option.length > name.length - value.length
      ? [option.slice(before.length, option.length - behind.length)]
      : [],
  );
  return closestWord(value, values);
}
