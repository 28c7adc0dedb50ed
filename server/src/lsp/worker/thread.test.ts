import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FoundDangers } from '../../danger/known-dangers.ts';
import { filterTexts } from '../../../testing/filter-texts.ts';
import { openAnswerStore } from '../../host/answer-store.ts';
import { runWithDeadline } from '../../host/guard.ts';
import type { Guard } from '../../matching/search-block.ts';
import { createThread } from './thread.ts';
import {
  hitCode,
  lineCode,
  lineOfKey,
  type Breakdown,
  type ExplainedLine,
  type FilterInput,
  type FromThread,
  type LinesPart,
  type LogInput,
  type RunInput,
  type ToThread,
  type TriedFix,
} from './messages.ts';

let folder: string;
beforeAll(() => void (folder = mkdtempSync(join(tmpdir(), 'thread-'))));
afterAll(() => rmSync(folder, { recursive: true }));

interface Harness {
  post(message: ToThread): void;
  end(run: number): Promise<FromThread & { type: 'end' }>;
  answer<T>(id: number): Promise<T>;
  readonly progress: (FromThread & { type: 'progress' })[];
}

function start(guard: Guard = (work, milliseconds) => runWithDeadline(work, milliseconds).done): Harness {
  const messages: FromThread[] = [];
  let wake = (): void => {};
  const post = createThread({
    send: (message) => {
      messages.push(structuredClone(message));
      wake();
    },
    guard,
    re2: Promise.resolve(undefined),
    answers: () => openAnswerStore(join(folder, 'answers'), { producer: 'us' }),
  });
  const find = async <T extends FromThread>(accept: (message: FromThread) => message is T): Promise<T> => {
    for (;;) {
      const found = messages.find(accept);
      if (found) return found;
      await new Promise<void>((resolve) => (wake = resolve));
    }
  };
  return {
    post,
    end: (run) =>
      find((message): message is FromThread & { type: 'end' } => message.type === 'end' && message.run === run),
    async answer<T>(id: number) {
      const found = await find(
        (message): message is FromThread & { type: 'answer' | 'failure' } => 'id' in message && message.id === id,
      );
      if (found.type === 'failure') throw new Error(found.message);
      return found.answer as T;
    },
    get progress() {
      return messages.filter((message) => message.type === 'progress');
    },
  };
}

const filter: FilterInput = {
  prefregex: null,
  failregex: [],
  ignoreregex: [],
  maxLines: 1,
  datePatterns: null,
  fail2ban: '1.1',
  python: '3.11',
  useDns: 'warn',
  engine: 'auto',
  timeZone: null,
  localZone: 'UTC',
};

function textLog(stamp = '1', keepsLastLine = false): LogInput {
  return { path: '/log', stamp, encoding: 'utf-8', keepsLastLine, source: 'text' };
}

async function runOver(text: string, changed: Partial<FilterInput>, more: Partial<RunInput> = {}, guard?: Guard) {
  const thread = start(guard);
  const input: RunInput = { filter: { ...filter, ...changed }, logs: [textLog()], regexMilliseconds: 1000, ...more };
  thread.post({ type: 'text', path: '/log', text });
  thread.post({ type: 'run', run: 1, input });
  const { part, problem } = await thread.end(1);
  return {
    thread,
    input,
    problem,
    part,
    lines: joined([...thread.progress.map(({ part: { lines } }) => lines), part?.lines ?? []].flat()),
  };
}

/** What was told in several messages as if it had been told at once: where they are cut depends on the machine's speed. */
function joined(parts: readonly LinesPart[]): LinesPart[] {
  return [...new Set(parts.map(({ log }) => log))].map((log) => {
    const ofLog = parts.filter((part) => part.log === log);
    return {
      log,
      from: 0,
      turnedMatched: [],
      codes: Uint8Array.from(ofLog.flatMap(({ codes }) => [...codes])),
      hits: Uint32Array.from(ofLog.flatMap(({ hits }) => [...hits])),
    };
  });
}

const log = [
  'Jul 11 05:40:22 server x: fail 1.1.1.1 bob',
  'Jul 11 05:40:23 server x: nothing',
  '# comment',
  'Jul 11 05:40:24 server x: fail 2.2.2.2 eve',
  'no date fail 3.3.3.3 joe',
  '',
].join('\n');

