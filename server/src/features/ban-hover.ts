import { triedSettings } from '../simulate/setting-steps.ts';
import type { SettingStep, SimulationSummary } from '../simulate/simulation-summary.ts';
import { amount, plural } from '../text/amounts.ts';
import { code, plain } from '../text/markdown.ts';
import type { FeatureInput } from './answers.ts';

/** What a jail's `maxretry`, `findtime` or `bantime` one step lower and higher would do with its log. */
export function stepWords({ simulated }: FeatureInput, section: string, option: string): string | undefined {
  const setting = triedSettings.find((name) => name === option);
  const jail = setting && simulated?.(section);
  if (!jail || jail.summary.totals.attempts === 0) return undefined;
  const { log, summary } = jail;
  const { totals, mistakes, steps } = summary;
  return [
    `**In ${plain(log)}**: ${resultWords({ ...totals, mistakes }, totals.attempts)}`,
    ...steps
      .filter((step) => step.setting === setting)
      .map(
        (step) =>
          `- ${code(`${step.setting} = ${valueText(step)}`)}: ${resultWords(step, totals.attempts)}${changeWords(step, summary)}`,
      ),
  ].join('\n');
}

function resultWords(
  { banned, dropped, mistakes }: Pick<SettingStep, 'banned' | 'dropped' | 'mistakes'>,
  attempts: number,
): string {
  const wrong = mistakes > 0 ? `, ${amount(mistakes)} perhaps by mistake` : '';
  return `${plural(banned, 'address', 'addresses')} banned${wrong}, ${amount(dropped)} of ${amount(attempts)} attempts dropped`;
}

/** What is another than with the jail as it is. */
function changeWords({ banned, dropped }: SettingStep, { totals }: SimulationSummary): string {
  const changes = [
    ...(banned === totals.banned ? [] : [`${signed(banned - totals.banned)} banned`]),
    ...(dropped === totals.dropped ? [] : [`${signed(dropped - totals.dropped)} dropped`]),
  ];
  return ` (${changes.length > 0 ? changes.join(', ') : 'no difference'})`;
}

function valueText({ setting, to }: SettingStep): string {
  if (setting === 'maxretry' || to < 0) return String(to);
  const units = [
    [604800, 'w'],
    [86400, 'd'],
    [3600, 'h'],
    [60, 'm'],
  ] as const;
  const [size, unit] = units.find(([size]) => to % size === 0) ?? [1, 's'];
  return `${to / size}${unit}`;
}

function signed(number: number): string {
  return `${number > 0 ? '+' : '−'}${amount(Math.abs(number))}`;
}
