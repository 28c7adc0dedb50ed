import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { whenQuiet } from './when-quiet.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it('should act once when calls have ended, and not after it was cancelled', () => {
  const act = vi.fn();
  const soon = whenQuiet(100, act);
  soon();
  vi.advanceTimersByTime(99);
  soon();
  vi.advanceTimersByTime(99);
  expect(act).not.toHaveBeenCalled();
  vi.advanceTimersByTime(1);
  expect(act).toHaveBeenCalledOnce();
  soon();
  soon.cancel();
  vi.advanceTimersByTime(1000);
  expect(act).toHaveBeenCalledOnce();
});
