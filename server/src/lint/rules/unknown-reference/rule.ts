import type { FileAnalysis } from '../../../analysis/workspace.ts';
import { nameOf } from '../../../config/paths.ts';
import { sectionNames } from '../../../config/resolve.ts';
import { closestWord } from '../../closest.ts';
import { failuresIn, harmOfFailure, placeOfFailure, problemsOf, severityOfFailure, type Failure } from '../../facts.ts';
import { fixOfReference, meantIn } from '../../near-references.ts';
import type { Rule } from '../../rule.ts';
import type { Origin } from '../../../text/mapped-text.ts';

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
      const place = placeOfFailure(failed, file.path);
      const slip = slipOf(failed, name, file);
      report({
        message: `${message}${slip?.hint ?? hint(failed, name, file)}${harmOfFailure(failed)}`,
        place,
        severity: severityOfFailure(failed),
        ...(slip && isWhole(file, place, name) ? { fix: fixOfReference(slip, place, slip.safe) } : {}),
      });
    }
  },
};

/** The place is that of the reference itself, typed in this file. */
function isWhole({ path, source }: FileAnalysis, { file, span }: Origin, name: string): boolean {
  return file === path && source.tree.text.slice(span.start, span.end).toLowerCase() === `%(${name})s`;
}

/** A reference that is meant and written otherwise: a tag inside, blanks, a tag of fail2ban. */
function slipOf(
  { about }: Failure,
  name: string,
  file: FileAnalysis,
): { readonly hint: string; readonly meant: string; readonly safe: boolean } | undefined {
  if (/<[^<>]*>/.test(name)) {
    const meant = `<${/^<[^<>]*>$/.test(name) ? name.slice(1, -1) : name}>`;
    return {
      hint: `. %(…)s is put in before any <tag>, so none can stand inside: write ${meant}, as stock filters do.`,
      meant,
      safe: false,
    };
  }
  const meantBy = meantIn(file, about?.section);
  const meant = meantBy(name.trim()) ?? meantBy(name.toUpperCase());
  if (meant === undefined) return undefined;
  const isTag = meant.startsWith('<');
  return { hint: isTag ? `. ${meant} is a tag: write it so.` : `. Write ${meant}, without blanks.`, meant, safe: true };
}

function hint({ failure, about, layers }: Failure, name: string, file: FileAnalysis): string {
  const written = /%\(([^)]*)\)s/.exec(failure.error.replace(/^[^]*? Raw value: /, ''))?.[1];
  const [section, option] = name.includes('/')
    ? [name.slice(0, name.indexOf('/')), name.slice(name.indexOf('/') + 1)]
    : ['', name];
  if (section === 'known') return `. known/ reaches one file back, and no earlier file sets '${option}' there.`;
  if (section === 'default' && about && layers?.sections.get(about.section)?.has(option))
    return `. [${about.section}] sets '${option}', not [DEFAULT]: %(${option})s.`;
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
  const close = closestWord(
    name,
    known.filter((other) => other !== about?.option),
  );
  if (close) return `. Is '${close}' meant?`;
  const from = [...new Set(file.includableWith(name).map(nameOf))].sort();
  if (from.length === 0) return '.';
  const astray = astraySection(file, from);
  if (astray !== undefined)
    return `. It comes from ${from[0]!}: before names it in [${astray}], and is read in [INCLUDES] only.`;
  const lost = from.find((other) => missingIncludes(file).some((written) => written.includes(other)));
  return lost === undefined
    ? `. It comes from ${from.slice(0, 3).join(' or ')}: include it with [INCLUDES] before.`
    : `. It comes from ${lost}, which fail2ban does not find as [INCLUDES] names it here.`;
}

/** The section, another than [INCLUDES], whose `before` or `after` names one of some files. */
function astraySection({ source }: FileAnalysis, names: readonly string[]): string | undefined {
  return source.tree.sections.find(
    ({ name, options }) =>
      name !== 'INCLUDES' &&
      options.some(
        ({ key, valueLines }) =>
          /^(?:before|after)$/.test(key) &&
          valueLines.some(({ start, end }) => names.includes(nameOf(source.tree.text.slice(start, end)))),
      ),
  )?.name;
}

/** What [INCLUDES] of the file names and fail2ban does not find, as it is written. */
function missingIncludes(file: FileAnalysis): string[] {
  return problemsOf(file).flatMap(({ problem: { code, place } }) =>
    code === 'include-not-found' && place?.file === file.path
      ? [file.source.tree.text.slice(place.span.start, place.span.end)]
      : [],
  );
}

/** The section that is likely meant, by its name or by what fail2ban knows without a section. */
function closestSection(section: string, names: readonly string[]): string | undefined {
  const known = new Map(['known', 'default', ...names].map((name) => [name.toLowerCase(), name]));
  const close = section === '' ? undefined : closestWord(section, known.keys());
  return close === undefined ? undefined : known.get(close);
}
