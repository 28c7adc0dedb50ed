import { describe, expect, it } from 'vitest';
import { openPieces, readTexts } from './log-pieces.ts';
import type { LogInput } from './messages.ts';

function logOf(encoding: string, keepsLastLine = false): LogInput {
  return { path: '/log', stamp: '1', encoding, keepsLastLine, source: 'text' };
}

/** The lines that a run sees, each with its end. */
async function linesOf(log: LogInput, bytes: Uint8Array): Promise<string[]> {
  const lines: string[] = [];
  for await (const { text, isOneLine } of openPieces(log, () => bytes).pieces)
    lines.push(...(isOneLine ? [text] : (text.match(/[^\n]*\n|[^\n]+$/g) ?? [])));
  return lines;
}

describe('openPieces and readTexts', () => {
  // As the command line reads them (host/read-lines-afresh.test.ts).
  it.each([
    ['utf-16', Buffer.from('\ufeffone\ntwo\nthree\n', 'utf16le'), ['one', 'two', 'hree']],
    ['utf-16-le', Buffer.from('one\ntwo\nthree', 'utf16le'), ['one', 'two']],
    ['unicode_escape', Buffer.from('a\\nb\nc\n'), ['a\nb', 'c']],
    ['gbk', Buffer.from([0xc4, 0xe3, 10, 0x61, 10]), ['你', 'a']],
  ])('should read %s as the command line does', async (encoding, bytes, expected) => {
    expect(await linesOf(logOf(encoding), bytes)).toEqual(expected.map((line) => `${line}\n`));
    const numbers = expected.map((_, i) => i);
    expect(await readTexts(logOf(encoding), numbers.reverse(), () => bytes)).toEqual([...expected].reverse());
  });

  it('should take the last line of a text that was never saved', async () => {
    const bytes = Buffer.from('one\ntwo', 'utf16le');
    expect((await linesOf(logOf('utf-16-le', true), bytes)).map((line) => line.trimEnd())).toEqual(['one', 'two']);
  });
});
