import type { JailAnalysis } from '../../../analysis/analyse-jails.ts';
import { nameOf } from '../../../config/paths.ts';
import { isRead } from '../../../config/resolve.ts';
import { encloses } from '../../../text/span.ts';
import { jailSectionsIn, textOfOption } from '../../jail-sections.ts';
import { at, firstWritten } from '../../places.ts';
import type { Rule } from '../../rule.ts';

export const rule: Rule = {
  name: 'unread-logpath',
  severity: 'warning',
  summary: 'A jail has a logpath, but reads the journal.',
  check(file, report) {
    for (const { analysed, own, section } of jailSectionsIn(file)) {
      const logpath = own('logpath');
      const backend = textOfOption(analysed, 'backend');
      if (!analysed.enabled || !backend?.text.startsWith('systemd')) continue;
      const origin = firstWritten(backend);
      const inherited = textOfOption(analysed, 'logpath')?.text.split('\n')[0];
      if (!logpath && own('enabled') && inherited && !syslog.test(inherited)) {
        const isKnown = hasJournalMatch(analysed);
        const what = isKnown ? 'read the journal' : 'search all of the journal, for no journalmatch says what of it';
        const cure = isKnown ? 'Where the program writes that log, set' : 'Set';
        report({
          message: `The log of this jail, ${inherited}, is never read: backend = ${backend.text} makes it ${what}. ${cure} backend = auto here to read the log.`,
          place: at(file, section.headerSpan),
          related: origin ? [{ place: origin, message: 'the backend is set here' }] : [],
          ...(isKnown ? { severity: 'information' } : {}),
        });
      }
      // What jail.conf sets, the file that switches the jail on is told of.
      if (nameOf(file.path) === 'jail.conf' && !own('enabled')) continue;
      if (!logpath) continue;
      // Who sets both in one place may keep the path for another backend.
      const isHere = origin?.file === file.path && section.options.some(({ span }) => encloses(span, origin.span));
      const from = origin && !isHere ? ` comes from ${file.nameOfPlace(origin)} and` : '';
      report({
        message: `This log is never read: backend = ${backend.text}${from} makes the jail read the journal. Set backend = auto here to read the log.`,
        place: at(file, logpath.valueSpan),
        related: origin ? [{ place: origin, message: 'the backend is set here' }] : [],
        ...(isHere ? { severity: 'information' } : {}),
        ...(isHere
          ? {}
          : {
              fix: {
                title: 'Read the log: backend = auto',
                safe: false,
                edits: [
                  { place: at(file, { start: logpath.span.start, end: logpath.span.start }), text: 'backend = auto\n' },
                ],
              },
            }),
      });
    }
  },
};

/** What syslog writes stands in the journal, too. */
const syslog = /\/(?:auth\.log|secure|syslog|messages|mail(?:log|\.\w+)|(?:daemon|kern|user|cron|authpriv)\.log|warn)$/;

/** The program is known to write into the journal. */
function hasJournalMatch({ jail }: JailAnalysis): boolean {
  return !isRead(jail) || jail.effective.journalmatch !== undefined;
}
