import type { JailAnalysis } from '../analysis/analyse-jails.ts';
import { isBroken } from '../config/resolve.ts';
import { nameOf } from '../config/paths.ts';
import type { FileAnalysis } from '../analysis/workspace.ts';

export interface EffectOptions {
  /** The jail that brings it, where a jail does. */
  readonly jail?: JailAnalysis | undefined;
  /** The program ends with a traceback, in place of an error of its own. */
  readonly crashes?: boolean;
}

/**
 * What comes of something that the server does not take, as the end of a sentence. It reads a jail, and a filter or an action, only
 * where a jail is switched on; who uses an action, an include or a filter outside of a configuration folder is not known here.
 */
export function effectOf(file: FileAnalysis, { jail, crashes = false }: EffectOptions = {}): string {
  const [does, would] = crashes
    ? ['fail2ban ends with a traceback', 'fail2ban would end with a traceback']
    : ['the server does not start', 'the server would not start'];
  // fail2ban leaves such a jail out, or does not start for another reason.
  if (jail?.enabled && isBroken(jail.jail)) return `${would} once the jail '${jail.name}' can be read`;
  if (jail) return jail.enabled ? does : `${would} if the jail '${jail.name}' were switched on`;
  if (file.enabledJails && file.includedBy().length === 0)
    return file.enabledJails().length > 0 ? does : `${would} if a jail that is switched on used this filter`;
  return file.kind === 'filter' || file.kind === 'action' ? `${does} with a jail that uses it` : does;
}

/** What comes of a file that fail2ban cannot parse, as a sentence. */
export function effectOfUnreadable(file: FileAnalysis): string {
  const nothing = 'fail2ban reads nothing of this file';
  const readers = [...new Set(file.includedBy().map(nameOf))].sort();
  if (readers.length > 0)
    return `${nothing}, nor of ${readers.slice(0, 3).join(', ')}${readers.length > 3 ? ' and others' : ''}, where it is included.`;
  if (file.kind === 'jail') return `${nothing}, and the server does not start: no jail runs.`;
  return `${nothing}${file.kind === undefined ? '' : `: ${effectOf(file)}`}.`;
}
