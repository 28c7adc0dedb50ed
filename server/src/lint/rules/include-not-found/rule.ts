import { nameOf } from '../../../config/paths.ts';
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
      const hint = /\s/.test(written)
        ? ' Several files stand on a line each: a blank does not separate them.'
        : nameOf(path).includes('.')
          ? ''
          : ' The extension must be written.';
      report({
        message: `There is no file '${path}': fail2ban goes on without it and says nothing.${hint}`,
        place: at(file, span),
      });
    }
  },
};
