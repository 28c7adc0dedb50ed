import { describe, expect, it } from 'vitest';
import { filterTexts } from '../../testing/filter-texts.ts';
import type { LineDanger } from './danger.ts';
import { findForgedConnections } from './forged-connection.ts';
import { withFix } from './places.ts';
import { createProbe, type FilterTexts } from './probe.ts';
import { noSample, readSample } from './sample.ts';

const prefregex = String.raw`^\s*app\[<F-MLFID>\d+</F-MLFID>\]: <F-CONTENT>.+</F-CONTENT>$`;

function find(texts: FilterTexts, log = ''): LineDanger[] {
  const probe = createProbe(texts);
  expect(probe.isWhole).toBe(true);
  return findForgedConnections(probe, log, log === '' ? noSample : readSample(probe, log));
}

/** The regex at fault as the fix leaves it. */
function mended(texts: FilterTexts, log?: string): string | undefined {
  const [danger] = find(texts, log);
  expect(danger).toBeDefined();
  if (!danger!.fix) return undefined;
  const fixed = withFix(texts, danger!.fix);
  expect(find(fixed, log)).toEqual([]);
  return fixed.failregex[danger!.regex.index];
}

function lines(...texts: string[]): string {
  return texts.map((text) => `2026-05-01 10:00:00 app[7]: ${text}\n`).join('');
}

describe('a stranger who brings an address', () => {
  const texts = filterTexts({
    prefregex,
    failregex: [String.raw`client=<F-NOFAIL><IP4></F-NOFAIL>`, String.raw`^failed: user=.*`],
  });

  it('should be shown by lines with dates', () => {
    const [danger] = find(texts);
    expect(danger!.proof.log.split('\n')).toEqual([
      '2025-07-11 12:00:00 app[1]: client=198.51.100.7',
      '2025-07-11 12:00:00 app[1]: failed: user=client=192.0.2.1',
      '2025-07-11 12:00:00 app[1]: failed: user=',
    ]);
    expect(danger).toMatchObject({ ofConnection: { isInSample: false }, fix: undefined });
  });

  it('should be kept away by what the program writes before it in the sample', () => {
    const other = lines('session 12 client=192.0.2.9', 'failed: user=bob', 'session 3 client=192.0.2.10');
    expect(mended(texts, other)).toBe(String.raw`^session \d+ client=<F-NOFAIL><IP4></F-NOFAIL>`);
  });

  it('should stay where the sample has different words before it', () => {
    const log = lines('new client=192.0.2.9', 'failed: user=bob', 'old client=192.0.2.10', 'failed: user=eve');
    expect(find(texts, log)).toMatchObject([{ ofConnection: { isInSample: true }, fix: undefined }]);
  });

  it('should lose the room before it where the program writes the same there', () => {
    const loose = filterTexts({
      failregex: [
        String.raw`^\s*app\[<F-MLFID>\d+</F-MLFID>\]: .*<F-NOFAIL>client</F-NOFAIL> <HOST>`,
        String.raw`^\s*app\[<F-MLFID>\d+</F-MLFID>\]: wrong password for user <F-USER>.*</F-USER>$`,
      ],
    });
    const log = lines('new client 192.0.2.9', 'wrong password for user bob', 'new client 192.0.2.10');
    expect(mended(loose, log)).toBe(
      String.raw`^\s*app\[<F-MLFID>\d+</F-MLFID>\]: new <F-NOFAIL>client</F-NOFAIL> <HOST>`,
    );
  });
});

describe('a stranger who lets his connection be called well', () => {
  const texts = filterTexts({
    prefregex,
    failregex: [
      String.raw`^connect <F-NOFAIL>from</F-NOFAIL> <HOST>$`,
      String.raw`<F-MLFGAINED>accepted</F-MLFGAINED>`,
      String.raw`^failed for user .*$`,
    ],
  });

  it('should have no fix where no sample tells what stands before: his line is then no failure at all', () => {
    expect(mended(texts)).toBeUndefined();
  });

  it('should be kept away by the words of the program', () => {
    const log = lines('connect from 192.0.2.9', 'failed for user bob', 'accepted bob');
    expect(mended(texts, log)).toBe('^<F-MLFGAINED>accepted</F-MLFGAINED>');
  });
});
