import { expect, it } from 'vitest';
import { describeRecording } from './record-text.ts';

const recorded = { uri: 'file:///x', isThere: false, text: 'x', lines: 3, matching: 2, uncovered: [], leftOut: [] };

it('should say what was recorded, and what was not', () => {
  expect(describeRecording(recorded)).toEqual({
    summary: '3 lines recorded, 2 to match and 1 not; anonymised: read them before you give them away.',
    details: [],
  });
  expect(
    describeRecording({ ...recorded, lines: 0, uncovered: ['failregex 2'], leftOut: [{ line: 4, reason: 'so' }] }),
  ).toEqual({
    summary: 'Nothing was recorded: no line goes through anything new; 1 line left out; no line for 1 regex or branch.',
    details: ['Left out: line 5: so', 'No line goes through failregex 2'],
  });
});
