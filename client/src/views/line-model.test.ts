import { describe, expect, it } from 'vitest';
import type { LineReasons } from '../../../server/src/protocol.ts';
import { lineRows, obstacleOf, reachOf } from './line-model.ts';

const location = {
  uri: 'file:///f.conf',
  range: { start: { line: 1, character: 2 }, end: { line: 1, character: 5 } },
};
const missed: LineReasons = {
  run: 1,
  version: null,
  status: 'missed',
  stages: [
    { name: 'date', words: '"Jul 11" is cut out', isObstacle: false, location: null },
    { name: 'searched', words: 'fail', isObstacle: false, location: null },
    { name: 'failregex 1', words: '<HOST> does not take "x".', isObstacle: true, location },
  ],
};

describe('the Line view', () => {
  it('should show the line, then its stages, the obstacle with its place', () => {
    expect(
      lineRows(1233, missed).map(({ label, description, icon, opens }) => [label, description, icon, opens]),
    ).toEqual([
      ['Line 1,234', 'missed', 'circle-outline', null],
      ['date', '"Jul 11" is cut out', 'calendar', null],
      ['searched', 'fail', 'search', null],
      ['failregex 1', '<HOST> does not take "x".', 'error', location],
    ]);
  });

  it('should show the words of an obstacle whole, in pieces as wide as a side bar', () => {
    const words = 'The regex wants "login failed"; the line has "login was refused" there.';
    const [, , , obstacle] = lineRows(0, {
      ...missed,
      stages: [...missed.stages.slice(0, 2), { ...missed.stages[2]!, words }],
    });
    expect(obstacle!.rows).toEqual(['The regex wants "login failed"; the', 'line has "login was refused" there.']);
  });

  it('should tell how far each regex got: the part at fault, and what stands behind it in the same file', () => {
    const range = (start: number, end: number, line = 1) => ({
      start: { line, character: start },
      end: { line, character: end },
    });
    const regex = { kind: 'failregex' as const, pattern: '', hits: 0, engine: 'v8', stopped: null };
    const whole = { uri: location.uri, range: range(0, 20) };
    const regexes = [
      { ...regex, index: 1, location: whole },
      { ...regex, index: 2, location: { ...whole, uri: 'file:///other.conf' } },
      { ...regex, index: 3, location: { ...whole, range: range(0, 5) } },
    ];
    const reasons: LineReasons = {
      ...missed,
      stages: ['failregex 1', 'failregex 2', 'failregex 3', 'ignoreregex 1', 'date'].map((name) => ({
        name,
        words: '',
        isObstacle: true,
        location,
      })),
    };
    expect(reachOf(reasons, regexes)).toEqual([
      { culprit: location, rest: range(5, 20) },
      { culprit: location, rest: null },
      { culprit: location, rest: null },
    ]);
    expect(reachOf({ ...reasons, status: 'matched' }, regexes)).toEqual([]);
  });

  it('should name the first obstacle of a line that is not matched', () => {
    expect(obstacleOf(missed)?.name).toBe('failregex 1');
    expect(obstacleOf({ ...missed, status: 'matched' })).toBeUndefined();
  });
});
