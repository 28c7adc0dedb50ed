import { includedFiles } from '../../../analysis/includes-of.ts';
import { failuresIn } from '../../facts.ts';
import { at, startOf } from '../../places.ts';
import type { Rule } from '../../rule.ts';

const errors = ['DuplicateSectionError', 'DuplicateOptionError', 'MissingSectionHeaderError', 'ParsingError'];

export const rule: Rule = {
  name: 'broken-include',
  severity: 'error',
  summary: 'A file that is read with this one cannot be parsed, so nothing is read.',
  check(file, report) {
    for (const { failure } of failuresIn(file)) {
      const { place, name, error } = failure;
      if (!place || place.file === file.path || !errors.includes(name)) continue;
      const include = includedFiles(file.source.tree).find(({ path }) => path === place.file);
      report({
        message: `'${place.file}', which is read with this file, cannot be parsed, so fail2ban reads neither: ${error.replace(/\s*\n\s*/g, ' ')}.`,
        place: include ? at(file, include.span) : startOf(file.path),
        related: [{ place, message: 'the error is here' }],
        echoes: place,
      });
    }
  },
};
