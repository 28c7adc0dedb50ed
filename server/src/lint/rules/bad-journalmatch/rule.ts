import { isRead } from '../../../config/resolve.ts';
import { failuresIn, placeOfFailure, severityIn } from '../../facts.ts';
import { textOfOption } from '../../jail-sections.ts';
import { shownAt, startOf, whole } from '../../places.ts';
import type { Rule } from '../../rule.ts';

export const rule: Rule = {
  name: 'bad-journalmatch',
  severity: 'error',
  summary: 'A journalmatch has a quote that is not closed, a \\ at its end, or a word that is no FIELD=value.',
  check(file, report) {
    for (const failed of failuresIn(file)) {
      const { failure, jail } = failed;
      if (failure.error === 'No closing quotation' || failure.error === 'No escaped character')
        report({
          message: `${failure.error}: fail2ban splits a journalmatch as a shell splits a command.`,
          place: placeOfFailure(failed, file.path),
          severity: severityIn(jail, 'error'),
        });
    }
    for (const analysed of file.jails?.jails ?? []) {
      const { jail, enabled } = analysed;
      if (!enabled || !isRead(jail) || !textOfOption(analysed, 'backend')?.text.startsWith('systemd')) continue;
      const words = (jail.effective.journalmatch ?? []).flat();
      const odd = words.find(({ text }) => text !== '+' && !/^[A-Z0-9_]+=/.test(text));
      if (odd)
        report({
          message: `'${odd.text}' is no match of the journal, and the server does not start: each word is FIELD=value, as in _SYSTEMD_UNIT=app.service or _COMM=app, or a + for "or".`,
          ...shownAt(odd, whole(odd), startOf(file.path)),
        });
    }
  },
};
