import { splitWords, type Jail } from '../config/jail.ts';
import { isTyped } from '../config/read-config.ts';

/** What of a jail's options decides over bans, as plain texts: they can go to another thread, and be compared. */
export interface JailSettings {
  readonly name: string;
  /** Every option that is set. */
  readonly options: Readonly<Record<string, string>>;
  /** The words of `ignoreip`. */
  readonly ignoreip: readonly string[];
  /** One of its actions is named for all ports, as `iptables-allports` is. */
  readonly allPorts: boolean;
}

const decides = /^(?:maxretry|findtime|bantime(?:\.\w+)?|usedns|ignoreself|ignorecommand)$/;

export function settingsOf({ name, options }: Pick<Jail, 'name' | 'options'>): JailSettings {
  const action = options.get('action') ?? null;
  const texts: [string, string][] = [];
  for (const [option, value] of options)
    if (value && decides.test(option)) texts.push([option, isTyped(value) ? String(value.value) : value.text]);
  const ignoreip = options.get('ignoreip') ?? null;
  return {
    name,
    options: Object.fromEntries(texts),
    ignoreip: ignoreip && !isTyped(ignoreip) ? splitWords(ignoreip).map(({ text }) => text) : [],
    allPorts: action !== null && !isTyped(action) && /allports/i.test(action.text),
  };
}
