import { describe, expect, it } from 'vitest';
import { closestWord } from './closest.ts';

const options = ['maxretry', 'maxlines', 'maxmatches', 'logpath', 'bantime', 'mode', 'filter'];

describe('closestWord', () => {
  it.each([
    ['maxretries', 'maxretry'],
    ['max_retries', 'maxretry'],
    ['max-match', undefined],
    ['maxline', 'maxlines'],
    ['log_path', 'logpath'],
    ['ban_times', 'bantime'],
    ['mdoe', 'mode'],
    ['filters', 'filter'],
    ['logfile', undefined],
    ['bantime', undefined],
  ])('should take "%s" for %s', (word, meant) => {
    expect(closestWord(word, options)).toBe(meant);
  });
});
