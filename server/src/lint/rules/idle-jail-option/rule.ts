import type { JailAnalysis } from '../../../analysis/analyse-jails.ts';
import type { FileAnalysis } from '../../../analysis/workspace.ts';
import { nameOf } from '../../../config/paths.ts';
import { isRead, type Jail, type ResolvedAction } from '../../../config/resolve.ts';
import { findKnownOption, optionsOf } from '../../../config/vocabulary.ts';
import type { IniOption } from '../../../ini/nodes.ts';
import type { Severity } from '../../../text/problem.ts';
import { meantOption } from '../../called-elsewhere.ts';
import { createNameFinder, namesThatCount } from '../../jail-variables.ts';
import { jailSectionsIn } from '../../jail-sections.ts';
import { at } from '../../places.ts';
import type { Rule } from '../../rule.ts';
import { shorten } from '../../shorten.ts';

export const rule: Rule = {
  name: 'idle-jail-option',
  severity: 'warning',
  summary: 'An option of a jail that neither fail2ban nor another option looks at.',
  check(file, report) {
    const layers = file.jails?.layers;
    // What jail.conf sets is there for jails that want it.
    if (!layers || nameOf(file.path) === 'jail.conf') return;
    const readable = file.jails.jails.filter(({ enabled, jail }) => enabled && isRead(jail));
    const counting = new Map(readable.map((jail) => [jail, namesThatCount(file, layers, jail.name)] as const));
    const isNamed = createNameFinder(layers);
    const tell = (option: IniOption, section: string, jails: readonly JailAnalysis[]) => {
      const { key } = option;
      if (jails.length === 0 || told.has(key) || !/^[\w.-]+$/.test(key)) return;
      if (jails.some((jail) => counting.get(jail)!.has(key))) return;
      const variable = findKnownOption('jail', '*', key);
      // A copy of jail.conf.
      if (variable?.default === option.value.text) return;
      if (!variable && (isNamed(key, section) || isToldElsewhere(key))) return;
      const message = why(file, key, option.value.text, jails);
      const severity = variable ? severityOfVariable(key, section) : 'warning';
      if (message !== undefined && severity !== undefined)
        report({ message, place: at(file, option.keySpan), severity });
    };
    for (const { analysed, section } of jailSectionsIn(file))
      if (counting.has(analysed)) for (const option of section.options) tell(option, section.name, [analysed]);
    for (const { name, options } of file.source.tree.sections)
      if (name === 'DEFAULT') for (const option of options) tell(option, name, readable);
  },
};

/** Other rules tell of these. */
const told = new Set(['mode']);

function isToldElsewhere(key: string): boolean {
  const known = optionsOf('jail', '*').map(({ name }) => name);
  return meantOption(key, known) !== undefined || findKnownOption('fail2ban', 'Definition', key) !== undefined;
}

/** A copy of jail.conf sets many variables that nothing uses; whose mail never comes wants to know it. Undefined: not worth a word. */
function severityOfVariable(key: string, section: string): Severity | undefined {
  if (/^banaction$|^action_/.test(key)) return section === 'DEFAULT' ? undefined : 'warning';
  return key === 'destemail' ? 'hint' : undefined;
}

function why(file: FileAnalysis, key: string, value: string, jails: readonly JailAnalysis[]): string | undefined {
  const [first] = jails;
  const jail = first!.jail as Jail;
  const { sections, defaults } = file.jails!.layers!;
  const action = (sections.get(first!.name)?.get('action') ?? defaults.get('action'))?.text ?? '';
  const actions = jails.flatMap(({ jail: one }) => (one as Jail).actions);
  const mailer = key === 'destemail' ? actions.find(({ options }) => options.get('dest')) : undefined;
  if (mailer)
    return `Mail does not go there: the action ${mailer.file.text} has a dest of its own. Write ${mailer.file.text}[dest="%(${key})s"], with what else stands in its brackets.`;
  if (key === 'destemail')
    return `No mail is sent: no action of ${jails.length === 1 ? 'this jail' : 'a jail that is switched on'} uses ${key}. action = %(action_mw)s sends one for each ban.`;
  if (key.startsWith('action_'))
    return `This sets a variable that nothing uses here: the jail runs action = ${shorten(action)}. Set action = ${shorten(value)} itself.`;
  if (key === 'banaction')
    return `This has no effect: action = ${shorten(action)} does not use banaction. Leave out one of them; action = %(action_)s uses it.`;
  const taker = actions.find((one) => takes(one, key));
  if (taker && !key.startsWith('action'))
    return `${key} is a parameter of the action ${taker.file.text}, and a jail does not hand it on. Write it into the brackets, ${taker.file.text}[${key}="${shorten(value)}"], or into [Init] of action.d/${taker.file.text}.local.`;
  if (taker || findKnownOption('action', 'Definition', key))
    return `${key} is an option of actions: fail2ban passes it over in a jail. It belongs into a file in action.d.`;
  if (jails.length === 1 && jail.filter && isOfFilter(file, jail, key))
    return `${key} is a variable of the filter, and a jail does not hand it on. Write filter = ${jail.filter.name.text}[${key}=${shorten(value)}].`;
  return `fail2ban knows no option '${key}' of jails and passes it over: nothing uses it as %(${key})s either.`;
}

/** A parameter of the action, or a tag of its commands that nothing sets. */
function takes({ options }: ResolvedAction, key: string): boolean {
  return (
    options.has(key) ||
    [...options.values()].some((value) => value !== null && 'text' in value && value.text.includes(`<${key}>`))
  );
}

/** What the jail took over from its filter's files. */
function isOfFilter({ jails }: FileAnalysis, { name }: Jail, key: string): boolean {
  return jails?.layers?.sections.get(name)?.has(`known/${key}`) === true;
}
