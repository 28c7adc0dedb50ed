import { describe, expect, it } from 'vitest';
import { readOptions } from './options.ts';

const suites = ['resolve', 'regex-search', 'regex-verdicts', 'stock-logs'];

describe('readOptions', () => {
  it.each([
    ['', ['1.0', '1.1'], suites],
    ['--fail2ban 1.0', ['1.0'], suites],
    ['--fail2ban=1.1', ['1.1'], suites],
    ['--fail2ban 1.1 --fail2ban 1.0', ['1.0', '1.1'], suites],
    ['stock-logs', ['1.0', '1.1'], ['stock-logs']],
    ['regex --fail2ban 1.1 resolve', ['1.1'], ['resolve', 'regex-search', 'regex-verdicts']],
  ])('should read "%s"', (line, lines, chosen) => {
    expect(readOptions(words(line), suites)).toEqual({ lines, suites: chosen });
  });

  it('should read whose suites are asked for', () => {
    expect(readOptions(words('--asks CPython regex'), suites)).toEqual({
      lines: ['1.0', '1.1'],
      suites: ['regex-search', 'regex-verdicts'],
      asks: 'CPython',
    });
  });

  it.each([
    ['--fail2ban 1.2', '--fail2ban 1.2: there is 1.0 and 1.1'],
    ['stocklogs', 'no suite stocklogs: there is resolve, regex-search, regex-verdicts, stock-logs'],
    ['--asks perl', '--asks perl: there is fail2ban and CPython'],
    ['--fail2ban', /argument missing/],
    ['--python 3.11', /Unknown option '--python'/],
  ])('should refuse "%s"', (line, message) => {
    expect(() => readOptions(words(line), suites)).toThrow(message);
  });
});

function words(line: string): string[] {
  return line.split(' ').filter((word) => word !== '');
}
