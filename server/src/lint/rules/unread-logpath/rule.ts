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
      if (!logpath || !analysed.enabled || !backend?.text.startsWith('systemd')) continue;
      const origin = firstWritten(backend);
      // Who sets both in one place may keep the path for another backend.
      const isHere = origin?.file === file.path && section.options.some(({ span }) => holds(span, origin.span));
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

function holds(outer: { start: number; end: number }, inner: { start: number; end: number }): boolean {
  return outer.start <= inner.start && inner.end <= outer.end;
}
