import { effectOf } from '../../effect.ts';
import { severityIn } from '../../facts.ts';
import { shownAt, startOf, whole } from '../../places.ts';
import type { Rule } from '../../rule.ts';

export const rule: Rule = {
  name: 'blank-in-logpath',
  severity: 'error',
  summary: 'What follows the last blank of a log path is taken for its mode.',
  check(file, report) {
    for (const jail of file.jails?.jails ?? []) {
      for (const { path, mode } of jail.logpaths)
        if (!['head', 'tail'].includes(mode.text))
          report({
            message: `fail2ban takes '${mode.text}' for the mode of '${path.text}', which can only be head or tail; ${effectOf(file, { jail })}. A log path cannot hold a blank; ? stands for any character.`,
            ...shownAt(mode, whole(mode), startOf(file.path)),
            severity: severityIn(jail, 'error'),
          });
    }
  },
};
