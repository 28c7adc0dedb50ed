import type { FileAnalysis } from '../../../analysis/workspace.ts';
import { encloses } from '../../../text/span.ts';
import { layersOf, readRegexesIn, writtenOptions } from '../../facts.ts';
import { fixOfReference, meantIn, placeOfTaken, takenReferencesIn, type NearReference } from '../../near-references.ts';
import { at, shownAt, startOf } from '../../places.ts';
import type { Report, Rule } from '../../rule.ts';
import { nameAsText, unusedVariablesIn } from '../../unused-variables.ts';

export const rule: Rule = {
  name: 'variable-as-text',
  severity: 'warning',
  summary: 'The name of a variable or a tag stands in a regex as plain text.',
  check(file, report) {
    if (file.kind === 'jail') return void checkJails(file, report);
    const variables = unusedVariablesIn(file);
    const meantBy = meantIn(file);
    const isUnused = (name: string): boolean => variables.some(({ key }) => key === name.toLowerCase());
    for (const { regex } of readRegexesIn(file)) {
      const { configured } = regex;
      const near = takenReferencesIn(configured.text, meantBy, isUnused);
      for (const one of near) {
        const place = placeOfTaken(file, configured, one);
        report({
          message: messageOf(one),
          ...shownAt(configured, one.span, startOf(file.path)),
          ...(place ? { fix: fixOfReference(one, place, false) } : {}),
        });
      }
      for (const { key: name } of variables) {
        const span = nameAsText(configured.text, name);
        if (span && !near.some((one) => encloses(one.span, span)))
          report({
            message: `'${name}' is plain text here, and the variable '${name}' is used nowhere: write %(${name})s.`,
            ...shownAt(configured, span, startOf(file.path)),
          });
      }
    }
  },
};

/** Options of jails but for those that a shell reads, to which `${name}` means something. */
function checkJails(file: FileAnalysis, report: (finding: Report) => void): void {
  const { text } = file.source.tree;
  const layers = layersOf(file);
  for (const { section, option, known } of writtenOptions(file)) {
    if (!known || /action|command/.test(option.key)) continue;
    // A file that is read later has the last word.
    const last = (section.name === 'DEFAULT' ? layers?.defaults : layers?.sections.get(section.name))?.get(option.key);
    if (last && !last.segments.some(({ origin }) => origin.file === file.path)) continue;
    for (const line of option.valueLines)
      for (const one of takenReferencesIn(text.slice(line.start, line.end), meantIn(file, section.name), () => false)) {
        // As it is written, that is a reference.
        if (one.text.startsWith('%')) continue;
        const place = at(file, { start: line.start + one.span.start, end: line.start + one.span.end });
        report({ message: messageOf(one), place, fix: fixOfReference(one, place, false) });
      }
  }
}

function messageOf(near: NearReference): string {
  const { text, meant } = near;
  return isDoubled(near)
    ? `'%${text}' is plain text here, for %% is a % that stands for itself: write ${meant}.`
    : `'${text}' is plain text here: write ${meant}.`;
}

/** It would be the reference, but for the `%%` that it is written with. */
function isDoubled({ text, meant }: NearReference): boolean {
  return text.replaceAll(' ', '') === meant;
}
