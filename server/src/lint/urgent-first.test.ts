import { describe, expect, it } from 'vitest';
import type { Finding } from './rule.ts';
import { urgentFirst } from './run.ts';

const finding = (file: string, start: number, severity: Finding['severity'], rule = 'x'): Finding => ({
  rule,
  severity,
  message: '',
  place: { file, span: { start, end: start + 1 } },
  related: [],
});

describe('urgentFirst', () => {
  it('should begin with errors, what is misspelt, and why nothing is found, and keep the order of places', () => {
    const findings = [
      finding('a', 1, 'hint'),
      finding('a', 2, 'warning'),
      finding('a', 3, 'warning', 'unmatched-sample'),
      finding('a', 4, 'information'),
      finding('a', 5, 'error'),
      finding('a', 6, 'warning'),
      finding('a', 7, 'warning', 'misspelt-option'),
      finding('b', 1, 'error'),
    ];
    expect(urgentFirst(findings).map(({ place: { file, span } }) => `${file}${span.start}`)).toEqual([
      ...['a5', 'a7', 'a3', 'a2', 'a6', 'a4', 'a1'],
      'b1',
    ]);
  });

  it('should tell who is wrongly banned before what has no date, and what it takes a stranger for after it', () => {
    const findings = [
      finding('a', 1, 'warning', 'endless-search'),
      finding('a', 2, 'warning', 'forged-address'),
      finding('a', 3, 'warning', 'undated-matches'),
      finding('a', 4, 'warning', 'wrong-address'),
      finding('a', 5, 'warning', 'variable-as-text'),
      finding('a', 6, 'information', 'slow-search'),
      finding('a', 7, 'warning', 'left-field'),
      finding('a', 8, 'error'),
      finding('a', 9, 'warning', 'forged-exception'),
      finding('a', 10, 'warning', 'everything-excused'),
    ];
    expect(urgentFirst(findings).map(({ place }) => place.span.start)).toEqual([5, 8, 10, 4, 7, 3, 9, 1, 2, 6]);
  });
});
