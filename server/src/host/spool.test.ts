import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createSpool, SpoolFailure } from './spool.ts';

describe('createSpool', () => {
  let folder: string;
  beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'spool-'))));
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it.each([
    ['in memory', { textRoom: 1 << 20, room: 1 << 20 }],
    ['in the file where one text is long', { textRoom: 100, room: 1 << 20 }],
    ['in the file where all together are long', { textRoom: 1 << 20, room: 100 }],
  ])('should give back each text as it was added, %s', (_, rooms) => {
    const spool = createSpool({ ...rooms, folder });
    const texts = [spool.open(), spool.open(), spool.open()];
    const expected = ['', '', ''];
    for (let i = 0; i < 500; i++) {
      const added = `${i}é€😀\ufeff\n`.repeat(i % 7);
      texts[i % 2]!.add(added);
      expected[i % 2] += added;
    }
    expect(texts.map((text) => [...text.pieces()].join(''))).toEqual(expected);
    expect(texts.map(({ isEmpty }) => isEmpty)).toEqual([false, false, true]);
    // Read twice, and written to after it was read.
    texts[0]!.add('x');
    expect([...texts[0]!.pieces()].join('')).toBe(`${expected[0]}x`);
    spool.close();
  });

  it('should leave no file behind, not even while it is open', () => {
    const spool = createSpool({ textRoom: 10, folder });
    spool.open().add('longer than ten bytes');
    expect(readdirSync(folder)).toEqual([]);
    spool.close();
  });

  it('should say what to do where the temporary folder cannot be written', () => {
    const text = createSpool({ textRoom: 10, folder: join(folder, 'nothing') }).open();
    expect(() => text.add('longer than ten bytes')).toThrow(SpoolFailure);
    expect(() => text.add('longer than ten bytes')).toThrow('set TMPDIR');
  });
});
