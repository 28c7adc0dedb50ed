import { describe, expect, it } from 'vitest';
import { filterTexts } from '../../testing/filter-texts.ts';
import type { FilterTexts } from '../danger/probe.ts';
import { adviseFromSample, type SampleAdvice } from './advise.ts';

const advise = (filter: Partial<FilterTexts>, ...lines: string[]): SampleAdvice[] =>
  adviseFromSample(filterTexts({ fail2ban: '1.1', ...filter }), {
    guard: (work) => (work(), true),
    sample: lines.map((line) => `${line}\n`).join(''),
  });
const at = '2025-07-11 05:40:22';

describe('adviseFromSample', () => {
  it('should say nothing where every line is found, and of an empty sample', () => {
    expect(advise({ failregex: ['^ bad <HOST>$'] }, `${at} bad 192.0.2.1`)).toEqual([]);
    expect(advise({ failregex: ['^ bad <HOST>$'] })).toEqual([]);
  });

  it('should name the nearest line and the part at fault where nothing is found', () => {
    const advice = advise(
      { failregex: ['^ worse <HOST>$', '^ very bad <HOST>$'] },
      `${at} hello`,
      `${at} very sad 192.0.2.1`,
    );
    expect(advice).toEqual([
      expect.objectContaining({
        kind: 'unmatched-sample',
        regex: { role: 'failregex', index: 1 },
        part: 'bad',
        lines: 2,
        isOfOne: false,
        nearest: { line: 2, why: expect.stringContaining('sad') as string },
        proof: { log: `${at} very sad 192.0.2.1`, id: null },
        fix: undefined,
      }),
    ]);
  });

  it('should offer a change only where it brings lines and loses none', () => {
    const [advice] = advise({ failregex: ['^<HOST>'] }, `${at} 192.0.2.1`, `192.0.2.2 ${at}`, `${at} 192.0.2.3`);
    expect(advice).toMatchObject({ kind: 'unmatched-sample', hits: 1, isOfOne: true, fix: { gains: 2 } });
  });

  it('should leave out lines that are not to be found', () => {
    expect(
      advise({ failregex: ['^<HOST>'] }, '# failJSON: { "match": false }', `${at} 192.0.2.1`, `192.0.2.2 ${at}`),
    ).toEqual([]);
  });

  it('should tell of matches without a date, and of the datepattern that finds it', () => {
    const lines = ['{"t":1752212422,"from":"192.0.2.1"}', '{"t":1752212423,"from":"192.0.2.1"}'];
    const [advice] = advise({ failregex: ['"from":"<HOST>"'] }, ...lines);
    expect(advice).toMatchObject({
      kind: 'undated-matches',
      matched: 2,
      undated: 2,
      proof: { log: lines[0], id: '192.0.2.1' },
    });
    expect(advice!.kind === 'undated-matches' && advice!.words.join(' ')).toMatch(
      /datepattern = .* dates 2 of 2 lines/,
    );
    expect(advise({ failregex: ['"from":"<HOST>"'], datePatterns: ['{NONE}'] }, ...lines)).toEqual([]);
  });

  it('should tell of matches without a date among others where a date stands in them', () => {
    const misread = '[Jan  5 10:11:13 2025] bad 192.0.2.2';
    const filter = { failregex: ['bad <HOST>'], datePatterns: ['%Y-%m-%d %H:%M:%S'] };
    expect(advise(filter, '2025-01-05 10:11:12 bad 192.0.2.1', misread)).toMatchObject([
      { kind: 'undated-matches', matched: 2, undated: 1, proof: { log: misread, id: '192.0.2.2' } },
    ]);
    expect(advise(filter, '2025-01-05 10:11:12 bad 192.0.2.1', ' ... bad 192.0.2.2')).toEqual([]);
  });

  it('should say nothing of why several lines at once are not found, nor of a filter that fail2ban refuses', () => {
    expect(advise({ failregex: ['^ bad <HOST>$'], maxLines: 2 }, `${at} good 192.0.2.1`)).toEqual([]);
    expect(advise({ failregex: ['^ bad ('] }, `${at} good 192.0.2.1`)).toEqual([]);
  });
});
