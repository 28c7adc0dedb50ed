import type { Danger } from '../danger/danger.ts';
import { findDangers, type DangerOptions } from '../danger/find-dangers.ts';
import type { FilterTexts } from '../danger/probe.ts';
import type { AnswerStore } from '../host/answer-store.ts';

/** `findDangers`, which keeps each answer in the store. What a deadline or Ctrl+C kept from being looked for is no answer to keep. */
export function createKnownDangers(
  store: AnswerStore | undefined,
): (texts: FilterTexts, options: DangerOptions) => readonly Danger[] {
  return (texts, { guard, sample }) => {
    const question = ['dangers', texts, sample];
    const known = store?.get(question) as readonly Danger[] | undefined;
    if (known) return known;
    let isWhole = true;
    const found = findDangers(texts, {
      sample,
      guard: (work, milliseconds) => {
        const isDone = guard(work, milliseconds);
        isWhole &&= isDone;
        return isDone;
      },
    });
    if (isWhole) store?.set(question, found);
    return found;
  };
}
