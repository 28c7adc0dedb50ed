import { expect, it } from 'vitest';
import { fates } from './address-life.ts';
import { lineFatesOf, noAttempt } from './line-fates.ts';
import type { Ban } from './jail-memory.ts';
import type { Simulation } from './simulate.ts';
import type { Timeline } from './timeline.ts';

it('should say of each line of a log what became of its attempt', () => {
  const timeline = {
    count: 4,
    logs: Uint16Array.of(0, 1, 0, 0),
    lines: Int32Array.of(2, 1, 3, 5),
  } as Partial<Timeline> as Timeline;
  const ban = { attempt: 2 } as Ban;
  const simulation = {
    fates: Uint8Array.of(fates.kept, fates.ignored, fates.banned, fates.dropped),
    bans: [ban],
  } as Partial<Simulation> as Simulation;
  const { told, bans } = lineFatesOf(timeline, simulation, 0);
  expect([...told]).toEqual([noAttempt, noAttempt, fates.kept, fates.banned, noAttempt, fates.dropped]);
  expect([...bans]).toEqual([[3, ban]]);
  expect([...lineFatesOf(timeline, simulation, 1).told]).toEqual([noAttempt, fates.ignored]);
});

it('should tell of a line that several jails match the first ban, and that any of them dropped it', () => {
  const timeline = {
    count: 4,
    logs: Uint16Array.of(0, 0, 0, 0),
    lines: Int32Array.of(1, 1, 2, 2),
  } as Partial<Timeline> as Timeline;
  const [first, second] = [{ attempt: 0 }, { attempt: 1 }] as [Ban, Ban];
  const simulation = {
    fates: Uint8Array.of(fates.banned, fates.banned, fates.dropped, fates.kept),
    bans: [first, second],
  } as Partial<Simulation> as Simulation;
  const { told, bans } = lineFatesOf(timeline, simulation, 0);
  expect([...told]).toEqual([noAttempt, fates.banned, fates.dropped]);
  expect(bans.get(1)).toBe(first);
});