describe('a run', () => {
  it("should count lines, regexes and dates, and tell each line's status", async () => {
    const { part, lines, problem } = await runOver(log, {
      failregex: ['fail <HOST> <F-USER>\\w+</F-USER>', 'never <HOST>'],
      ignoreregex: ['eve'],
    });
    expect(problem).toBeNull();
    expect(part!.report).toMatchObject({
      lines: { total: 4, ignored: 1, matched: 2, missed: 1 },
      dated: 3,
      regexes: [
        { kind: 'failregex', index: 1, hits: 2, stopped: null, problem: null },
        { kind: 'failregex', index: 2, hits: 0 },
        { kind: 'ignoreregex', index: 1, hits: 1 },
      ],
    });
    const { matched, missed, ignored } = lineCode;
    expect(lines).toEqual([
      {
        log: 0,
        from: 0,
        codes: Uint8Array.of(matched, missed, 0, ignored, matched),
        hits: Uint32Array.of(0, hitCode('failregex', 1), 3, hitCode('ignoreregex', 1), 4, hitCode('failregex', 1)),
        turnedMatched: [],
      },
    ]);
  });

  it('should come to the same when the log is prepared and its blocks are searched several at a time', async () => {
    const text = log.repeat(5000);
    const ask = { failregex: ['fail <HOST>'], ignoreregex: ['eve'] };
    const { thread, input, part: first, lines } = await runOver(text, ask);
    const told = thread.progress.length;
    thread.post({ type: 'run', run: 2, input });
    const { part } = await thread.end(2);
    expect(part!.report).toEqual(first!.report);
    expect(joined([...thread.progress.slice(told).map((one) => one.part.lines), part!.lines].flat())).toEqual(lines);
    expect(part!.report.lines).toEqual({ total: 20_000, ignored: 5000, matched: 10_000, missed: 5000 });
  });

  it('should go on without a regex that does not compile, keep the numbers of the others, and say what is wrong', async () => {
    const { part, lines, problem } = await runOver(log, { failregex: ['broken ( <HOST>', 'fail <HOST>'] });
    expect(problem?.message).toContain('missing ), unterminated subpattern');
    expect(part!.report.regexes.map(({ index, hits, problem: own }) => [index, hits, own === null])).toEqual([
      [1, 0, false],
      [2, 3, true],
    ]);
    expect(lines[0]!.hits[1]).toBe(hitCode('failregex', 2));
  });

  it('should count nothing where prefregex does not compile', async () => {
    const { part, problem } = await runOver(log, { prefregex: '(', failregex: ['fail <HOST>'] });
    expect(problem?.message).toContain('unterminated');
    expect(part!.report.lines.total).toBe(0);
  });

  it('should say what is wrong with a datepattern', async () => {
    expect((await runOver(log, { failregex: ['fail <HOST>'], datePatterns: ['%Q'] })).problem?.message).toContain('%Q');
  });

  it('should drop a last line without line end unless the text was pasted', async () => {
    const text = 'Jul 11 05:40:22 fail 1.1.1.1';
    expect((await runOver(text, { failregex: ['fail <HOST>'] })).part!.report.lines.total).toBe(0);
    expect(
      (await runOver(text, { failregex: ['fail <HOST>'] }, { logs: [textLog('1', true)] })).part!.report.lines.total,
    ).toBe(1);
  });

  it('should mark lines that prefregex matched', async () => {
    const { part, lines } = await runOver(log, {
      prefregex: '^.* server x: <F-CONTENT>.+</F-CONTENT>$',
      failregex: ['^fail <HOST>'],
    });
    expect([...lines[0]!.codes].map((code) => (code & lineCode.prefregex) > 0)).toEqual([
      true,
      true,
      false,
      true,
      false,
    ]);
    expect(part!.report.regexes[0]).toMatchObject({ kind: 'prefregex', hits: 3 });
  });

  it('should turn an earlier line of a multi-line match into a matched one', async () => {
    const { part, lines } = await runOver(
      'Jul 11 05:40:22 begin\nJul 11 05:40:22 other\nJul 11 05:40:23 end 1.1.1.1\n',
      { failregex: ['begin<SKIPLINES>.*end <HOST>'], maxLines: 5 },
    );
    expect(part!.report.lines).toMatchObject({ matched: 2, missed: 1 });
    expect([...lines[0]!.codes]).toEqual([lineCode.matched, lineCode.missed, lineCode.matched]);
  });

  it('should read several logs, compressed ones too, and add up', async () => {
    const file = join(folder, 'a.log.gz');
    writeFileSync(file, gzipSync(log));
    const { part, lines } = await runOver(
      log,
      { failregex: ['fail <HOST>'] },
      { logs: [textLog(), { path: '/gz', stamp: '', encoding: 'utf-8', keepsLastLine: false, source: 'disk', file }] },
    );
    expect(part!.report.lines.total).toBe(8);
    expect(lines.map(({ log: number, codes }) => [number, codes.length])).toEqual([
      [0, 5],
      [1, 5],
    ]);
  });

  it.each([
    [
      'a missing file',
      {
        path: '/no',
        stamp: '',
        encoding: 'utf-8',
        keepsLastLine: false,
        source: 'disk',
        file: '/nowhere/x.log',
      } as const,
      'no such file',
    ],
    [
      'an unknown encoding',
      {
        path: '/no',
        stamp: '',
        encoding: 'klingon',
        keepsLastLine: false,
        source: 'disk',
        file: import.meta.filename,
      } as const,
      'klingon',
    ],
  ])('should say what is wrong with %s', async (_, bad, words) =>
    expect((await runOver(log, { failregex: ['fail <HOST>'] }, { logs: [bad] })).problem?.message).toContain(words),
  );

  it('should stop a regex that backtracks without end, name the line, and go on with the others', async () => {
    const bad = `Jul 11 05:40:22 fail ${'a'.repeat(60)} cb 1.1.1.1\n`;
    const { part, problem } = await runOver(
      bad.repeat(2) + log,
      { failregex: ['(a+|a+)+b <HOST>$', 'fail (?:a+ cb )?<HOST>'] },
      { regexMilliseconds: 50 },
    );
    expect(problem).toBeNull();
    const [slow, other] = part!.report.regexes;
    expect(slow).toMatchObject({ stopped: { log: 0, line: 0 } });
    expect(other!.hits).toBe(5);
  });

  it('should not blame a datepattern for what a busy machine took', async () => {
    let guarded = 0;
    const { problem, part } = await runOver(
      '2024-01-02 fail 1.1.1.1\n',
      { failregex: ['fail <HOST>'], datePatterns: ['^%Y-%m-%d'] },
      {},
      (work, milliseconds) => guarded++ > 0 && runWithDeadline(work, milliseconds).done,
    );
    expect(problem).toBeNull();
    expect(part!.report.lines).toMatchObject({ total: 1, matched: 1 });
  });

  it('should stop a datepattern that backtracks without end', async () => {
    const { problem } = await runOver(`2024-01-02 ${'a'.repeat(60)} cb fail 1.1.1.1\n`, {
      failregex: ['fail <HOST>'],
      datePatterns: ['^%Y-%m-%d (?:a+|a+)+(?!z)b'],
    });
    expect(problem?.message).toContain('datepattern takes too long');
  });

  it('should end at once when it is cancelled, with what it has found', async () => {
    const thread = start();
    thread.post({ type: 'text', path: '/log', text: log.repeat(50_000) });
    thread.post({
      type: 'run',
      run: 7,
      input: { filter: { ...filter, failregex: ['fail <HOST>'] }, logs: [textLog()], regexMilliseconds: 1000 },
    });
    await new Promise((resolve) => setTimeout(resolve, 150));
    const asked = Date.now();
    thread.post({ type: 'cancel', run: 7 });
    const end = await thread.end(7);
    expect(end.cancelled).toBe(true);
    // On a busy machine a few milliseconds are many.
    expect(Date.now() - asked).toBeLessThan(1000);
    expect(end.part!.report.lines.total).toBeLessThan((log.split('\n').length - 1) * 50_000);
    expect(end.part!.report.lines.total).toBeGreaterThan(0);
    expect(thread.progress.length).toBeGreaterThan(0);
  });
});

