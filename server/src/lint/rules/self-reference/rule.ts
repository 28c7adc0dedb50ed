import { failuresIn, placeOfFailure, severityOfFailure } from '../../facts.ts';
import type { Rule } from '../../rule.ts';

export const rule: Rule = {
  name: 'self-reference',
  severity: 'error',
  summary: 'Options name each other as <tags> in a circle.',
  check(file, report) {
    for (const failed of failuresIn(file)) {
      const { failure } = failed;
      const found =
        /properties contain self referencing definitions and cannot be resolved, fail tag: ([^]*?), found: ([^]*?) in /.exec(
          failure.error,
        );
      if (found)
        report({
          message: `${found[0].slice(0, found[0].indexOf(', fail tag'))}: '${found[1]}' comes back to <${found[2]}>.`,
          place: placeOfFailure(failed, file.path),
          severity: severityOfFailure(failed),
        });
    }
  },
};
