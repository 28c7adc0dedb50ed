import { describe, expect, it } from 'vitest';
import { filterTexts } from '../../testing/filter-texts.ts';
import { writtenFilters } from '../../testing/written-filters.ts';
import type { LineDanger } from './danger.ts';
import { findDangers } from './find-dangers.ts';
import { withFix } from './places.ts';
import { createProbe, type FilterTexts } from './probe.ts';

describe.each(writtenFilters)('$name', ({ failregex, ignoreregex = [], log, finds }) => {
  const filter = filterTexts({ failregex, ignoreregex });
  const dangersOf = (texts: FilterTexts): LineDanger[] => findLineDangers(texts, `${log.join('\n')}\n`);
  const told = ({ kind, regex }: LineDanger): string => `${kind} ${regex.role} ${regex.index}`;
  const dangers = dangersOf(filter);

  it('should be told what is true of it, and no more', () => {
    expect(dangers.map(told)).toEqual(finds);
  });

  it('should be proved by lines that give the id', () => {
    for (const { proof } of dangers) {
      const { taken } = createProbe(filter).ask(proof.log);
      expect(taken.map(({ id }) => id)).toEqual(proof.id === null ? [] : [proof.id]);
    }
  });

  it('should be told of two addresses that differ, also where the sample holds the one that proofs are made with', () => {
    const sample = `${log.join('\n').replace(/\b192\.0\.2\.5\d\b/g, '192.0.2.1')}\n`;
    for (const { proof } of findLineDangers(filter, sample)) expect(proof.id).not.toBe(proof.meant);
  });

  it('should be rid of it after the fix, with nothing new', () => {
    for (const danger of dangers) {
      if (!danger.fix) continue;
      const others = dangers.filter((other) => other !== danger).map(told);
      expect(dangersOf(withFix(filter, danger.fix)).filter((one) => !others.includes(told(one)))).toEqual([]);
    }
  });
});

function findLineDangers(texts: FilterTexts, sample: string): LineDanger[] {
  return findDangers(texts, { guard: (work) => (work(), true), sample }).filter(isOfLine);
}

function isOfLine(danger: ReturnType<typeof findDangers>[number]): danger is LineDanger {
  return ['wrong-address', 'forged-address', 'forged-exception', 'left-field', 'longer-name'].includes(danger.kind);
}
