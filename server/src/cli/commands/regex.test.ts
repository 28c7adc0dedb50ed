import { describe, expect, it } from 'vitest';
import { createMemoryFileSystem } from '../../host/memory-file-system.ts';
import { main } from '../main.ts';

async function run(
  argv: readonly string[],
  input: readonly string[] = [],
): Promise<{ code: number; out: string; err: string }> {
  let out = '';
  let err = '';
  const code = await main(['regex', ...argv], {
    files: createMemoryFileSystem({}),
    cwd: '/',
    env: {},
    now: () => 0,
    stdin: async function* () {
      for (const chunk of input) yield new TextEncoder().encode(chunk);
    },
    out: (text) => void (out += text),
    err: (text) => void (err += text),
    outIsTerminal: false,
    errIsTerminal: false,
  });
  return { code, out, err };
}

const answers = (out: string): unknown[] =>
  out
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));

describe('regex --batch', () => {
  it('should answer each line with one line, spans in code points', async () => {
    const { code, out, err } = await run(
      ['--batch'],
      ['{"pattern":"(?P<ip4>.)(b)?","subj', 'ects":["","😀b","xy"]}\n{"pattern":"[abc"}'],
    );
    expect(answers(out)).toEqual([
      {
        ok: true,
        groups: 2,
        names: { ip4: 1 },
        search: [
          null,
          {
            spans: [
              [0, 2],
              [0, 1],
              [1, 2],
            ],
          },
          {
            spans: [
              [0, 1],
              [0, 1],
              [-1, -1],
            ],
          },
        ],
      },
      { ok: false, msg: 'unterminated character set', pos: 0 },
    ]);
    expect([code, err]).toEqual([0, '']);
  });

  it('should say which line is no question, go on, and end with 2', async () => {
    const { code, out, err } = await run(['--batch'], ['nope\n\n{"pattern":1}\n{"pattern":"a","subjects":["a"]}\n']);
    expect(answers(out)).toMatchObject(
      [{ ok: false, error: /^line 1: / }, { ok: false, error: /^line 3: / }, { ok: true }].map((answer) =>
        expect.objectContaining(
          'error' in answer ? { ok: false, error: expect.stringMatching(answer.error!) } : { ok: true },
        ),
      ),
    );
    expect(code).toBe(2);
    expect(err).toMatch(/2 unreadable line\(s\), the first is line 1/);
  });

  it('should call what a forced engine cannot do unsupported', async () => {
    const { out } = await run(['--batch', '--engine', 'v8'], ['{"pattern":"(?:(a)|b)*","subjects":["ab"]}\n']);
    const why = 'group 1 may keep what an earlier turn of its loop captured';
    expect(answers(out)).toEqual([
      { ok: true, groups: 1, names: {}, search: [{ unsupported: why }], unsupported: why },
    ]);
  });

  it('should not hang on a search without end', async () => {
    const subject = `${'a'.repeat(60)}b`;
    const { out } = await run(
      ['--batch', '--regex-timeout', '0.05'],
      [`${JSON.stringify({ pattern: String.raw`^(a+)+\1$`, subjects: ['aa', subject, 'b'] })}\n`],
    );
    expect(answers(out)).toMatchObject([
      {
        search: [
          {
            spans: [
              [0, 2],
              [0, 1],
            ],
          },
          { unsupported: 'timed out: the search did not end within 0.05 s' },
          null,
        ],
      },
    ]);
  });
});

