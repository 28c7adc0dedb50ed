import { execFileSync } from 'node:child_process';
import { appendFileSync, mkdtempSync, renameSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findLogEncoding, type DecodedLines } from './log-encoding.ts';
import { findLineStart, openLogFile, readLines, streamSource, UnreadableLog, type LogSource } from './log-source.ts';

let folder: string;
beforeAll(() => void (folder = mkdtempSync(join(tmpdir(), 'log-source-'))));
afterAll(() => rmSync(folder, { recursive: true }));

function write(content: string | Uint8Array): string {
  const path = join(folder, `log-${Math.random()}`);
  writeFileSync(path, content);
  return path;
}

async function read(source: LogSource, encoding = 'utf-8'): Promise<string[]> {
  const out: string[] = [];
  for await (const { text, isComplete } of readLines(source, findLogEncoding(encoding)!))
    out.push(isComplete ? text : `incomplete: ${text}`);
  return out;
}

async function* bytes(...chunks: (string | number[])[]): AsyncIterable<Uint8Array> {
  for (const chunk of chunks) yield typeof chunk === 'string' ? Buffer.from(chunk) : Uint8Array.from(chunk);
}

describe('openLogFile', () => {
  it('should read a plain file and tell its last line without end', async () => {
    expect(await read(openLogFile(write('a\nb')))).toEqual(['a\n', 'incomplete: b']);
  });

  it('should take a last line that ends in CR for whole, as fail2ban does', async () => {
    expect(await read(openLogFile(write('a\nb\r')))).toEqual(['a\n', 'b\r\n']);
  });

  it.each([
    ['utf-16-le', 'utf16le', false],
    ['utf-16-be', 'utf16le', true],
  ] as const)('should read the last line of %s', async (encoding, name, isSwapped) => {
    const content = Buffer.from('a\nfail\n', name);
    if (isSwapped) content.swap16();
    expect((await read(openLogFile(write(content)), encoding)).join('')).toBe('a\nfail\n');
    const slowly = bytes(...[...content].map((byte) => [byte]));
    expect((await read(streamSource(slowly, 'x'), encoding)).join('')).toBe('a\nfail\n');
  });

  it('should read a part, and end a chunk where it is to pause', async () => {
    const path = write('one\ntwo\nthree\nfour\n');
    const chunks = async (...args: Parameters<typeof openLogFile>): Promise<string[]> => {
      const out: string[] = [];
      for await (const chunk of openLogFile(...args).chunks()) out.push(Buffer.from(chunk).toString());
      return out;
    };
    expect(await chunks(path, 100, { from: 4, pauseAt: 8 })).toEqual(['two\n', 'three\nfour\n']);
    expect(await chunks(path, 100, { from: 4, pauseAt: 8, to: 14 })).toEqual(['two\n', 'three\n']);
    expect(await chunks(path, 6, { from: 0, pauseAt: 8 })).toEqual(['one\n', 'two\n', 'three\n', 'four\n']);
    expect(findLineStart(path, 5)).toBe(8);
    expect(findLineStart(path, 18)).toBe(19);
    expect(findLineStart(path, 19)).toBeUndefined();
  });

  it('should read gzip, of several members too', async () => {
    expect(await read(openLogFile(write(Buffer.concat([gzipSync('a\n'), gzipSync('b\n')]))))).toEqual(['a\nb\n']);
  });

  it('should read a file longer than one chunk', async () => {
    const text = 'some line of text\n'.repeat(40_000);
    expect((await read(openLogFile(write(text)))).join('')).toBe(text);
  });

  it.each([
    ['a missing file', () => join(folder, 'missing')],
    ['a folder', () => folder],
    ['damaged gzip', () => write(gzipSync('a\n'.repeat(1000)).subarray(0, 25))],
  ])('should say what is wrong with %s', async (_, path) => {
    await expect((async () => read(openLogFile(path())))()).rejects.toThrow(UnreadableLog);
  });
});

describe('a log that is replaced while it is read', () => {
  const line = 'a line of the log that was there first\n';
  const many = 50_000;

  it.each([
    ['plain', line.repeat(many)],
    ['compressed', gzipSync(line.repeat(many))],
  ])('should be read to its end, not be mixed with the next one: %s', async (_, content) => {
    const path = write(content);
    const source = openLogFile(path);
    renameSync(write('another\n'), path);
    expect((await read(source)).join('')).toBe(line.repeat(many));
  });

  it('should end where it was cut off, and go on where it grows', async () => {
    const [cut, grown] = [write(line.repeat(many)), write(line.repeat(many))];
    const texts: Record<string, string> = {};
    for (const path of [cut, grown]) {
      texts[path] = '';
      let isFirst = true;
      for await (const { text } of readLines(openLogFile(path), findLogEncoding('utf-8')!)) {
        texts[path] += text;
        if (isFirst && path === cut) truncateSync(cut, 0);
        if (isFirst && path === grown) appendFileSync(grown, 'more\n');
        isFirst = false;
      }
    }
    expect(texts[cut]!.length).toBeLessThan(line.length * many);
    expect(line.repeat(many).startsWith(texts[cut]!)).toBe(true);
    expect(texts[grown]).toBe(`${line.repeat(many)}more\n`);
  });
});

