import { describe, expect, it } from 'vitest';
import type { LineExplanation } from './explain-line.ts';
import { stagesOf } from './stages.ts';

const line = 'Jul 11 05:40:22 fail from x';
const missed: LineExplanation = {
  line: 3,
  verdict: 'missed',
  text: line,
  date: { kind: 'found', start: 0, end: 15, seconds: 1_752_212_422 },
  sighting: undefined,
  rest: ' fail from x',
  prefregex: undefined,
  failregex: [
    {
      index: 1,
      miss: {
        cause: 'text',
        message: '<HOST> does not take "x".',
        culprit: { span: { start: 10, end: 20 }, written: '<HOST>', found: 'x' },
        relaxed: 'fail from .*',
        nearness: 10,
        fix: undefined,
      },
    },
  ],
  ignoredBy: [],
};
const dates = { template: '{^LN-BEG}MON Day', datepattern: undefined };

describe('stagesOf', () => {
  it('should tell date, text and regexes in the order of fail2ban, with the part at fault', () => {
    expect(stagesOf(missed, dates)).toEqual([
      {
        name: 'date',
        words: '"Jul 11 05:40:22" is cut out: 2025-07-11T05:40:22.000Z, by {^LN-BEG}MON Day',
        isObstacle: false,
      },
      { name: 'searched', words: ' fail from x', isObstacle: false },
      {
        name: 'failregex 2',
        words: '<HOST> does not take "x".',
        isObstacle: true,
        regex: { kind: 'failregex', index: 1, span: { start: 10, end: 20 } },
      },
    ]);
  });

  it('should call a regex that does not match no obstacle where another one does', () => {
    const stages = stagesOf(
      { ...missed, verdict: 'matched', failregex: [{ index: 0, miss: undefined }, ...missed.failregex] },
      dates,
    );
    expect(stages.map(({ name, isObstacle }) => [name, isObstacle])).toEqual([
      ['date', false],
      ['searched', false],
      ['failregex 1', false],
      ['failregex 2', false],
    ]);
  });

  it('should tell which id a match names, and what is wrong with it', () => {
    const doubt = { message: 'It names "8".', meant: undefined, fix: undefined };
    const id = { id: '8', isName: false, span: { start: 0, end: 1 }, doubt };
    const [, , match] = stagesOf({ ...missed, failregex: [{ index: 0, miss: undefined, id }] }, dates);
    expect(match!.words).toBe('matches: 8. It names "8".');
    const name = { id: 'evil.example', isName: true, span: { start: 0, end: 12 }, doubt: undefined };
    const [, , named] = stagesOf({ ...missed, failregex: [{ index: 0, miss: undefined, id: name }] }, dates);
    expect(named!.words).toBe('matches: evil.example, a name: whether it is looked up is for usedns to say');
  });

  it('should stop at a prefregex that does not match, and name an ignoreregex that does', () => {
    const miss = missed.failregex[0]!.miss!;
    const stuck = stagesOf({ ...missed, prefregex: miss, failregex: [] }, dates);
    expect(stuck.at(-1)).toMatchObject({ name: 'prefregex', isObstacle: true });
    const ignored = stagesOf(
      { ...missed, verdict: 'ignored', failregex: [{ index: 0, miss: undefined }], ignoredBy: [0] },
      dates,
    );
    expect(ignored.at(-1)).toEqual({
      name: 'ignoreregex 1',
      words: 'matches: the line is ignored',
      isObstacle: true,
      regex: { kind: 'ignoreregex', index: 0 },
    });
  });
});
