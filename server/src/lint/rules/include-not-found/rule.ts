import type { FileAnalysis } from '../../../analysis/workspace.ts';
import { folderOf, nameOf } from '../../../config/paths.ts';
import { includedFiles } from '../../../analysis/includes-of.ts';
import { problemsOf } from '../../facts.ts';
import { at } from '../../places.ts';
import type { Rule } from '../../rule.ts';

export const rule: Rule = {
  name: 'include-not-found',
  severity: 'warning',
  summary: 'A file named in [INCLUDES] does not exist; fail2ban goes on without it.',
  check(file, report) {
    const missing = problemsOf(file).flatMap(({ problem }) =>
      problem.code === 'include-not-found' && problem.place ? [problem.place] : [],
    );
    for (const { path, span } of includedFiles(file.source.tree)) {
      // An overlay may be missing: that is what it is for.
      if (
        path.endsWith('.local') ||
        !missing.some((place) => place.file === file.path && place.span.start === span.start)
      )
        continue;
      const written = file.source.tree.text.slice(span.start, span.end);
      const hint = hintFor(written, file);
      report({
        message: `There is no file '${path}': fail2ban goes on without it and says nothing.${hint}`,
        place: at(file, span),
      });
    }
  },
};

function hintFor(written: string, file: FileAnalysis): string {
  if (/[\s,]/.test(written))
    return ` Several files stand on a line each: a ${written.includes(',') ? 'comma' : 'blank'} does not separate them.`;
  if (!nameOf(written).includes('.')) return ' The extension must be written.';
  const beside = file.namesIn?.(nameOf(folderOf(file.path))).find((name) => name === nameOf(written));
  return written.includes('/') && beside !== undefined
    ? ` The name is looked for in the folder of this file, where ${beside} stands: write ${beside}.`
    : '';
}
