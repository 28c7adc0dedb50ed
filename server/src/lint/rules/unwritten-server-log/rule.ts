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
      if (!looksForBans(analysed)) {
        if (jail.logpaths.some(({ path }) => nameOf(path.text) === 'fail2ban.log'))
          report({
            message: `This is fail2ban's own log: ${jail.filter?.name.text ?? 'the jail'} looks for lines of another program, which writes elsewhere.`,
            place,
          });
        continue;
      }
      const problem = main && whatIsWrong(analysed, main);
      if (problem) report({ message: problem.message, place, related: problem.related });
    }
  },
};

/** Its regexes speak of bans, as `recidive` does. */
function looksForBans({ jail }: JailAnalysis): boolean {
  return isRead(jail) && jail.effective.failregex.some(({ text }) => /\bban\b|fail2ban/i.test(text));
}

function whatIsWrong(analysed: JailAnalysis, { options }: MainConfig) {
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
  if (level && ['WARNING', 'ERROR', 'CRITICAL'].includes(level))
    return {
      message: `This jail finds nothing: bans are written at NOTICE, and loglevel = ${level} leaves them out.`,
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
