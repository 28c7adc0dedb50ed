import { describe, expect, it } from 'vitest';
import { splitLines } from '../../matching/line-block.ts';
import { createLineRecorder } from './line-recorder.ts';
import { lineCode } from './messages.ts';

describe('createLineRecorder', () => {
  const blockOf = (text: string, firstNumber: number) => splitLines(text, { firstNumber, isAscii: true });
  const { matched, missed } = lineCode;

  it('should tell single lines and stretches of missed ones, each time what came since the last', () => {
    const recorder = createLineRecorder(0, 1);
    const first = blockOf('a\n\nb\nc\n', 1);
    recorder.missed(first, 0, 2, false);
    recorder.hit(4, 7);
    recorder.line(4, 'matched', 0, first, 2, []);
    expect(recorder.take()).toEqual([
      {
        log: 0,
        from: 0,
        codes: Uint8Array.of(missed, 0, missed, matched),
        hits: Uint32Array.of(3, 7),
        turnedMatched: [],
      },
    ]);
    recorder.missed(blockOf('#\nd\n', 5), 0, 1, false);
    expect(recorder.take()).toEqual([
      { log: 0, from: 4, codes: Uint8Array.of(0, missed), hits: new Uint32Array(), turnedMatched: [] },
    ]);
    expect(recorder.take()).toEqual([]);
  });

  it('should mark the lines that prefregex matched', () => {
    const recorder = createLineRecorder(0, 1);
    const block = blockOf('a\nb\nc\nd\n', 1);
    const { prefregex } = lineCode;
    recorder.missed(block, 0, 2, true);
    recorder.line(3, 'matched', 3, block, 2, []);
    recorder.line(4, 'missed', 3, block, 3, []);
    expect([...recorder.take()[0]!.codes]).toEqual([
      missed | prefregex,
      missed | prefregex,
      matched | prefregex,
      missed,
    ]);
  });

  it('should let a later match claim a line of a missed stretch', () => {
    const recorder = createLineRecorder(0, 2);
    const block = blockOf('a\nb\nc\n', 1);
    recorder.missed(block, 0, 2, false);
    recorder.line(3, 'matched', 0, block, 2, [{ before: '', date: '', after: 'b' }]);
    expect([...recorder.take()[0]!.codes]).toEqual([missed, matched, matched]);
  });

  it('should keep any number of lines and hits', () => {
    const recorder = createLineRecorder(0, 1);
    const count = 10_000;
    const block = blockOf('x\n'.repeat(count), 1);
    for (let line = 1; line <= count; line++) recorder.hit(line, 3);
    recorder.missed(block, 0, count, false);
    const { codes, hits } = recorder.take()[0]!;
    expect([codes.length, codes.every((code) => code === missed), hits.length, [...hits.slice(-2)]]).toEqual([
      count,
      true,
      2 * count,
      [count - 1, 3],
    ]);
  });
});
