import { problemsOf } from '../../facts.ts';
import { startOf } from '../../places.ts';
import type { Rule } from '../../rule.ts';

export const rule: Rule = {
  name: 'definition-missing',
  severity: 'error',
  summary: 'A filter, an action or fail2ban.conf has no [Definition].',
  check(file, report) {
    const { place, path, includedBy, source } = file;
    // A file that others include need not be whole by itself; an overlay neither.
    if (!place || place.kind === 'jail' || !path.endsWith(`${place.readerName}.conf`)) return;
    if (includedBy().length > 0) return;
    if (!problemsOf(file).some(({ problem }) => problem.code === 'missing-section')) return;
    const similar = source.tree.sections.find(({ name }) => name.trim().toLowerCase() === 'definition');
    report({
      message: "No section: 'Definition'. fail2ban finds none of its options here.",
      place: similar ? { file: path, span: similar.nameSpan } : startOf(path),
    });
  },
};
