import type { Danger } from './danger.ts';
import { findDangers, type DangerOptions } from './find-dangers.ts';
import type { FilterTexts } from './probe.ts';

/** Where answers are kept, each under all that it depends on. */
export interface KeptAnswers {
  /** Undefined where it is not known. */
  get(question: unknown): unknown;
  set(question: unknown, answer: unknown): void;
}

export interface FoundDangers {
  readonly dangers: readonly Danger[];
  /** False where a deadline or Ctrl+C kept something from being looked for: no answer to keep. */
  readonly isWhole: boolean;
}

/** `findDangers`, which keeps each whole answer. */
export function createKnownDangers(
  kept: KeptAnswers | undefined,
): (texts: FilterTexts, options: DangerOptions) => FoundDangers {
  return (texts, { guard, sample }) => {
    const question = ['dangers', texts, sample];
    const known = kept?.get(question) as readonly Danger[] | undefined;
    if (known) return { dangers: known, isWhole: true };
    let isWhole = true;
    const dangers = findDangers(texts, {
      sample,
      guard: (work, milliseconds) => {
        const isDone = guard(work, milliseconds);
        isWhole &&= isDone;
        return isDone;
      },
    });
    if (isWhole) kept?.set(question, dangers);
    return { dangers, isWhole };
  };
}
