import type { FileAnalysis } from '../../../analysis/workspace.ts';
import { nameOf } from '../../../config/paths.ts';
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
  if (
    section !== '' &&
    layers &&
    [...layers.sections.keys(), 'DEFAULT'].some((known) => known.toLowerCase() === section && known !== section)
  )
    return `. A section whose name has capitals cannot be referred to${written && written !== name ? `: fail2ban looks for '${name}'` : ''}.`;
  const known =
    layers && about ? [...(layers.sections.get(about.section)?.keys() ?? []), ...layers.defaults.keys()] : [];
  const close = closestWord(name, known);
  if (close) return `. Is '${close}' meant?`;
  const from = [...new Set(file.includableWith(name).map(nameOf))].sort();
  return from.length > 0 ? `. It comes from ${from.slice(0, 3).join(' or ')}: include it with [INCLUDES] before.` : '.';
}
