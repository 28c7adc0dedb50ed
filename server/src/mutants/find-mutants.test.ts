import { describe, expect, it } from 'vitest';
import { createMemoryFileSystem } from '../host/memory-file-system.ts';
import { verifySample } from '../samples/verify-sample.ts';
import { findMutants, type MutantReport } from './find-mutants.ts';

const request = {
  name: 'x',
  target: { kind: 'name', name: 'x', configDir: '/e' },
  fail2ban: '1.0',
  python: '3.11',
  loadedAt: 1_800_000_000,
} as const;
const filesOf = (filter: string, sample: string) =>
  createMemoryFileSystem({ '/e/filter.d/x.conf': `[Definition]\n${filter}`, '/e/filter.d/samples/x': sample });

function mutants(filter: string, sample: string, isOver = () => false): MutantReport {
  const files = filesOf(filter, sample);
  return findMutants({ ...request, files, paths: ['/e/filter.d/samples/x'], isOwn: () => true, isOver });
}

const titles = ({ unnoticed }: MutantReport): string[] =>
  unnoticed.map(({ role, index, title }) => `${role} ${index} ${title}`);
const sample = (lines: readonly (readonly [expected: string, text: string])[]): string =>
  lines.map(([expected, text]) => `# failJSON: {${expected}}\nJul 11 05:40:22 ${text}\n`).join('');
const bad = ['"match": true', 'bad (a) from 192.0.2.1'] as const;

describe('mutants', () => {
  it('should be those that no line notices, at their place', () => {
    const report = mutants('failregex = ^ (?:bad|wrong) \\S+ from <HOST>$\n', sample([bad]));
    expect(titles(report)).toEqual([
      'failregex 1 without ^',
      'failregex 1 with upper and lower case the same',
      'failregex 1 with (?:bad|wrong) optional',
      'failregex 1 with bad optional',
      'failregex 1 without the branch wrong',
      'failregex 1 with wrong optional',
      'failregex 1 \\S+ as .+',
      'failregex 1 with from optional',
      'failregex 1 without $',
    ]);
    expect(report.unnoticed[4]!.place).toEqual({ file: '/e/filter.d/x.conf', span: { start: 34, end: 39 } });
    expect(report).toMatchObject({ noticed: 1, undecided: 0, isPartial: false });
  });

  it('should be noticed by the proposed line, once that stands in the sample', () => {
    const filter = 'failregex = ^ (?:bad|wrong) \\S+ from <HOST>$\nignoreregex = ^ bad \\(a\\)';
    let lines = sample([bad, ['"match": true', 'wrong b from 192.0.2.1']]);
    const before = mutants(filter, lines);
    for (const { line } of before.unnoticed)
      if (line) lines += `# failJSON: ${JSON.stringify(line.expected)}\n${line.text}\n`;
    lines = lines.replace('{"match": true}\nJul 11 05:40:22 bad', '{"match": false}\nJul 11 05:40:22 bad');
    const held = verifySample({ ...request, files: filesOf(filter, lines), path: '/e/filter.d/samples/x' });
    expect(held.flatMap(({ failures }) => failures)).toEqual([]);
    const after = mutants(filter, lines);
    expect(before.unnoticed.length).toBeGreaterThan(5);
    expect(titles(after)).toEqual(titles({ ...before, unnoticed: before.unnoticed.filter(({ line }) => !line) }));
  });

  it('should not be changes that change nothing', () => {
    const report = mutants(
      'failregex = ^ bad (?:a|a|b)? from <HOST>$\n',
      sample([['"match": true', 'bad b from 192.0.2.1']]),
    );
    expect(titles(report)).not.toContain('failregex 1 without the branch a');
    expect(
      titles(mutants('failregex = ^^ bad from <HOST>$\n', sample([['"match": true', 'bad from 192.0.2.1']]))),
    ).not.toContain('failregex 1 without ^');
  });

  it('should say that the time was over', () => {
    expect(mutants('failregex = ^ bad from <HOST>$\n', sample([bad]), () => true)).toMatchObject({
      tried: 0,
      unnoticed: [],
      isPartial: true,
    });
  });

  it('should be noticed where they are under one set of options, whatever takes too long under another', () => {
    const lines = ['', 'x'].map((word) => `# filterOptions: {"word": "${word}"}\n${sample([bad])}`).join('');
    const files = filesOf('failregex = ^ (?:bad|<word>) \\(a\\) from <HOST>$\n[Init]\nword = x\n', lines);
    const reportOf = (isStuck: (progress: number) => boolean): MutantReport => {
      let part = 0;
      const guard = (work: () => void, _: number, isLast = false): boolean => {
        if (!isLast && isStuck(part)) return false;
        work();
        return true;
      };
      return findMutants({
        ...request,
        files,
        paths: ['/e/filter.d/samples/x'],
        isOwn: () => true,
        isOver: () => false,
        deadline: { guard, milliseconds: 1000, fallback: () => undefined },
        progress: (done, of) => void (part = (done + 1) / of),
      });
    };
    const { noticed } = reportOf(() => false);
    expect(noticed).toBe(1);
    expect(reportOf((part) => part >= 0.5)).toMatchObject({ noticed });
  });

  it('should be of a prefregex, too', () => {
    const report = mutants(
      'prefregex = ^ app\\[\\d+\\]: <F-CONTENT>.+</F-CONTENT>$\nfailregex = ^bad from <HOST>$\n',
      sample([['"match": true', 'app[7]: bad from 192.0.2.1']]),
    );
    const prefix = report.unnoticed.find(({ role, kind }) => role === 'prefregex' && kind === 'wider')!;
    expect(prefix.title).toBe('\\d+ as \\S+');
    expect(prefix.line).toMatchObject({ expected: { match: false }, changed: { match: true } });
  });

  describe('of a filter that takes several lines together', () => {
    const filter = 'maxlines = 3\nfailregex = ^ conn from <HOST>$<SKIPLINES>^ (?:denied|refused) now$\n';
    const lines = sample([
      ['"match": false', 'conn from 192.0.2.1'],
      ['"match": true', 'denied now'],
    ]);

    it('should be those that no line notices, with lines that would', () => {
      const report = mutants(filter, lines);
      expect(report.noticed).toBeGreaterThan(0);
      expect(titles(report)).toContain('failregex 1 without the branch refused');
      expect(titles(report)).not.toContain('failregex 1 without the branch denied');
      const shouted = report.unnoticed.find(({ title }) => title === 'with upper and lower case the same');
      expect(shouted?.line).toMatchObject({ expected: { match: false }, changed: { match: true, host: '192.0.2.1' } });
      expect(shouted?.line?.before).toHaveLength(1);
    });

    it('should be noticed by the proposed lines, once these stand in the sample', () => {
      const before = mutants(filter, lines);
      const proposed = before.unnoticed.flatMap(({ line }) => (line ? [line] : []));
      const added = proposed
        .map(
          (line) =>
            `${line.before.map((text) => `${text}\n`).join('')}# failJSON: ${JSON.stringify(line.expected)}\n${line.text}\n`,
        )
        .join('');
      const after = mutants(filter, lines + added);
      expect(proposed.length).toBeGreaterThan(2);
      expect(after.unnoticed.length).toBeLessThan(before.unnoticed.length);
    });
  });
});
