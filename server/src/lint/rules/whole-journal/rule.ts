import { sectionsWithoutLog, textOfOption } from '../../jail-sections.ts';
import { at } from '../../places.ts';
import type { Rule } from '../../rule.ts';

export const rule: Rule = {
  name: 'whole-journal',
  severity: 'information',
  summary: 'A jail over the journal without a journalmatch searches every entry.',
  check(file, report) {
    // A log that it names and does not read is told of elsewhere.
    for (const { analysed, own, section, jail } of sectionsWithoutLog(file)) {
      if (!(own('enabled') ?? own('backend')) || jail.effective.journalmatch !== undefined) continue;
      if (!textOfOption(analysed, 'backend')?.text.startsWith('systemd')) continue;
      report({
        message: `This jail searches every entry of the journal: neither it nor its filter has a journalmatch. With journalmatch = _SYSTEMD_UNIT=NAME.service it reads those of one service.`,
        place: at(file, own('backend')?.valueSpan ?? section.headerSpan),
      });
    }
  },
};
