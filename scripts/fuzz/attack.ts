import type { Random } from '../conformance/random.ts';

export interface Chances {
  readonly random: Random;
  /** Whether there is time for another round. */
  hasTime(): boolean;
  /** Something does not hold: in words, with what is needed to see it again. */
  find(what: string): void;
}

/** A way to attack the built program. Deterministic for a seed, apart from how many rounds the time allows. */
export interface Attack {
  readonly name: string;
  /** Goes on while there is time; gives what was tried, in words. */
  run(chances: Chances): Promise<string>;
}