describe('regex PATTERN', () => {
  it('should show where an error is', async () => {
    const { code, out } = await run(['é(a[b']);
    expect(out).toBe('Python 3.11 does not compile it: unterminated character set\n  é(a[b\n     ^ position 3\n');
    expect(code).toBe(0);
  });

  it('should show what each group took, with nothing that a terminal obeys', async () => {
    const { out } = await run([String.raw`(?P<x>\s)|b`, '\u009b\u001c', 'b', '-']);
    expect(out).toBe(
      [
        'Python 3.11 compiles it: 1 group (1 x).',
        '',
        String.raw`  "\u009b\u001c"`,
        String.raw`    match [1, 2]: "\u001c"`,
        String.raw`    group 1 x [1, 2]: "\u001c"`,
        '',
        '  "b"',
        '    match [0, 1]: "b"',
        '    group 1 x: took no part',
        '',
        '  "-"',
        '    does not match',
        '',
      ].join('\n'),
    );
  });

  it('should refuse a format that there is not, with --batch too', async () => {
    const { code, out, err } = await run(['--batch', '--format=sarif'], ['{"pattern":"a"}\n']);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain('--format');
  });

  it('should give one JSON document with --format json', async () => {
    const { out } = await run(['--format', 'json', 'a', 'ba']);
    expect(JSON.parse(out)).toEqual({ ok: true, groups: 0, names: {}, search: [{ spans: [[1, 2]] }] });
  });

  it.each([
    ['no pattern', []],
    ['an unknown engine', ['--engine', 'pcre', 'a']],
    ['a deadline that is no number', ['--regex-timeout', 'soon', 'a']],
    ['a pattern beside --batch', ['--batch', 'a']],
  ])('should end with 2 and one line for %s', async (_sentence, argv) => {
    const { code, out, err } = await run(argv);
    expect([code, out]).toEqual([2, '']);
    expect(err.trimEnd().split('\n')).toHaveLength(1);
  });
});

describe('regex --words', () => {
  it('should tell each part of a pattern, fail2ban’s tags in its own terms', async () => {
    expect((await run(['--words', '^user <F-USER>\\S+</F-USER> (?i:from) <HOST>'])).out).toBe(
      [
        '7 parts, one after the other; letter case counts in some of them only',
        '  ^                     the start of the text',
        '  user                  "user ", in just this letter case',
        '  <F-USER>\\S+</F-USER>  <F-USER>, the user name, kept with the failure: any character but white space, once or more, as often as possible',
        '                        a blank',
        '  (?i:from)             "from", in any letter case (in here: letter case does not count (it reaches 4 letters))',
        '                        a blank',
        '  <HOST>                an IPv4 or IPv6 address or a host name',
        '',
      ].join('\n'),
    );
  });

  it('should give one JSON document, places in code points', async () => {
    const { out } = await run(['--words', '--format', 'json', '😀+']);
    expect(JSON.parse(out)).toEqual({
      ok: true,
      pattern: '😀+',
      words: '1 part; letter case counts',
      parts: [
        {
          kind: 'repeat',
          written: '😀+',
          words: '"😀", once or more, as often as possible',
          span: [0, 2],
          parts: [{ kind: 'text', written: '😀', words: '"😀"', span: [0, 1], parts: [] }],
        },
      ],
    });
  });

  it('should say what is wrong with a pattern as without --words', async () => {
    expect((await run(['--words', '('])).out).toBe((await run(['('])).out);
    expect(JSON.parse((await run(['--words', '--format', 'json', '('])).out)).toMatchObject({ ok: false, pos: 0 });
  });

  it.each([
    [['--words'], '--words takes one PATTERN'],
    [['--words', 'a', 'b'], '--words takes one PATTERN'],
    [['--words', '--batch'], 'leave --batch out'],
    [['--filter', 'x'], '--filter goes with --words'],
    [['--words', '--filter', 'x', 'a'], 'give no PATTERN'],
  ])('should refuse %j', async (argv, message) => {
    const { code, err } = await run(argv);
    expect([code, err]).toEqual([2, expect.stringContaining(message)]);
  });
});

describe('regex --svg', () => {
  it('should draw a pattern as a file of its own, what it holds as text', async () => {
    const { code, out } = await run(['--svg', '^<b>&(?P<user>\\S+) <HOST>']);
    expect([code, out.slice(0, 80)]).toEqual([0, expect.stringContaining('<svg xmlns="http://www.w3.org/2000/svg"')]);
    expect(out).toContain('&#60;b&#62;&#38;');
    expect(out).toContain('&#60;HOST&#62;');
  });

  it.each([
    [['--svg'], '--svg takes one PATTERN'],
    [['--svg', '--words', 'a'], 'leave --batch and --words out'],
    [['--svg', '('], 'does not compile PATTERN: missing ), unterminated subpattern'],
  ])('should refuse %j', async (argv, message) => {
    const { code, err } = await run(argv);
    expect([code, err]).toEqual([2, expect.stringContaining(message)]);
  });
});
