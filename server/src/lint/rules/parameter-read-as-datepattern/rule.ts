import type { FileAnalysis } from '../../../analysis/workspace.ts';
import { fail2banReleases } from '../../../config/fail2ban-version.ts';
import { isRead } from '../../../config/resolve.ts';
import { at, shownAt, startOf, whole } from '../../places.ts';
import type { Rule } from '../../rule.ts';

/** Of a filter's parameter. */
export function isReadAsDatepattern({ versions }: FileAnalysis, name: string): boolean {
  return versions.fail2ban !== '1.1' && name !== 'datepattern' && 'datepattern'.includes(name);
}

export const rule: Rule = {
  name: 'parameter-read-as-datepattern',
  severity: 'error',
  summary:
    'Up to 1.1.0 fail2ban sends a parameter whose name is a part of "datepattern" to the server, which refuses it.',
  check(file, report) {
    const isHit = (name: string) => isReadAsDatepattern(file, name);
    const message = (name: string) =>
      `fail2ban ${fail2banReleases[file.versions.fail2ban]} takes a parameter called '${name}' for a datepattern, and the server refuses the command. Call it otherwise.`;
    if (file.kind === 'filter')
      for (const { name, options } of file.source.tree.sections)
        for (const { key, keySpan } of options)
          if (name === 'Init' && isHit(key)) report({ message: message(key), place: at(file, keySpan) });
    for (const { jail } of file.jails?.jails ?? []) {
      if (!isRead(jail)) continue;
      for (const [key, written] of jail.filter?.names ?? [])
        if (isHit(key)) report({ message: message(key), ...shownAt(written, whole(written), startOf(file.path)) });
    }
  },
};
