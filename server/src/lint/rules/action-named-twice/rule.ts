import { isRead } from '../../../config/resolve.ts';
import { firstWritten } from '../../places.ts';
import type { Rule } from '../../rule.ts';

export const rule: Rule = {
  name: 'action-named-twice',
  severity: 'error',
  summary: 'Two actions of a jail have the same name, which the server refuses.',
  check(file, report) {
    for (const { enabled, jail } of file.jails?.jails ?? []) {
      if (!enabled || !isRead(jail)) continue;
      jail.actions.forEach((action, i) => {
        const name = action.name.text;
        const first = jail.actions.slice(0, i).find((other) => other.name.text === name);
        const [place, before] = [firstWritten(action.file), first && firstWritten(first.file)];
        if (!first || !place) return;
        report({
          message: `Two actions of the jail ${jail.name} are called ${name}: the server answers "Action ${name} already exists", and starts no jail. Give this one a name of its own: ${action.file.text}[actname=${name}-2, …].`,
          place,
          related: before ? [{ place: before, message: 'the other one' }] : [],
        });
      });
    }
  },
};
