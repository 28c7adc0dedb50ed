import { jailSectionsIn, namesLog, textOfOption, watchesFiles } from '../../jail-sections.ts';
import { at, firstWritten } from '../../places.ts';
import type { Rule } from '../../rule.ts';

export const rule: Rule = {
  name: 'unread-journalmatch',
  severity: 'warning',
  summary: 'A jail has a journalmatch, but watches files.',
  check(file, report) {
    for (const { analysed, own } of jailSectionsIn(file)) {
      const option = own('journalmatch');
      const backend = textOfOption(analysed, 'backend');
      if (!option || !analysed.enabled || !watchesFiles(analysed)) continue;
      const origin = backend && firstWritten(backend);
      const from = origin ? `, from ${file.nameOfPlace(origin)},` : '';
      const nothing = namesLog(analysed) ? '' : ', and no logpath names one: the jail reads nothing';
      const ownBackend = own('backend');
      report({
        message: `Nothing looks at this: backend = ${backend?.text ?? 'auto'}${from} watches files${nothing}. Set backend = systemd here to read the journal.`,
        place: at(file, option.keySpan),
        related: origin ? [{ place: origin, message: 'the backend is set here' }] : [],
        fix: {
          title: 'Read the journal: backend = systemd',
          safe: false,
          edits: [
            ownBackend
              ? { place: at(file, ownBackend.valueSpan), text: 'systemd' }
              : { place: at(file, { start: option.span.start, end: option.span.start }), text: 'backend = systemd\n' },
          ],
        },
      });
    }
  },
};
