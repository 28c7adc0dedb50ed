import { effectOf } from '../../effect.ts';
import { jailSectionsIn } from '../../jail-sections.ts';
import { at, shownAt, whole } from '../../places.ts';
import type { Rule } from '../../rule.ts';

export const rule: Rule = {
  name: 'no-log-file',
  severity: 'warning',
  summary: 'A logpath that names no file: the journal, or a path from no known folder.',
  check(file, report) {
    for (const { analysed, own } of jailSectionsIn(file)) {
      const option = own('logpath');
      if (!option) continue;
      for (const { path } of analysed.logpaths) {
        const message = messageFor(path.text, effectOf(file, { jail: analysed }));
        if (message) report({ message, ...shownAt(path, whole(path), at(file, option.valueSpan)) });
      }
    }
  },
};

function messageFor(path: string, effect: string): string | undefined {
  if (/^systemd(?:-journal)?(?:\[|$)/.test(path))
    return `fail2ban looks for a file named '${path}', and without one ${effect}. The journal is read by backend = systemd, without a logpath.`;
  if (path === '' || path.startsWith('/') || /[%<]/.test(path)) return undefined;
  const quote = /^["']/.exec(path)?.[0];
  if (quote !== undefined) return `Quotes are a part of the path: no file is called so, and ${effect}. Leave them out.`;
  const ofShell = /^(?:~|\$\{?\w+\}?)/.exec(path)?.[0];
  if (ofShell !== undefined)
    return `fail2ban is no shell: ${ofShell} stands for itself, no file is called so, and ${effect}. Write the whole path.`;
  return `A log path that does not begin with / is looked for in the folder that the server was started in, which is / for a service. Where it is not there, ${effect}. Write the whole path.`;
}
