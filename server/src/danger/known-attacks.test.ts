import { describe, expect, it } from 'vitest';
import { knownAttacks } from '../../testing/known-attacks.ts';
import type { Catastrophe, LineDanger } from './danger.ts';
import { findDangers } from './find-dangers.ts';
import { createProbe, type FilterTexts } from './probe.ts';

function filterOf(failregex: string): FilterTexts {
  return {
    prefregex: null,
    failregex: [failregex],
    ignoreregex: [],
    maxLines: 1,
    datePatterns: null,
    fail2ban: '1.0',
    python: '3.11',
    useDns: 'warn',
  };
}

describe.each(knownAttacks)('$name', ({ vulnerable, fixed, log, finds }) => {
  const sample = `${log.join('\n')}\n`;
  const dangersOf = (regex: string): (LineDanger | Catastrophe)[] =>
    findDangers(filterOf(regex), { guard: (work) => (work(), true), sample }).filter((danger) => 'proof' in danger);

  it('should be found, with an attack that works', () => {
    const danger = dangersOf(vulnerable).find(({ kind }) => kind === finds);
    if (danger?.kind === 'catastrophe') expect(danger.proof.steps).toBeGreaterThanOrEqual(100_000);
    else
      expect(createProbe(filterOf(vulnerable)).ask(danger!.proof.log).taken).toMatchObject([{ id: danger!.proof.id }]);
  });

  it('should be found where there is no sample', () => {
    const dangers = findDangers(filterOf(vulnerable), { guard: (work) => (work(), true) });
    expect(dangers.map(({ kind }) => kind)).toContain(finds);
  });

  it('should not be found in the fixed one, which finds the line', () => {
    expect(dangersOf(fixed)).toEqual([]);
    expect(createProbe(filterOf(fixed)).ask(log[0]!).taken).toMatchObject([{ id: '192.0.2.50' }]);
  });
});
