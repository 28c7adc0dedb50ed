import type { JailAnalysis } from '../../../analysis/analyse-jails.ts';
import type { MainConfig } from '../../../config/resolve.ts';
import { isRead } from '../../../config/resolve.ts';
import { nameOf } from '../../../config/paths.ts';
import { jailSectionsIn, textOfOption } from '../../jail-sections.ts';
import { at, firstWritten } from '../../places.ts';
import type { Rule } from '../../rule.ts';

export const rule: Rule = {
  name: 'unwritten-server-log',
  severity: 'warning',
  summary: "A jail over fail2ban's own log does not find there what it looks for.",
  check(file, report) {
    for (const { analysed, own, section } of jailSectionsIn(file)) {
      const { jail, enabled } = analysed;
      if (!enabled || !isRead(jail) || (nameOf(file.path) === 'jail.conf' && !own('enabled'))) continue;
      const server = file.server?.();
      const main = server && 'options' in server ? server : undefined;
      const place = at(file, own('logpath')?.valueSpan ?? section.headerSpan);
      const kind = kinds.find(({ words }) => jail.effective.failregex.some(({ text }) => words.test(text)));
      if (!kind) {
        if (
          jail.effective.failregex.length > 0 &&
          jail.logpaths.some(({ path }) => nameOf(path.text) === 'fail2ban.log')
        )
          report({
            message: `This is fail2ban's own log: ${jail.filter?.name.text ?? 'the jail'} looks for lines of another program, which writes elsewhere.`,
            place,
          });
        continue;
      }
      const problem = main && whatIsWrong(analysed, kind, main);
      if (problem) report({ message: problem.message, place, related: problem.related });
    }
  },
};

/** What fail2ban writes of an address, and at which level. */
const kinds = [
  // `recidive` looks for these.
  { words: /\b(?:un|re)?ban\b|already banned|fail2ban/i, what: 'bans', level: 'NOTICE' },
  // [sshd] Found 192.0.2.1
  { words: /\bFound(?:\\s|[^a-z<])*</i, what: 'failures', level: 'INFO' },
] as const;

/** From the most words to the fewest. */
const levels = ['DEBUG', 'INFO', 'NOTICE', 'WARNING', 'ERROR', 'CRITICAL'];

function whatIsWrong(analysed: JailAnalysis, kind: (typeof kinds)[number], { options }: MainConfig) {
  const related = (name: string) => {
    const value = options.get(name);
    const origin = value && 'text' in value ? firstWritten(value) : undefined;
    return origin ? [{ place: origin, message: `${name} is set here` }] : [];
  };
  const text = (name: string) => {
    const value = options.get(name);
    return value && 'text' in value ? value.text.trim() : undefined;
  };
  const level = text('loglevel')?.toUpperCase();
  if (level && levels.indexOf(level) > levels.indexOf(kind.level))
    return {
      message: `This jail finds nothing: ${kind.what} are written at ${kind.level}, and loglevel = ${level} leaves them out.`,
      related: related('loglevel'),
    };
  const target = text('logtarget')?.replace(/\[.*$/, '');
  const backend = textOfOption(analysed, 'backend')?.text ?? 'auto';
  if (target === undefined || backend.startsWith('systemd')) return undefined;
  const paths = analysed.logpaths.map(({ path }) => path.text);
  if (paths.length === 0 || paths.some((path) => path === target || /[*?[]/.test(path))) return undefined;
  // A syslog may write it into any file.
  if (target.toUpperCase() === 'SYSLOG' && paths.some((path) => nameOf(path) !== 'fail2ban.log')) return undefined;
  return {
    message: `Nothing is written into this log (${paths[0]!}): fail2ban writes its own to logtarget = ${target}.`,
    related: related('logtarget'),
  };
}
