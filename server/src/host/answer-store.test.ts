import {
  chmodSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createAnswerMemory, openAnswerStore, type AnswerStoreOptions } from './answer-store.ts';

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lens-answers-'));
  path = join(folder, 'deep', 'a.cache');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const open = (options: Partial<AnswerStoreOptions> = {}) => openAnswerStore(path, { producer: 'us', ...options });

function keep(...answers: [unknown, unknown][]): void {
  const store = open();
  for (const [question, answer] of answers) store.set(question, answer);
  store.save();
}

describe('answers that are kept', () => {
  it('should come back as they were, and only for the same question', () => {
    const answer = [{ degree: Infinity, meant: undefined, text: 'é\n' }];
    keep([['q', { a: 1 }], answer]);
    expect(open().get(['q', { a: 1 }])).toEqual(answer);
    expect(open().get(['q', { a: 1 }])).toHaveProperty('0.meant', undefined);
    expect(open().get(['q', { a: 2 }])).toBeUndefined();
  });

  it('should be for the user alone, with no rest beside', () => {
    keep(['q', 1]);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(statSync(join(folder, 'deep')).mode & 0o777).toBe(0o700);
    expect(readdirSync(join(folder, 'deep'))).toEqual(['a.cache']);
  });

  it('should not be taken from another program', () => {
    keep(['q', 1]);
    expect(open({ producer: 'others' }).get('q')).toBeUndefined();
    expect(open().get('q')).toBe(1);
  });

  it('should not be taken where a byte is another, or missing', () => {
    keep(['q', 1]);
    const good = readFileSync(path);
    for (const at of [0, 31, 32, 40, good.length - 1]) {
      const bad = Buffer.from(good);
      bad[at]! ^= 1;
      writeFileSync(path, bad);
      expect(open().get('q')).toBeUndefined();
    }
    for (const length of [0, 10, 32, good.length - 1]) {
      writeFileSync(path, good.subarray(0, length));
      expect(open().get('q')).toBeUndefined();
    }
    keep(['q', 2]);
    expect(open().get('q')).toBe(2);
  });

  it('should not be taken through a link, from a file that others may write, or from one that is too large', () => {
    keep(['q', 1]);
    expect(open({ mostBytes: 20 }).get('q')).toBeUndefined();
    chmodSync(path, 0o666);
    expect(open().get('q')).toBeUndefined();
    chmodSync(path, 0o600);
    const link = join(folder, 'link');
    symlinkSync(path, link);
    expect(openAnswerStore(link, { producer: 'us' }).get('q')).toBeUndefined();
  });

  it('should go, the one first that was not asked for longest, where there are too many', () => {
    keep(['a', 1], ['b', 2], ['c', 3]);
    const store = open({ mostAnswers: 3 });
    store.get('a');
    store.set('d', 4);
    store.save();
    expect(['a', 'b', 'c', 'd'].map((question) => open().get(question))).toEqual([1, undefined, 3, 4]);
    const small = open({ mostBytes: 2000 });
    small.set('large', 'x'.repeat(3000));
    small.save();
    expect(statSync(path).size).toBeLessThan(2000);
  });

  it('should be held in memory within the same limits', () => {
    const memory = createAnswerMemory({ mostAnswers: 2 });
    for (const question of ['a', 'b']) memory.set(question, [question]);
    memory.get('a');
    memory.set('c', ['c']);
    memory.set('c', ['d']);
    expect(['a', 'b', 'c'].map((question) => memory.get(question))).toEqual([['a'], undefined, ['d']]);
    const small = createAnswerMemory({ mostBytes: 200 });
    small.set('a', 1);
    small.set('large', 'x'.repeat(300));
    expect([small.get('a'), small.get('large')]).toEqual([undefined, undefined]);
  });

  it('should be done without where the folder cannot be made', () => {
    writeFileSync(join(folder, 'deep'), '');
    keep(['q', 1]);
    expect(open().get('q')).toBeUndefined();
    expect(readdirSync(folder)).toEqual(['deep']);
  });
});
