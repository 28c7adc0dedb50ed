import { describe, expect, it } from 'vitest';
import { nextChangedLine } from './next-changed-line.ts';

const line = (log: string, at: number) => ({ log, line: at, kind: 'gained' as const, words: '' });
const lines = [line('b.log', 3), line('b.log', 9), line('a.log', 1)];

describe('nextChangedLine', () => {
  it.each([
    ['from nowhere', undefined, 1, 'b.log 3'],
    ['back from nowhere', undefined, -1, 'a.log 1'],
    ['from the line before', { log: 'b.log', line: 0 }, 1, 'b.log 3'],
    ['from a changed line', { log: 'b.log', line: 3 }, 1, 'b.log 9'],
    ['into the next log', { log: 'b.log', line: 9 }, 1, 'a.log 1'],
    ['around the end', { log: 'a.log', line: 1 }, 1, 'b.log 3'],
    ['back', { log: 'b.log', line: 9 }, -1, 'b.log 3'],
    ['back around the begin', { log: 'b.log', line: 3 }, -1, 'a.log 1'],
    ['from a log without any', { log: 'c.log', line: 5 }, 1, 'b.log 3'],
  ] as const)('should go on %s', (_, at, direction, expected) => {
    const { log, line: number } = nextChangedLine(lines, at, direction);
    expect(`${log} ${number}`).toBe(expected);
  });
});
