import { describe, expect, it } from 'vitest';
import { createTrials } from './trials.ts';

const options = { python: '3.11', multiline: false, milliseconds: 1000 } as const;

describe('Trials of regexes', () => {
  it('should put many searches under one guard', () => {
    let guards = 0;
    const trials = createTrials({ ...options, guard: (work) => (guards++, work(), true) });
    const { trial } = trials.of('failed from here');
    const found = trials.run(() => ['failed', 'from', 'there', '('].map((source) => trial.search(source)));
    expect(found.map((match) => match && match.spans)).toEqual([[0, 6], [7, 11], null, undefined]);
    expect(guards).toBe(1);
  });

  it('should begin anew with what is known where the guard stops the work', () => {
    let guards = 0;
    const asked: string[] = [];
    const trials = createTrials({
      ...options,
      guard: (work) => {
        if (++guards > 1) {
          work();
          return true;
        }
        try {
          work();
        } catch {
          return false;
        }
        return true;
      },
    });
    const work = (): boolean[] => {
      const { trial } = trials.of('failed from here');
      return ['failed', 'from', 'here'].map((source) => {
        asked.push(source);
        if (guards === 1 && source === 'here') throw new Error('stopped');
        return Boolean(trial.search(source));
      });
    };
    expect(trials.run(work)).toEqual([true, true, true]);
    expect(asked).toEqual(['failed', 'from', 'here', 'failed', 'from', 'here']);
  });

  it('should give up a search that takes too long, and go on with few', () => {
    const trials = createTrials({ ...options, guard: () => false });
    const { trial, wasStopped } = trials.of('failed');
    expect(trials.run(() => trial.search('failed'))).toBeUndefined();
    expect([wasStopped(), trial.left]).toEqual([true, 2]);
  });

  it('should begin a search anew that was stopped without having had the machine', () => {
    let guards = 0;
    const starved = (work: () => void): boolean => ++guards > 5 && (work(), true);
    const trials = createTrials({ ...options, guard: starved, worked: () => 0 });
    const { trial, wasStopped } = trials.of('failed');
    expect(trials.run(() => Boolean(trial.search('failed')))).toBe(true);
    expect([wasStopped(), guards]).toEqual([false, 6]);
  });
});
