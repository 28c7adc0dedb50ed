import { startOf } from '../../places.ts';
import type { Rule } from '../../rule.ts';

export const rule: Rule = {
  name: 'filter-without-failregex',
  severity: 'warning',
  summary: 'A filter has no failregex, so by itself it finds nothing.',
  check(file, report) {
    const { filter, place, path, includedBy, source } = file;
    if (!filter?.layers?.sections.has('Definition') || includedBy().length > 0) return;
    if (place && !path.endsWith(`${place.readerName}.conf`)) return;
    const { variants } = filter;
    if (variants.length === 0 || variants.some(({ resolved }) => resolved.failregex.length > 0)) return;
    const definition = source.tree.sections.find(({ name }) => name === 'Definition');
    const empty = definition?.options.find(({ key }) => key === 'failregex');
    const span = empty?.keySpan ?? definition?.headerSpan;
    report({
      message: 'The filter has no failregex: a jail that uses it finds only what a failregex of its own names.',
      place: span ? { file: path, span } : startOf(path),
    });
  },
};