describe('explained lines', () => {
  const explain = async (text: string, changed: Partial<FilterInput>, from = 0, to = 10): Promise<ExplainedLine[]> => {
    const { thread, input } = await runOver(text, changed);
    thread.post({ type: 'explain', id: 1, input, log: 0, from, to });
    return thread.answer(1);
  };
  /** Each group as `name=text of its place`, to compare with its value. */
  const placed = (text: string, { line, hits }: ExplainedLine): string[] =>
    hits.flatMap(({ groups }) =>
      groups.map(
        ({ name, value, piece }) =>
          `${name}: ${value} @ ${piece ? text.split('\n')[line]!.slice(piece.start, piece.end) : '-'}`,
      ),
    );

  it('should hold hits with their groups and places, and the date', async () => {
    const [first] = await explain(log, { failregex: ['x: fail <HOST> <F-USER>\\w+</F-USER>'] }, 0, 1);
    expect(first).toMatchObject({
      line: 0,
      ignoreregex: null,
      date: { piece: { start: 0, end: 15 }, text: 'Jul 11 05:40:22' },
      hits: [{ failregex: 1, id: '1.1.1.1' }],
    });
    expect(placed(log, first!)).toEqual(['ip4: 1.1.1.1 @ 1.1.1.1', 'user: bob @ bob']);
  });

  it('should place groups in front of the date and behind it, and those of prefregex', async () => {
    const text = 'host7 2024-01-02 03:04:05 svc fail 1.2.3.4 end\n';
    const [line] = await explain(text, {
      prefregex: '^<F-HOSTNAME>\\w+</F-HOSTNAME>\\s+<F-CONTENT>svc .+</F-CONTENT>$',
      failregex: ['^svc fail <HOST> <F-WORD>\\w+</F-WORD>$'],
    });
    expect(placed(text, line!)).toEqual(['hostname: host7 @ host7', 'ip4: 1.2.3.4 @ 1.2.3.4', 'word: end @ end']);
  });

  it('should know what an earlier line said of the same connection', async () => {
    const text = 'Jul 11 05:40:22 [12] from 1.2.3.4\nJul 11 05:40:23 [12] bad user joe\n';
    const lines = await explain(
      text,
      {
        failregex: [
          '^\\s*\\[<F-MLFID>\\d+</F-MLFID>\\] <F-NOFAIL>from</F-NOFAIL> <HOST>',
          '^\\s*\\[<F-MLFID>\\d+</F-MLFID>\\] bad user <F-USER>\\w+</F-USER>',
        ],
      },
      1,
      2,
    );
    expect(lines).toHaveLength(1);
    expect(lines[0]!.hits[0]).toMatchObject({ failregex: 2, id: '1.2.3.4' });
    expect(placed(text, lines[0]!)).toContain('user: joe @ joe');
    expect(placed(text, lines[0]!)).toContain('ip4: 1.2.3.4 @ -');
  });

  it('should name the ignoreregex', async () => {
    const lines = await explain(log, { failregex: ['fail <HOST>'], ignoreregex: ['zzz', 'eve'] }, 3, 4);
    expect(lines).toMatchObject([{ line: 3, hits: [], ignoreregex: 2 }]);
  });
});

