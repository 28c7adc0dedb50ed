import type { FileAnalysis } from '../../../analysis/workspace.ts';
import type { IniOption } from '../../../ini/nodes.ts';
import { jailSectionsIn, textOfOption } from '../../jail-sections.ts';
import { at, firstWritten } from '../../places.ts';
import type { Rule } from '../../rule.ts';

export const rule: Rule = {
  name: 'unused-formula',
  severity: 'warning',
  summary: 'bantime.formula beside bantime.multipliers, which win.',
  check(file, report) {
    const sections = [
      ...jailSectionsIn(file).map(({ own, analysed }) => ({ option: own(formula), analysed })),
      ...(file.jails?.jails ?? []).map((analysed) => ({ option: inDefaults(file, formula), analysed })),
    ];
    for (const { option, analysed } of sections) {
      const multipliers = textOfOption(analysed, 'bantime.multipliers');
      if (!option || !textOfOption(analysed, formula)?.text || !multipliers?.text.trim()) continue;
      const origin = firstWritten(multipliers);
      report({
        message: `fail2ban does not look at this formula: bantime.multipliers = ${multipliers.text} is set, too, and wins. Leave out one of them.`,
        place: at(file, option.valueSpan),
        related: origin ? [{ place: origin, message: 'the multipliers are set here' }] : [],
      });
    }
  },
};

const formula = 'bantime.formula';

function inDefaults({ source }: FileAnalysis, name: string): IniOption | undefined {
  return source.tree.sections
    .filter((section) => section.name === 'DEFAULT')
    .flatMap(({ options }) => options)
    .find(({ key }) => key === name);
}
