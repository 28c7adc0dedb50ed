import { dangerRule } from '../../danger-rule.ts';

export const rule = dangerRule({
  name: 'unmatched-ignoreregex',
  severity: 'warning',
  summary: 'An ignoreregex that ignores nothing in the sample, by a slip or as it is not asked of its lines.',
  kind: 'unmatched-ignoreregex',
  tell({ line, why }, _fix, _file, inside) {
    // `idle-ignoreregex` tells that it ignores nothing anywhere.
    if (why === undefined && inside.some(({ kind }) => kind === 'idle-exception')) return undefined;
    return why === undefined
      ? {
          message: `This ignoreregex ignores nothing in the sample: it matches line ${line}, but no failregex does, and it is asked only of lines that a failregex matches.`,
          severity: 'hint',
        }
      : `This ignoreregex ignores nothing in the sample. Of the lines that match, line ${line} comes nearest: ${why}`;
  },
});
