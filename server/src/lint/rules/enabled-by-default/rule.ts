import { at } from '../../places.ts';
import { nameOf } from '../../../config/paths.ts';
import type { Rule } from '../../rule.ts';

export const rule: Rule = {
  name: 'enabled-by-default',
  severity: 'warning',
  summary: 'enabled = true in [DEFAULT] switches on every jail that the stock files know.',
  check(file, report) {
    const { jails, source } = file;
    const layers = jails?.layers;
    if (!layers) return;
    for (const { name, options } of source.tree.sections) {
      const option = name === 'DEFAULT' ? options.find(({ key }) => key === 'enabled') : undefined;
      const last = layers.defaults.get('enabled')?.segments[0]?.origin;
      if (!option || last?.file !== file.path) continue;
      // Jails that only the stock file sets up, and that nobody switched on by name.
      const others = jails.jails.filter(
        (jail) =>
          jail.enabled &&
          !layers.sections.get(jail.name)?.has('enabled') &&
          [...(layers.sections.get(jail.name) ?? [])].every(
            ([key, { segments }]) =>
              // What a jail takes over from its filter.
              key.startsWith('known/') ||
              segments.every(({ origin }) => nameOf(origin.file) === 'jail.conf' && origin.file !== file.path),
          ),
      );
      if (others.length === 0) continue;
      const [first] = others;
      report({
        message: `This switches on every jail of jail.conf, ${others.length} that nothing else here names (${first!.name}${others.length > 1 ? ' …' : ''}): where one of them has no log file, the server does not start (before 1.1.1). Leave it out, and set enabled = true in each jail that is wanted.`,
        place: at(file, option.span),
      });
    }
  },
};
