import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import type { Codec } from '../../../server/src/host/encodings/codec.ts';
import { createCodec } from '../../../server/src/host/encodings/create-codec.ts';
import { modules } from '../../../server/src/text/encoding-names-data.ts';
import { findLogEncoding } from '../../../server/src/host/log-encoding.ts';
import { moduleOfEncoding } from '../../../server/src/text/encoding-names.ts';
import { readLines, streamSource } from '../../../server/src/host/log-source.ts';
import { codePointOfName } from '../../../server/src/pyre/unicode-names.ts';
import { askOracle } from '../oracle.ts';
import { chosenSeed } from '../random.ts';
import { shareOf } from '../real-fail2ban.ts';
import { compareReports, type TestCase } from '../real-test.ts';
import type { Difference, Suite } from '../suite.ts';

/** Described in `oracle/encodings.py`; texts are the hex of UTF-16. */
interface CodecAnswers {
  readonly pairs: readonly string[];
  readonly texts: readonly [bytes: string, answer: string][];
  readonly lines: readonly [bytes: string, lines: readonly string[] | string][];
  readonly lengths: readonly [text: string, length: number][];
  readonly runs: string;
  readonly logs: readonly string[];
}

interface Answers {
  /** What Python calls the encoding of that name; null where it knows no text encoding. */
  readonly names: Readonly<Record<string, string | null>>;
  readonly codecs: Readonly<Record<string, CodecAnswers>>;
}

/** Random texts, and as many random logs, for each encoding. */
const randomTexts = 600;

/** Python's text encodings that no log is read in; docs/counting.md has the reasons. */
const refused = ['idna', 'punycode', 'undefined'];

/** Each of Python's text encodings: names, every byte, every two bytes where one is not enough, random ones, lines, whole logs. */
export const encodings: Suite = {
  name: 'encodings',
  asks: 'fail2ban',
  isGenerated: true,
  known: [],
  run: async (real) => {
    const seed = chosenSeed();
    const folder = mkdtempSync(join(tmpdir(), 'encodings-'));
    try {
      const known = modules.trim().split(/\s+/);
      const written = known.filter((module) => createCodec(module, codePointOfName)?.isCutAtLineFeeds === false);
      const question = { seed, random: shareOf(real, randomTexts), folder, known, written };
      const { names, codecs } = await askOracle<Answers>('encodings.py', question, { real });
      const held = new Comparison();
      for (const [name, known] of Object.entries(names)) {
        const module = moduleOfEncoding(name);
        const isRefused = known !== null && refused.includes(known);
        held.hold(`name ${name}`, isRefused ? null : known, module === undefined ? null : names[module]);
      }
      for (const [module, answers] of Object.entries(codecs)) await holdCodec(module, answers, held);
      const cases = Object.entries(codecs).flatMap(([module, { logs }]) => logs.map((log) => logCase(module, log)));
      const { differences, matches } = await compareReports(real, cases, 'UTC');
      return {
        total: held.total + cases.length,
        differences: [...held.differences, ...differences],
        note: `seed ${seed}, ${Object.keys(codecs).length} encodings, ${cases.length} logs, ${matches} matches`,
      };
    } finally {
      rmSync(folder, { recursive: true });
    }
  },
};

class Comparison {
  total = 0;
  readonly differences: Difference[] = [];

  hold(id: string, expected: unknown, actual: unknown): void {
    this.total++;
    if (expected !== actual && JSON.stringify(expected) !== JSON.stringify(actual)) this.differ(id, expected, actual);
  }

  differ(id: string, expected: unknown, actual: unknown): void {
    this.differences.push({ id, expected, actual });
  }
}

function logCase(module: string, log: string): TestCase {
  return {
    id: basename(log),
    log,
    filter: '^\\s*host sshd\\[\\d+\\]: Failed .* for .* from <HOST>',
    options: ['-e', module],
  };
}

async function holdCodec(module: string, answers: CodecAnswers, held: Comparison): Promise<void> {
  const { pairs, texts, lines, lengths, runs } = answers;
  const codec = createCodec(module, codePointOfName);
  const decoder = await findLogEncoding(module)!.open();
  const read = (bytes: Uint8Array): string => {
    if (codec) return answerOf(codec, bytes);
    return decoder.kind === 'runs' ? hexOf(decoder.decode(bytes).text) : '';
  };
  // What is read without a codec tells no errors: nothing depends on them.
  const wanted = (answer: string): string => (codec ? answer : answer.split(' ')[0]!);
  for (const [i, answer] of pairs.entries()) {
    const bytes = i < 256 ? Uint8Array.of(i) : Uint8Array.of((i - 256) >> 8, (i - 256) & 0xff);
    held.hold(`${module} ${Buffer.from(bytes).toString('hex')}`, wanted(answer), read(bytes));
  }
  for (const [hex, answer] of texts) {
    const bytes = Buffer.from(hex, 'hex');
    // What is read without a codec takes several lines at once, each decoded by itself.
    if (codec || !bytes.includes(10)) held.hold(`${module} ${hex}`, wanted(answer), read(bytes));
  }
  for (const [hex, expected] of lines)
    held.hold(`${module} lines ${hex}`, expected, await linesOf(module, Buffer.from(hex, 'hex')));
  if (!codec || codec.isCutAtLineFeeds) return;
  for (const [hex, length] of lengths)
    held.hold(`${module} length ${hex}`, length, codec.encodedLength(Buffer.from(hex, 'hex').toString('utf16le')));
  holdLengths(module, codec, runs, held);
}

function holdLengths(module: string, codec: Codec, runs: string, held: Comparison): void {
  let code = 0;
  for (const run of runs.split(' ')) {
    const [length, count] = run.split('*').map(Number) as [number, number];
    held.total += count;
    for (let i = 0; i < count; i++) {
      const actual = codec.encodedLength(`${String.fromCodePoint(code)}\n`);
      if (actual !== length) held.differ(`${module} length U+${code.toString(16)}`, length, actual);
      if (++code === 0xd800) code = 0xe000;
    }
  }
}

function answerOf(codec: Codec, bytes: Uint8Array): string {
  const { text, error } = codec.decode(bytes);
  return error ? `${hexOf(text)} ${error.start}-${error.end}` : hexOf(text);
}

async function linesOf(module: string, bytes: Uint8Array): Promise<string[]> {
  const source = streamSource(
    (async function* () {
      yield bytes;
    })(),
    'log',
  );
  const out: string[] = [];
  for await (const { text, isComplete, isOneLine } of readLines(source, findLogEncoding(module)!)) {
    if (!isComplete) break;
    const whole = text.slice(0, -1);
    out.push(...(isOneLine ? [whole] : whole.split('\n')));
  }
  // As fail2ban-regex and the server take them.
  return out.map((line) => hexOf(line.replace(/\r+$/, '')));
}

function hexOf(text: string): string {
  return Buffer.from(text, 'utf16le').toString('hex');
}