describe('texts', () => {
  it('should give the asked lines in the asked order', async () => {
    const { thread, input } = await runOver(log, { failregex: ['fail <HOST>'] });
    thread.post({ type: 'texts', id: 3, log: input.logs[0]!, lines: [4, 0, 99] });
    expect(await thread.answer(3)).toEqual([
      'no date fail 3.3.3.3 joe',
      'Jul 11 05:40:22 server x: fail 1.1.1.1 bob',
      '',
    ]);
  });
});

describe('What the lines of a run are made of', () => {
  const ask = async (text: string, changed: Partial<FilterInput>): Promise<Breakdown> => {
    const { thread, input } = await runOver(text, changed);
    thread.post({ type: 'breakDown', id: 7, input });
    return (await thread.answer<Breakdown[]>(7))[0]!;
  };

  it('should be the branches of each regex, what its parts took, and the shapes of missed lines', async () => {
    const { regexes, shapes } = await ask(log, { failregex: ['(?:fail|lost) <HOST> \\w+$', '(', 'lost <HOST>'] });
    expect(regexes.map(({ index, hits }) => [index, hits])).toEqual([
      [1, 3],
      [3, 0],
    ]);
    const [{ branches } = { branches: [] }] = regexes[0]!.alternations;
    expect(branches.map(({ written, hits }) => [written, hits])).toEqual([
      ['fail', 3],
      ['lost', 0],
    ]);
    expect(regexes[0]!.parts.at(-1)!.values.map(({ value }) => value)).toEqual(['bob', 'eve', 'joe']);
    expect(shapes.shapes.map(({ shape, lines }) => [shape, lines.map(lineOfKey)])).toEqual([
      ['server x: nothing', [{ log: 0, line: 1 }]],
    ]);
  });

  it('should be counted over the lines that are searched together', async () => {
    const lines = [1, 2, 3].map(
      (i) => `Jul 11 05:40:22 server x: ${i < 3 ? 'begin' : 'start'}\nJul 11 05:40:22 server x: fail 192.0.2.${i}\n`,
    );
    const { regexes } = await ask(lines.join(''), {
      failregex: ['^.*x: (?:begin|start)\\n.*x: (?:fail|lost) <HOST>$'],
      maxLines: 2,
    });
    const branches = regexes[0]!.alternations.flatMap((alternation) => alternation.branches);
    expect(branches.map(({ written, hits }) => [written, hits])).toEqual([
      ['begin', 2],
      ['start', 1],
      ['fail', 3],
      ['lost', 0],
    ]);
  });

  it('should let runs go first, and end where nobody waits for it', async () => {
    const lines = 'Jul 11 05:40:22 server x: fail 1.1.1.1 bob\n'.repeat(50_000);
    const { thread, input } = await runOver(lines, { failregex: ['(?:fail|lost) <HOST>'] });
    thread.post({ type: 'breakDown', id: 7, input });
    thread.post({ type: 'run', run: 2, input });
    thread.post({ type: 'leave', id: 7 });
    expect(await thread.answer(7)).toEqual([]);
    expect((await thread.end(2)).part!.report.lines.matched).toBe(50_000);
  });
});

