import { describe, expect, it } from 'vitest';
import { createFrameCheck } from './frames.ts';

/** What passes, and what is said to be broken, when the text comes in pieces of `size` bytes. */
async function check(text: string, size = 1000): Promise<{ passed: string; broken: string[] }> {
  const broken: string[] = [];
  const frames = createFrameCheck((what) => broken.push(what));
  const passed: Buffer[] = [];
  frames.on('data', (chunk: Buffer) => passed.push(chunk));
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; at += size) frames.write(bytes.subarray(at, at + size));
  await new Promise<void>((done) => frames.end(done));
  return { passed: Buffer.concat(passed).toString(), broken };
}

const message = 'Content-Length: 4\r\n\r\n"é"';

describe('frames', () => {
  it.each([
    ['messages', message + message],
    ['an empty message', `Content-Length: 0\r\n\r\n${message}`],
    ['other headers and other capitals', `content-type: x; charset=utf-8\r\nCONTENT-LENGTH:4\r\n\r\n"é"${message}`],
  ])('should pass %s, however cut', async (_, text) => {
    for (const size of [1, 3, 1000]) expect(await check(text, size)).toEqual({ passed: text, broken: [] });
  });

  it.each([
    ['Content-Length: abc\r\n\r\n', '"abc"'],
    ['Content-Length: -5\r\n\r\n', '"-5"'],
    ['Content-Length: 1e3\r\n\r\n', '"1e3"'],
    ['Content-Length: 9999999999\r\n\r\n', 'more than'],
    ['Content-Type: x\r\n\r\n', 'no Content-Length'],
    ['{"jsonrpc":"2.0"}\r\n\r\n', 'no Content-Length'],
    ['hello\r\n\r\n', 'without a colon'],
    ['x'.repeat(9000), 'does not end'],
    ['\r\n\r\n', 'without a colon'],
    // The message before was longer than its header said.
    [`Content-Length: 2\r\n\r\n"é"${message}`, 'no Content-Length'],
  ])('should not pass %j', async (text, words) => {
    for (const size of [1, 1000]) {
      const { broken } = await check(text + message, size);
      expect(broken).toHaveLength(1);
      expect(broken[0]).toContain(words);
    }
  });
});
