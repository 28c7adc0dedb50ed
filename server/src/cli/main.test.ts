import { describe, expect, it } from 'vitest';
import { createMemoryFileSystem } from '../host/memory-file-system.ts';
import { main } from './main.ts';

/** What a line of a log, a file's name and an argument may hold: a clipboard's content, a cleared screen, CSI as one character, turned writing. */
const hostile = '\x1b]52;c;ZXZpbA==\x07 \x1b[2J \x9b31m \x7f \u202e\u2066 \r';
const obeyed = /[\0-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]/;

async function run(isTerminal: boolean, args: readonly string[]): Promise<{ code: number; out: string; err: string }> {
  let out = '';
  let err = '';
  const code = await main(args, {
    files: createMemoryFileSystem({
      '/x/filter.d/a.conf': `[Definition]\nfailregex = ^${hostile} (<HOST>\n${hostile} = 1\n[${hostile}\n`,
      [`/x/filter.d/${hostile}.conf`]: '[Definition]\nfailregex = x\n',
    }),
    cwd: '/x',
    env: { TZ: 'UTC' },
    now: () => 0,
    async *stdin() {
      yield Buffer.from(`from 1.2.3.4 ${hostile}\nmissed ${hostile}\nignored ${hostile}\n`);
    },
    out: (text) => void (out += text),
    err: (text) => void (err += text),
    outIsTerminal: isTerminal,
    errIsTerminal: isTerminal,
  });
  return { code, out, err };
}

describe('text of strangers', () => {
  const log = ['test', '-', 'from <HOST> (?:x|\x1b)', 'ignored'];
  it.each<[string, string[]]>([
    ['the lines of a log', [...log, '-v', '--print-all-matched', '--print-all-ignored']],
    ['JSON', [...log, '--format', 'json', '--matches']],
    ['a failregex', ['test', '-', `from <HOST>|x\x1b\x9b\u202e<HOST>`]],
    ['a literal line', ['test', `x ${hostile} 1.2.3.4`, 'x <HOST>']],
    ['why a line is missed', ['explain', '-', 'from <HOST>$', '--missed']],
    ['a pattern and its error', ['regex', `${hostile}(`]],
    ['subjects', ['regex', 'a(?P<b>.*)', `a${hostile}`]],
    ['subjects as JSON', ['regex', 'a(?P<b>.*)', `a${hostile}`, '--format', 'json']],
    ['findings', ['check', 'filter.d', '.', `filter.d/${hostile}.conf`, hostile]],
    ['findings as JSON', ['check', 'filter.d', '--format', 'json']],
    ['findings for GitHub', ['check', 'filter.d', '--format', 'github']],
    ['a filter', ['resolve', '-c', '/x', hostile, 'a', '--origins']],
    ['every filter', ['resolve', '-c', '/x', '--format', 'json']],
    ['a command', [hostile]],
    ['an option', ['test', `--${hostile}`]],
    ["an option's value", ['test', '--format', hostile, 'a', 'b']],
    ['a folder', ['test', 'a', 'b', '-c', hostile]],
    ['a zone', ['test', 'a', 'b <HOST>', '--timezone', hostile]],
  ])('should be obeyed by no terminal: %s', async (_, args) => {
    const { out, err } = await run(true, args);
    expect(out + err).not.toBe('');
    // Colours are the program's own.
    expect((out + err).replaceAll(/\x1b\[(?:3[136]|0)m/g, '')).not.toMatch(obeyed);
  });

  it('should be valid JSON on a terminal, too', async () => {
    const { out } = await run(true, ['regex', 'a(?P<b>.*)', `a${hostile}`, '--format', 'json']);
    expect(JSON.parse(out)).toMatchObject({ ok: true });
  });

  it('should go into a pipe as it is', async () => {
    expect((await run(false, log)).out).toContain(`|  missed ${hostile.trimEnd()}\n`);
    const { err } = await run(false, ['test', `--format`, hostile, 'a', 'b']);
    expect(err).toContain(`--format: '${hostile}'`);
  });
});
