import type { Fail2banVersion } from '../config/fail2ban-version.ts';
import { createOwnNetworkTest } from './networks.ts';
import type { Successes } from './successes.ts';

/** What speaks for a ban of an address being a mistake. */
export interface MistakeSigns {
  /** The private network that it lies in; null for none. */
  readonly ownNetwork: string | null;
  /** Lines of success that name it. */
  readonly successes: number;
}

/** By an address's number; undefined where nothing speaks for a mistake. `ids`: the failure ids by number. */
export function createMistakeTest(
  ids: readonly string[],
  successes: Successes,
  fail2ban: Fail2banVersion,
): (address: number) => MistakeSigns | undefined {
  const ownNetworkOf = createOwnNetworkTest(fail2ban);
  return (address) => {
    const id = ids[address]!;
    const signs = { ownNetwork: ownNetworkOf(id) ?? null, successes: successes.countOf(id) };
    return signs.ownNetwork !== null || signs.successes > 0 ? signs : undefined;
  };
}
