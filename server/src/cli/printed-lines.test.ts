import { describe, expect, it } from 'vitest';
import { createSpool } from '../host/spool.ts';
import { createPrintedLines } from './printed-lines.ts';

/** What fail2ban-regex's list of missed lines comes to. `-x`: x is taken back. */
function plainly(steps: readonly string[]): string[] {
  const list: string[] = [];
  for (const step of steps) {
    const at = list.indexOf(step.slice(1));
    if (!step.startsWith('-')) list.push(step);
    else if (at !== -1) list.splice(at, 1);
  }
  return list;
}

describe('createPrintedLines', () => {
  it.each<[string, string[]]>([
    ['nothing taken back', ['a', 'b', 'a']],
    ['the first of equal lines', ['a', 'b', 'a', '-a']],
    ['all of them', ['a', 'b', 'a', '-a', '-a', '-a', 'a']],
    ['one that is not there yet', ['-a', 'a', 'b', '-b', '-b', 'b', '-a']],
    [
      'one of very many',
      ['a', '-c', ...Array.from({ length: 1500 }, (_, i) => `${i % 1100}`), '-a', '-7', '-7', '-7', '-x', 'x'],
    ],
  ])('should print what fail2ban-regex would: %s', (_, steps) => {
    const { keeper, rows } = createPrintedLines(createSpool({ textRoom: 4 }));
    for (const step of steps) {
      if (step.startsWith('-')) keeper.takeBack(step.slice(1));
      else keeper.add('missed', `${step}  `);
    }
    const expected = plainly(steps).map((line) => `|  ${line}\n`);
    expect([...rows('missed')].join('')).toBe(expected.join(''));
    expect([...rows('matched')].join('')).toBe('');
  });
});
