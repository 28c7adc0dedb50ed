import type { KillableThread } from '../host/match-worker.ts';
import type { MutantReport } from '../mutants/find-mutants.ts';
import type { PackChecks } from '../pack/check-pack.ts';
import type { Recording } from '../samples/record/record.ts';
import type { VerifiedFilter } from '../samples/verify-filter.ts';
import { cancelled } from './guard.ts';
import { answerUntil, createThreadQueue, type Step } from './thread-queue.ts';
import type { FromThread, MutantsInput, RecordInput, ToThread, VerifyInput } from './worker/messages.ts';

/** Runs samples in a thread of their own: no live run waits for them, and a cancelled one ends at once. */
export interface SampleRunner {
  verify(input: VerifyInput, signal: AbortSignal): Promise<VerifiedFilter>;
  /** `step`: told how many changes are tried, of how many. */
  mutants(input: MutantsInput, signal: AbortSignal, step: Step): Promise<MutantReport>;
  /** A text: why the filter cannot be packed. */
  checkPack(input: VerifyInput, signal: AbortSignal): Promise<PackChecks | string>;
  /** A text: why the filter does not load. */
  record(input: RecordInput, signal: AbortSignal): Promise<Recording | string>;
  dispose(): void;
}

/** An editor asks for one filter after the other. */
const idleMilliseconds = 5000;

export function createSampleRunner(thread: KillableThread<ToThread, FromThread>): SampleRunner {
  // Samples go along with the question, as they stand in the editor.
  const queue = createThreadQueue(thread, () => undefined, idleMilliseconds);
  const ask = async <T>(message: (id: number) => ToThread, signal: AbortSignal, step?: Step): Promise<T> => {
    const answer = await answerUntil(signal, () => queue.ask([], message, step));
    if (!answer) throw cancelled();
    return (answer as readonly T[])[0]!;
  };
  return {
    verify: (input, signal) => ask<VerifiedFilter>((id) => ({ type: 'verify', id, ...input }), signal),
    mutants: (input, signal, step) => ask<MutantReport>((id) => ({ type: 'mutants', id, ...input }), signal, step),
    checkPack: (input, signal) => ask<PackChecks | string>((id) => ({ type: 'checkPack', id, ...input }), signal),
    record: (input, signal) => ask<Recording | string>((id) => ({ type: 'record', id, ...input }), signal),
    dispose: queue.dispose,
  };
}