it('should note ids that are names, which fail2ban looks up', async () => {
  const text = 'Jul 11 05:40:22 server x: fail evil.example bob\n'.repeat(3);
  const notesIn = async (changed: Partial<FilterInput>): Promise<readonly string[]> =>
    (await runOver(text, { failregex: ['fail <HOST> \\w+$'], ...changed })).part!.report.notes;
  expect(await notesIn({})).toEqual([
    expect.stringContaining('3 of the first 3 matches are of ids that are no address: "evil.example" in line 1'),
  ]);
  expect(await notesIn({ useDns: 'raw' })).toEqual([]);
});

describe('Dangers', () => {
  it('should be looked for once where they may be kept, by whichever thread', async () => {
    const filters = [filterTexts({ failregex: ['^user .*<HOST>(?: bad)*$'] })];
    let searches = 0;
    const found = async (keepsOnDisk: boolean): Promise<readonly FoundDangers[]> => {
      const { post, answer } = start((work) => {
        searches++;
        work();
        return true;
      });
      post({ type: 'dangers', id: 9, filters, sample: null, keepsOnDisk });
      return await answer<readonly FoundDangers[]>(9);
    };
    const first = await found(false);
    expect(first[0]!.dangers.length).toBeGreaterThan(0);
    const once = searches;
    expect(await found(true)).toEqual(first);
    expect(searches).toBe(2 * once);
    expect(await found(true)).toEqual(first);
    expect(searches).toBe(2 * once);
  });
});

describe('Fixes of a line', () => {
  const fixesFor = async (line: number, changed: Partial<FilterInput>): Promise<TriedFix[]> => {
    const { thread, input } = await runOver(log, changed);
    thread.post({ type: 'fixes', id: 8, input, log: 0, line });
    return await thread.answer<TriedFix[]>(8);
  };

  it('should be told with what they gain and lose over the whole log', async () => {
    expect(
      await fixesFor(0, { failregex: ['^\\s*server x: nothing <HOST>', '^\\s*server x: FAIL <HOST> (?:bob|EVE)$'] }),
    ).toEqual([
      {
        kind: 'failregex',
        index: 2,
        title: expect.stringContaining('Ignore case'),
        configured: '(?i)^\\s*server x: FAIL <HOST> (?:bob|EVE)$',
        isForMiss: true,
        gains: 2,
        losses: 0,
      },
    ]);
  });

  it('should be none for a line that asks for none, and of filters that search several lines at once', async () => {
    expect(await fixesFor(1, { failregex: ['server x: fail <HOST> bob$'] })).toEqual([]);
    expect(await fixesFor(0, { failregex: ['server x: FAIL <HOST> bob$'], maxLines: 2 })).toEqual([]);
  });
});
