import type { MappedText } from '../text/mapped-text.ts';
import type { Fail2banVersion } from './fail2ban-version.ts';
import { isTyped, type OptionTemplate, type OptionValue, type TypedValue } from './read-config.ts';
import { splitShellWords } from './shell-words.ts';

/** The options that a filter's `[Definition]` is asked for, in the order in which they are read. */
export const filterTemplate: readonly OptionTemplate[] = [
  { name: 'usedns', type: 'string', fallback: null },
  { name: 'prefregex', type: 'string', fallback: null },
  { name: 'ignoreregex', type: 'string', fallback: null },
  { name: 'failregex', type: 'string', fallback: null },
  { name: 'maxlines', type: 'int', fallback: null },
  { name: 'datepattern', type: 'string', fallback: null },
  { name: 'journalmatch', type: 'string', fallback: null },
];

/**
 * A command that the client sends to the server for a jail's filter, as `fail2ban-client -d` prints it:
 * `['set', JAIL, name, ...values]`, or `['multi-set', JAIL, name, values]`.
 */
export interface FilterCommand {
  readonly kind: 'set' | 'multi-set';
  /** E.g. `addfailregex`, `maxlines`. */
  readonly name: string;
  readonly values: readonly (MappedText | TypedValue)[];
}

/**
 * Adds the commands for `options` to those already there. Throws ConfigError for a journalmatch that no shell could
 * split. Mirrors `FilterReader._fillStream`.
 */
export function addFilterCommands(
  commands: FilterCommand[],
  options: ReadonlyMap<string, OptionValue>,
  fail2ban: Fail2banVersion,
): void {
  let priority = 0;
  for (const [name, value] of options) {
    if (value === null) continue;
    if (name === 'usedns' || name === 'maxlines' || name === 'prefregex') {
      // usedns stands before all, since it changes how regexes compile; the others in their order behind it.
      commands.splice(name === 'usedns' ? 0 : priority, 0, { kind: 'set', name, values: [value] });
      priority++;
    } else if (isDatePattern(name, fail2ban)) commands.push({ kind: 'set', name, values: [value] });
    else if (!isTyped(value)) addTextCommands(commands, name, value);
  }
}

/** Up to 1.1.0 it takes any name that is a part of the word, such as `date`, and sends a command that the server does not know. */
function isDatePattern(name: string, fail2ban: Fail2banVersion): boolean {
  return fail2ban === '1.1' ? name === 'datepattern' : 'datepattern'.includes(name);
}

function addTextCommands(commands: FilterCommand[], name: string, value: MappedText): void {
  const lines = () => value.split('\n').filter((line) => line.length > 0);
  if (name === 'failregex' || name === 'ignoreregex') {
    const values = lines();
    if (values.length > 0) commands.push({ kind: values.length > 1 ? 'multi-set' : 'set', name: `add${name}`, values });
  } else if (name === 'journalmatch') {
    for (const line of lines()) commands.push({ kind: 'set', name: 'addjournalmatch', values: splitShellWords(line) });
  }
}
