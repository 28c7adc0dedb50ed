import { expect, it } from 'vitest';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { EditedText, type TextChange } from './edited-text.ts';

/** The same numbers for the same seed (mulberry32). */
function createRandom(seed: number): (below: number) => number {
  return (below) => {
    seed = (seed + 0x6d2b79f5) | 0;
    let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return Math.floor((((t ^ (t >>> 14)) >>> 0) / 4294967296) * below);
  };
}

/** As the protocol library reads places in a text that it has not edited before: it may count a CR and an LF that an edit brings together as two line ends. */
function edit(text: string, { range, text: inserted }: TextChange): string {
  if (!range) return inserted;
  const document = TextDocument.create('file:///x', 'log', 1, text);
  const [a, b] = [document.offsetAt(range.start), document.offsetAt(range.end)];
  return text.slice(0, Math.min(a, b)) + inserted + text.slice(Math.max(a, b));
}

const ends = ['\n', '\r\n', '\r', '\n\n', '\r\r\n', ''];

it.each([1, 2, 3, 4, 5, 6])('should come to what the protocol library makes of the same edits (%d)', (seed) => {
  const random = createRandom(seed);
  const some = (lines: number): string =>
    Array.from({ length: lines }, () => 'é'.repeat(random(40)) + ends[random(ends.length)]!).join('');
  const start = some(seed % 2 === 0 ? 10 : 6000);
  const ours = new EditedText(start, 1);
  let theirs = start;
  for (let version = 2; version < 150; version++) {
    const lines = TextDocument.create('file:///x', 'log', 1, theirs).lineCount + 2;
    const place = () => ({ line: random(lines), character: random(50) });
    const near = place();
    const changes: TextChange[] = Array.from({ length: 1 + random(3) }, () => {
      const other = random(4) === 0 ? place() : { line: near.line + random(3), character: random(50) };
      return random(60) === 0
        ? { text: some(random(50)) }
        : {
            range: { start: near, end: other },
            text: random(3) === 0 ? '' : some(random(random(20) === 0 ? 4000 : 4)),
          };
    });
    ours.update(changes, version);
    theirs = changes.reduce(edit, theirs);
    if (random(3) === 0) expect(ours.getText() === theirs).toBe(true);
  }
  expect(ours.getText() === theirs).toBe(true);
  expect(ours.version).toBe(149);
});

it('should take an edit of a long text as soon as one of a short text', () => {
  const text = new EditedText('Jul 11 05:40:22 host x: bad 1.1.1.1\n'.repeat(500_000), 1);
  const range = { start: { line: 250_000, character: 3 }, end: { line: 250_000, character: 4 } };
  text.update([{ range, text: 'y' }], 2);
  const begun = performance.now();
  for (let version = 3; version < 503; version++) text.update([{ range, text: 'x' }], version);
  // 10 ms an edit where the whole text is copied.
  expect(performance.now() - begun).toBeLessThan(2000);
  expect(text.getText().length).toBe(18_000_000);
});
