import type { FileAnalysis } from '../../../analysis/workspace.ts';
import { nameOf } from '../../../config/paths.ts';
import { sectionNames } from '../../../config/resolve.ts';
import { closestWord } from '../../closest.ts';
import { failuresIn, harmOfFailure, placeOfFailure, severityOfFailure, type Failure } from '../../facts.ts';
import type { Rule } from '../../rule.ts';

export const rule: Rule = {
  name: 'unknown-reference',
  severity: 'error',
  summary: 'A %(name)s names an option that is not set.',
  check(file, report) {
    for (const failed of failuresIn(file)) {
      const { failure } = failed;
      if (failure.name !== 'InterpolationMissingOptionError') continue;
      const name = /interpolation key '([^]*?)' which is not/.exec(failure.error)?.[1] ?? '';
      const message = failure.error.replace(/\.? Raw value: [^]*$/, '');
      report({
        message: `${message}${hint(failed, name, file)}${harmOfFailure(failed)}`,
        place: placeOfFailure(failed, file.path),
        severity: severityOfFailure(failed),
      });
    }
  },
};

function hint({ failure, about, layers }: Failure, name: string, file: FileAnalysis): string {
  const written = /%\(([^)]*)\)s/.exec(failure.error.replace(/^[^]*? Raw value: /, ''))?.[1];
  const [section, option] = name.includes('/')
    ? [name.slice(0, name.indexOf('/')), name.slice(name.indexOf('/') + 1)]
    : ['', name];
  if (section === 'known') return `. known/ reaches one file back, and no earlier file sets '${option}' there.`;
  const others = section === '' || !layers ? [] : sectionNames(layers);
  const named = others.find((other) => other.toLowerCase() === section) ?? closestSection(section, others);
  if (named === 'known' || named === 'default') return `. Is '%(${named}/${option})s' meant?`;
  if (named !== undefined && named === about?.section)
    return `. Options of [${named}] itself are named without it: %(${option})s.`;
  if (named !== undefined && named.toLowerCase() !== named)
    return named.toLowerCase() === section
      ? `. A section whose name has capitals cannot be referred to${written && written !== name ? `: fail2ban looks for '${name}'` : ''}.`
      : `. Is [${named}] meant? A section whose name has capitals cannot be referred to.`;
  if (named !== undefined && named !== section) return `. Is '%(${named}/${option})s' meant?`;
  const known =
    layers && about ? [...(layers.sections.get(about.section)?.keys() ?? []), ...layers.defaults.keys()] : [];
  const close = closestWord(name, known);
  if (close) return `. Is '${close}' meant?`;
  const from = [...new Set(file.includableWith(name).map(nameOf))].sort();
  return from.length > 0 ? `. It comes from ${from.slice(0, 3).join(' or ')}: include it with [INCLUDES] before.` : '.';
}

/** The section that is likely meant, by its name or by what fail2ban knows without a section. */
function closestSection(section: string, names: readonly string[]): string | undefined {
  const known = new Map(['known', 'default', ...names].map((name) => [name.toLowerCase(), name]));
  const close = section === '' ? undefined : closestWord(section, known.keys());
  return close === undefined ? undefined : known.get(close);
}
