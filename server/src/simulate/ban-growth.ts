import { FormulaError, readFormula, type Formula } from './formula.ts';

/** What `bantime.*` says of the bans of an address that was banned before. */
export interface BanGrowth {
  /** Bans in all jails count, not only those in this one. */
  readonly overallJails: boolean;
  /** How long the next ban lasts, in seconds; `rndtime` of random time comes on top. Throws nothing: where fail2ban's formula fails, the ban time stays. */
  next(banTime: number, banCount: number): number;
  /** Up to so many seconds of random time are added: nobody can know how many. */
  readonly randomSeconds: number;
  /** `bantime.maxtime`; undefined for none. */
  readonly longest: number | undefined;
  /** So many earlier bans make a difference, at the most: with more of them a ban is as long as with these, or longer. */
  readonly steps: number;
}

/** A ban can become shorter than `bantime` after it has begun. */
export function canShrink(growth: BanGrowth, banTime: number): boolean {
  return Array.from({ length: growth.steps }, (_, i) => growth.next(banTime, i + 1)).some((time) => time < banTime);
}

/** `bantime.*` as it is written, times in seconds; undefined where it is not set. */
export interface GrowthOptions {
  readonly factor: string | undefined;
  readonly formula: string | undefined;
  readonly multipliers: string | undefined;
  readonly maxtime: number | undefined;
  readonly rndtime: number | undefined;
  readonly overallJails: boolean;
}

const defaultFormula = 'ban.Time * (1<<(ban.Count if ban.Count<20 else 20)) * banFactor';

/** Mirrors the formula that `Jail.setBanTimeExtra` builds. `unread`: the option whose text is not understood. */
export function createBanGrowth(options: GrowthOptions): BanGrowth | { readonly unread: string } {
  const factor = readFormula(options.factor ?? '1');
  const formula = readFormula(options.formula ?? defaultFormula);
  const multipliers = options.multipliers
    ?.split(' ')
    .map((text) => (/^[+-]?\d+$/.test(text.trim()) ? Number(text) : NaN));
  if (multipliers?.some(Number.isNaN)) return { unread: `bantime.multipliers = ${options.multipliers}` };
  if (!factor) return { unread: `bantime.factor = ${options.factor}` };
  if (!formula && !multipliers) return { unread: `bantime.formula = ${options.formula}` };
  const banFactor = attempted(factor, { time: 0, count: 0, banFactor: 1 });
  if (banFactor === undefined) return { unread: `bantime.factor = ${options.factor}` };
  const grow: Formula = multipliers
    ? ({ time, count }) => time * banFactor * multipliers[Math.min(count, multipliers.length - 1)]!
    : (input) => Math.max(input.time, formula!(input));
  const { maxtime = Infinity } = options;
  return {
    overallJails: options.overallJails,
    randomSeconds: options.rndtime ?? 0,
    longest: options.maxtime,
    // A formula makes nothing shorter: only maxtime does, which cuts the first ban that grows, too.
    steps: Math.max(1, multipliers?.length ?? 1),
    next: (time, count) => {
      const grown = attempted(grow, { time, count, banFactor });
      return grown === undefined ? time : Math.min(grown, maxtime);
    },
  };
}

function attempted(formula: Formula, input: Parameters<Formula>[0]): number | undefined {
  try {
    return formula(input);
  } catch (error) {
    if (!(error instanceof FormulaError)) throw error;
    return undefined;
  }
}
