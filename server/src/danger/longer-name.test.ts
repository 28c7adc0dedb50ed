import { describe, expect, it } from 'vitest';
import { filterTexts } from '../../testing/filter-texts.ts';
import { findLongerNames } from './longer-name.ts';
import { createProbe } from './probe.ts';

const [at, bad] = ['Jul 11 12:00:00 pc', 'bad login from 192.0.2.7'];

/** Parts, what is written in their place, and the lines that are found then. */
function told(failregex: string, ...lines: string[]): string[] {
  const probe = createProbe(filterTexts({ failregex: [failregex] }));
  return findLongerNames(probe, `${lines.join('\n')}\n`).flatMap(({ dangers, lines: gained }) =>
    dangers.map(({ part, fix }) => `${part} > ${fix!.edits[0]!.text}: ${gained.join(' ')}`),
  );
}

describe('a program that writes under a longer name', () => {
  it('should be found where that brings failures', () => {
    expect(told(String.raw`^\s*\S+ app\[\d+\]: bad login from <ADDR>$`, `${at} app-child[7]: ${bad}`)).toEqual([
      'app > app(?:-child)?: 1',
    ]);
  });

  it('should be told of all its names', () => {
    const lines = [`${at} app-in[7]: ${bad}`, `${at} app: started`, `${at} app-out.x[7]: ${bad}`];
    expect(told(String.raw`^\s*\S+ app(?:\[\d+\])?: bad login from <ADDR>$`, ...lines)).toEqual([
      String.raw`app > app(?:-(?:in|out\.x))?: 1 3`,
    ]);
  });

  it.each([
    ['the regex takes it', String.raw`^\s*\S+ app(?:-child)?\[\d+\]: bad login from <ADDR>$`],
    ['the rest does not fit', String.raw`^\s*\S+ app\[\d+\]: no such user from <ADDR>$`],
    ['another program is meant', String.raw`^\s*\S+ web\[\d+\]: bad login from <ADDR>$`],
    ['the word is a part of another', String.raw`^\s*\S+ my-app\[\d+\]: bad login from <ADDR>$`],
  ])('should not be found where %s', (_, failregex) => {
    expect(told(failregex, `${at} app-child[7]: ${bad}`)).toEqual([]);
  });
});
