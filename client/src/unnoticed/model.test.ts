import { describe, expect, it } from 'vitest';
import type { UnnoticedChange, UnnoticedChanges } from '../../../server/src/protocol.ts';
import { changeText, lensText, noticingLines, shortLine, summaryText } from './model.ts';

const location = { uri: 'file:///x', range: { start: { line: 1, character: 0 }, end: { line: 1, character: 1 } } };
const change = (text: string | null, options = {}): UnnoticedChange => ({
  title: 'failregex 1 without ^',
  location,
  line: text === null ? null : { text, options, now: 'not found', changed: 'found 192.0.2.1' },
});
const result = (more: Partial<UnnoticedChanges>): UnnoticedChanges => ({
  filter: 'file:///x',
  name: 'door',
  samples: [],
  tried: 10,
  noticed: 8,
  undecided: 0,
  isPartial: false,
  changes: [change('a'), change(null)],
  ...more,
});

describe('changes that no line notices', () => {
  it('should say what is not noticed, and the line that would', () => {
    expect(changeText(change(null))).toBe('No line of the sample notices failregex 1 without ^.');
    expect(changeText(change('bad 192.0.2.1'))).toBe(
      'No line of the sample notices failregex 1 without ^.\nThis one would (now not found, then found 192.0.2.1): bad 192.0.2.1',
    );
  });

  it.each<{ more: Partial<UnnoticedChanges>; says: string }>([
    { more: {}, says: 'The sample of door notices 8 of 10 changes.' },
    {
      more: { undecided: 2, isPartial: true },
      says: 'The sample of door notices 8 of 10 changes; of 2 more it is not known whether they change anything; the time was over before the last.',
    },
    {
      more: { noticed: 7 },
      says: 'The sample of door notices 7 of 10 changes; 1 in files that cannot be opened.',
    },
    {
      more: { tried: 0, noticed: 0, changes: [] },
      says: 'No change of door could be tried: there are none in its own regexes.',
    },
    {
      more: { tried: 0, noticed: 0, changes: [], isPartial: true },
      says: 'Nothing is known of the changes of door: the time was over.',
    },
  ])('should sum up: $says', ({ more, says }) => expect(summaryText(result(more))).toBe(says));

  it('should say in a lens that not all were tried', () => {
    expect(lensText(result({ isPartial: true }))).toBe('sample notices 8 of 10 changes, not all tried');
  });

  it('should take each line once, by its options', () => {
    expect(
      noticingLines([change('a'), change('b', { mode: 'x' }), change('a'), change(null), change('c', { mode: 'x' })]),
    ).toEqual([
      { options: {}, texts: ['a'] },
      { options: { mode: 'x' }, texts: ['b', 'c'] },
    ]);
  });

  it('should cut a long line for a menu', () => {
    expect(shortLine('short')).toBe('short');
    expect(shortLine('😀'.repeat(200))).toBe(`${'😀'.repeat(89)}…`);
  });
});