describe.skipIf(process.platform === 'win32')('a pipe', () => {
  it('should not be waited for', () => {
    const path = join(folder, 'pipe');
    execFileSync('mkfifo', [path]);
    expect(() => openLogFile(path)).toThrow('it is a pipe or a device');
  });
});

describe('readLines', () => {
  it('should put a line together that comes in pieces', async () => {
    expect(await read(streamSource(bytes('a', 'b', 'c\nd', '\n'), '-'))).toEqual(['abc\n', 'd\n']);
  });

  it('should not break a character that comes in pieces', async () => {
    expect(await read(streamSource(bytes([0xc3], [0xa9, 10]), '-'))).toEqual(['é\n']);
  });

  it('should cut UTF-16 at its line ends only', async () => {
    const text = 'a\u0a00\u010ab\nc\n';
    expect(await read(streamSource(bytes([...Buffer.from(text, 'utf16le')]), '-'), 'utf-16le')).toEqual([text]);
  });
});

describe('a long log', () => {
  const line = `${'x'.repeat(99)}\n`;

  it('should come in pieces of whole lines where it is ASCII', async () => {
    const text = line.repeat(4000);
    const runs = await readRuns(text);
    expect(runs.map(({ isAscii }) => isAscii)).toEqual([true]);
    const [{ pieces, bytes }] = runs as [DecodedLines];
    expect(pieces!.length).toBeGreaterThan(2);
    expect(pieces!.filter((piece) => !piece.endsWith('\n'))).toEqual([]);
    expect([pieces!.join(''), runs[0]!.text, Buffer.from(bytes!).toString()]).toEqual([text, text, text]);
  });

  it('should be the same in whatever chunks a stream brings it', async () => {
    const text = Array.from({ length: 60_000 }, (_, i) => `${'y'.repeat(i % 77)}${i}\n`).join('');
    for (const size of [100, 16_384, 65_536, 1 << 20, (1 << 20) + 1, text.length]) {
      const chunks = async function* () {
        for (let at = 0; at < text.length; at += size) yield Buffer.from(text.slice(at, at + size));
      };
      let read = '';
      let done = 0;
      for await (const run of readLines(streamSource(chunks(), '-'), findLogEncoding('UTF-8')!)) {
        read += run.text;
        done = run.bytesDone;
      }
      expect([size, read === text, done]).toEqual([size, true, text.length]);
    }
  });

  it('should come in one piece where it is one line', async () => {
    const text = `${'x'.repeat(300_000)}\n`;
    expect((await readRuns(text)).map((run) => [run.text === text, run.pieces?.length])).toEqual([[true, 1]]);
  });

  it('should be ASCII where no other character stands near', async () => {
    const text = `${line.repeat(6000)}é\n${line.repeat(6000)}`;
    const runs = await readRuns(text);
    expect(runs.map(({ isAscii }) => isAscii)).toEqual([true, false, true]);
    expect(runs.map((run) => run.text).join('')).toBe(text);
    const lengths = runs.map((run) => Buffer.byteLength(run.text));
    expect(runs.map(({ bytesDone }) => bytesDone)).toEqual(
      lengths.map((_, i) => lengths.slice(0, i + 1).reduce((sum, length) => sum + length, 0)),
    );
  });

  async function readRuns(text: string): Promise<DecodedLines[]> {
    const runs: DecodedLines[] = [];
    for await (const run of readLines({ chunks: () => bytes(text) }, findLogEncoding('UTF-8')!)) runs.push(run);
    return runs;
  }
});

describe('lines that are too long', () => {
  it('should be passed over, wherever chunks end', async () => {
    const long = `${'x'.repeat(100)}\n`;
    const bytes = Buffer.from(`a\n${long}b\nc\n${long}d\n${'y'.repeat(90)}`);
    for (let size = 1; size < 40; size++) {
      const source = {
        async *chunks() {
          for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
        },
      };
      const texts: string[] = [];
      const passedOver: (number | boolean)[] = [];
      for await (const lines of readLines(source, findLogEncoding('UTF-8')!, 40)) {
        texts.push(lines.text);
        if (lines.passedOver !== undefined) passedOver.push(lines.passedOver, lines.isComplete);
      }
      expect([texts.join(''), passedOver]).toEqual(['a\nb\nc\nd\n', [101, true, 101, true, 90, false]]);
    }
  });
});
