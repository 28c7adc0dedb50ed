import { describe, expect, it } from 'vitest';
import { filterTexts } from '../../testing/filter-texts.ts';
import { knownAttacks } from '../../testing/known-attacks.ts';
import type { Catastrophe, LineDanger } from './danger.ts';
import { findDangers } from './find-dangers.ts';
import { createProbe } from './probe.ts';

describe.each(knownAttacks)('$name', ({ vulnerable, fixed, log, finds }) => {
  const sample = `${log.join('\n')}\n`;
  const dangersOf = (regex: string): (LineDanger | Catastrophe)[] =>
    findDangers(filterTexts({ failregex: [regex] }), { guard: (work) => (work(), true), sample }).filter(
      (danger) => 'proof' in danger,
    );

  it('should be found, with an attack that works', () => {
    const danger = dangersOf(vulnerable).find(({ kind }) => kind === finds);
    if (danger?.kind === 'catastrophe') expect(danger.proof.steps).toBeGreaterThanOrEqual(100_000);
    else
      expect(createProbe(filterTexts({ failregex: [vulnerable] })).ask(danger!.proof.log).taken).toMatchObject([
        { id: danger!.proof.id },
      ]);
  });

  it('should be found where there is no sample', () => {
    const dangers = findDangers(filterTexts({ failregex: [vulnerable] }), { guard: (work) => (work(), true) });
    expect(dangers.map(({ kind }) => kind)).toContain(finds);
  });

  it('should not be found in the fixed one, which finds the line', () => {
    expect(dangersOf(fixed)).toEqual([]);
    expect(createProbe(filterTexts({ failregex: [fixed] })).ask(log[0]!).taken).toMatchObject([{ id: '192.0.2.50' }]);
  });
});
