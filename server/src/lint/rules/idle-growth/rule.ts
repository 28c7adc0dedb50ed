import type { JailAnalysis } from '../../../analysis/analyse-jails.ts';
import type { FileAnalysis } from '../../../analysis/workspace.ts';
import { jailSectionsIn } from '../../jail-sections.ts';
import { at } from '../../places.ts';
import type { Rule } from '../../rule.ts';

export const rule: Rule = {
  name: 'idle-growth',
  severity: 'warning',
  summary: 'Options of growing bans without bantime.increment, or without a database to remember bans.',
  check(file, report) {
    const jails = (file.jails?.jails ?? []).filter(({ enabled }) => enabled);
    const sections = [
      ...jailSectionsIn(file).map(({ section, analysed }) => ({ section, of: analysed.enabled ? [analysed] : [] })),
      ...file.source.tree.sections
        .filter(({ name }) => name === 'DEFAULT')
        .map((section) => ({ section, of: file.jails ? jails : [] })),
    ];
    for (const { section, of } of sections) {
      if (of.length === 0) continue;
      const switched = section.options.find(({ key }) => key === 'bantime.increment');
      if (of.every((jail) => !grows(jail))) {
        const option = section.options.find(({ key }) => needsIncrement.has(key));
        if (option && option.value.text.trim() !== '')
          report({
            message: `Bans do not grow: bantime.increment is not true, and without it fail2ban does not look at ${option.key}.`,
            place: at(file, option.keySpan),
          });
      } else if (switched && of.some(grows) && hasNoDatabase(file))
        report({
          message:
            'Bans do not grow: dbfile = None in fail2ban.conf keeps no database, and from that fail2ban knows who was banned before.',
          place: at(file, switched.keySpan),
        });
    }
  },
};

const needsIncrement = new Set([
  'bantime.factor',
  'bantime.formula',
  'bantime.multipliers',
  'bantime.maxtime',
  'bantime.rndtime',
  'bantime.overalljails',
]);

function grows({ options }: JailAnalysis): boolean {
  const value = options.get('bantime.increment');
  return value !== undefined && value !== null && 'value' in value && value.value === true;
}

function hasNoDatabase({ server }: FileAnalysis): boolean {
  const main = server?.();
  const dbfile = main && 'options' in main ? main.options.get('dbfile') : undefined;
  return dbfile !== undefined && dbfile !== null && 'text' in dbfile && dbfile.text.trim().toLowerCase() === 'none';
}
