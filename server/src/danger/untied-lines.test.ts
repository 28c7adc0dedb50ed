import { describe, expect, it } from 'vitest';
import { filterTexts } from '../../testing/filter-texts.ts';
import type { LineDanger } from './danger.ts';
import { withFix } from './places.ts';
import { createProbe, type FilterTexts } from './probe.ts';
import { findUntiedLines } from './untied-lines.ts';

function filter(failregex: string, maxLines = 5): FilterTexts {
  return filterTexts({ failregex: [failregex], maxLines });
}

function find(texts: FilterTexts, sample?: string): LineDanger | undefined {
  const probe = createProbe(texts);
  expect(probe.isWhole).toBe(true);
  return findUntiedLines(probe, probe.regexes[0]!, sample);
}

describe('lines of one failure', () => {
  it.each([
    [
      String.raw`^\s*app\[\d+\]: login failed for \S+<SKIPLINES>^\s*app\[\d+\]: closed <HOST>$`,
      '<SKIPLINES>',
      '2025-07-11 12:00:00 app[1]: login failed for x|2025-07-11 12:00:00 app[2]: closed 192.0.2.1|2025-07-11 12:00:00 app[1]: closed 198.51.100.7',
    ],
    [
      String.raw`^\s*app: client <HOST> connected$<SKIPLINES>^\s*app: wrong password$`,
      '<SKIPLINES>',
      '2025-07-11 12:00:00 app: client 192.0.2.1 connected|2025-07-11 12:00:00 app: client 198.51.100.7 connected|2025-07-11 12:00:00 app: wrong password',
    ],
    [
      String.raw`(?s)^\s*session (\w+) denied.*^\s*session \w+ of <HOST>$`,
      '.*',
      '2025-07-11 12:00:00 session x denied|2025-07-11 12:00:00 session y of 192.0.2.1|2025-07-11 12:00:00 session x of 198.51.100.7',
    ],
  ])('may be of different connections in %s', (failregex, part, log) => {
    const found = find(filter(failregex));
    expect(found?.proof.log.split('\n').join('|')).toBe(log);
    expect(found).toMatchObject({ part, proof: { id: '192.0.2.1', meant: '198.51.100.7' } });
  });

  it('should be hidden by one between them', () => {
    const found = find(filter(String.raw`^\s*app\[(\d+)\]: login failed\n\s*app\[\1\]: closed <HOST>$`));
    expect(found?.proof).toMatchObject({ id: null, meant: '198.51.100.7' });
    expect(found!.fix!.edits.map(({ text }) => text)).toEqual(['<SKIPLINES>']);
  });

  it.each([
    [String.raw`^\s*app\[(?P<id>\d+)\]: login failed<SKIPLINES>^\s*app\[(?P=id)\]: closed <HOST>$`, 5],
    // The line with the address is the failure itself.
    [String.raw`^.*\nWARNING: login from <HOST> failed\.$`, 2],
    [String.raw`^=INFO=\n\(\w+\) failed authentication from <HOST>$`, 2],
    [String.raw`^\s*app: login failed from <HOST>$`, 5],
    // fail2ban never looks at two lines.
    [String.raw`^\s*app: login failed for \S+<SKIPLINES>^\s*app: closed <HOST>$`, 1],
  ])('should not be feared to be parted in %s', (failregex, maxLines) => {
    expect(find(filter(failregex, maxLines))).toBeUndefined();
  });
});

describe('the fix', () => {
  const regex = String.raw`^\s*app\[\d+\]: login failed for \S+<SKIPLINES>^\s*app\[\d+\]: closed <HOST>$`;

  it('should tie the lines by the number that both have', () => {
    const { fix } = find(filter(regex))!;
    const [mended] = withFix(filter(regex), fix!).failregex;
    expect(mended).toBe(
      String.raw`^\s*app\[(?P<_conn_>\d+)\]: login failed for \S+<SKIPLINES>^\s*app\[(?P=_conn_)\]: closed <HOST>$`,
    );
    expect(find(filter(mended!))).toBeUndefined();
  });

  it('should not be offered where the lines of the sample have different numbers', () => {
    const line = (pid: number, text: string): string => `2025-07-11 12:00:00 app[${pid}]: ${text}\n`;
    const sample = line(7, 'login failed for bob') + line(8, 'closed 192.0.2.9');
    expect(find(filter(regex), sample)).toMatchObject({ proof: { id: '192.0.2.1' }, fix: undefined });
  });

  it('should not be offered where nothing names the connection', () => {
    const untied = filter(String.raw`^\s*app: client <HOST> connected$<SKIPLINES>^\s*app: wrong password$`);
    expect(find(untied)!.fix).toBeUndefined();
  });
});
