import { isTyped } from '../../../config/resolve.ts';
import { byName } from '../../../text/by-name.ts';
import { at } from '../../places.ts';
import type { Rule } from '../../rule.ts';

export const rule: Rule = {
  name: 'action-without-ban',
  severity: 'warning',
  summary: 'An action without an actionban: on a ban nothing happens.',
  check(file, report) {
    const { action, place, path, source } = file;
    if (!action?.resolved || !place || !path.endsWith('.conf') || file.includedBy().length > 0) return;
    const ban = action.resolved.options.get('actionban');
    // Who leaves it empty wants nothing to happen.
    if (ban && !isTyped(ban)) return;
    const header = byName(source.tree.sections).get('Definition');
    // Told of where it is missing.
    if (!header) return;
    report({
      message:
        'This action sets no actionban under [Definition]: on a ban fail2ban runs nothing, and says nothing of it.',
      place: at(file, header.headerSpan),
    });
  },
};
