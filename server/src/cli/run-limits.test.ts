import { describe, expect, it } from 'vitest';
import { createMemoryFileSystem } from '../host/memory-file-system.ts';
import type { Interruption } from '../host/interruption.ts';
import { main } from './main.ts';

/** `interruptAt`: Ctrl+C comes while so many lines were read from standard input. */
async function run(
  args: readonly string[],
  stdin: readonly string[],
  { interruptAt = Infinity, filter = '' }: { interruptAt?: number; filter?: string } = {},
) {
  let out = '';
  let err = '';
  let isAsked = false;
  const interruption: Interruption = {
    get isAsked() {
      return isAsked;
    },
    ask: () => void (isAsked = true),
    release: () => {},
  };
  const code = await main(args, {
    files: createMemoryFileSystem({ '/x/f.conf': filter }),
    cwd: '/x',
    env: { TZ: 'UTC' },
    now: () => Date.now(),
    async *stdin() {
      for (const [i, line] of stdin.entries()) {
        if (i === interruptAt) isAsked = true;
        yield Buffer.from(line);
      }
    },
    out: (text) => void (out += text),
    err: (text) => void (err += text),
    outIsTerminal: false,
    errIsTerminal: false,
    listenForInterruption: () => interruption,
  });
  return { code, out, err };
}

/** Neither RE2 nor the tracing matcher can do it, and it backtracks without end. */
const evil = (i: number): string => `^((?:a+)+)\\1{${i + 1}}b <HOST>`;

describe('the report so far', () => {
  it('should be told on Ctrl+C, and that it is a part', async () => {
    const lines = ['from 1.1.1.1\n', 'x\n', 'from 2.2.2.2\n', 'from 3.3.3.3\n'];
    const text = await run(['test', '-', 'from <HOST>'], lines, { interruptAt: 2 });
    expect([text.code, text.out]).toEqual([130, expect.stringContaining('2 lines, 0 ignored, 1 matched, 1 missed')]);
    expect(text.out).toContain('Stopped by Ctrl+C, after line 2: no later line is counted.');
    expect(text.err).toContain('Stopped by Ctrl+C, after line 2');
    const json = await run(['test', '-', 'from <HOST>', '--format', 'json', '--matches'], lines, { interruptAt: 2 });
    expect([json.code, JSON.parse(json.out)]).toMatchObject([
      130,
      { lines: { total: 2 }, matches: [{ line: 1 }], partial: expect.stringContaining('after line 2') },
    ]);
    const explain = await run(['explain', '-', 'from <HOST>', '--format', 'json'], lines, { interruptAt: 2 });
    expect([explain.code, JSON.parse(explain.out)]).toMatchObject([130, [{ line: 1 }, { line: 2 }]]);
  });

  it('should be told where all overruns together take too long', async () => {
    const regexes = ['from <HOST>', ...Array.from({ length: 20 }, (_, i) => evil(i))];
    const filter = `[Definition]\nfailregex = ${regexes.join('\n  ')}\n`;
    const log = [`from 1.1.1.1\n${'a'.repeat(60)}c b 1.2.3.4\nfrom 1.1.1.1\n`];
    const begun = Date.now();
    const args = ['test', '-', '/x/f.conf', '--regex-timeout', '0.05', '--overrun-budget', '0.2', '--format', 'json'];
    const { code, out, err } = await run(args, log, { filter });
    expect(Date.now() - begun).toBeLessThan(5000);
    const { lines, overruns, partial } = JSON.parse(out) as Record<string, unknown>;
    expect([code, lines]).toEqual([3, { total: 1, ignored: 0, matched: 1, missed: 0 }]);
    expect((overruns as unknown[]).length).toBeGreaterThan(1);
    expect(partial).toContain('took too long in all (--overrun-budget), after line 1');
    expect(err).toContain('--overrun-budget');
  });
});
