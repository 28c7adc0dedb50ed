import { describe, expect, it } from 'vitest';
import type { FileSystem } from '../../host/file-system.ts';
import { createMemoryFileSystem } from '../../host/memory-file-system.ts';
import { installScript } from '../../pack/install-script.ts';
import type { CliHost } from '../command.ts';
import { main } from '../main.ts';

const filter = '[Definition]\nfailregex = ^ (?:bad|worse) from <HOST>$\n';
const holding = '# failJSON: {"match": true, "host": "192.0.2.1"}\nJul 11 05:40:22 bad from 192.0.2.1\n';
const failing = `${holding}# failJSON: {"match": true}\nJul 11 05:40:22 <good> & "\x1b"\n`;

async function run(
  argv: string[],
  files: Record<string, string> | FileSystem,
): Promise<{ code: number; out: string; err: string }> {
  const written = { out: '', err: '' };
  const host = {
    files: 'readFile' in files ? (files as FileSystem) : createMemoryFileSystem(files as Record<string, string>),
    cwd: '/home/me',
    env: {},
    now: () => 0,
    out: (text: string) => void (written.out += text),
    err: (text: string) => void (written.err += text),
    outIsTerminal: false,
    errIsTerminal: false,
  } as unknown as CliHost;
  return { code: await main(['verify', ...argv], host), ...written };
}

describe('verify finds', () => {
  const one = { '/home/me/c/filter.d/x.conf': filter };

  it.each([
    ['samples/NAME beside the filter', 'c/filter.d/samples/x'],
    ['samples/NAME.log beside the filter', 'c/filter.d/samples/x.log'],
    ['testcases/NAME of the configuration', 'c/testcases/x'],
    ['tests/files/logs/NAME of the configuration', 'c/tests/files/logs/x'],
    ['the logs of fail2ban’s own source tree', 'fail2ban/tests/files/logs/x'],
  ])('should find %s, by the filter, the folder and itself', async (_, sample) => {
    const files = { ...one, [`/home/me/${sample}`]: holding };
    for (const argument of ['c/filter.d/x.conf', 'c', 'c/filter.d']) {
      const { code, out } = await run([argument], files);
      expect([argument, code, out]).toEqual([
        argument,
        0,
        expect.stringContaining('1 sample, 1 checks: 1 hold, 0 do not'),
      ]);
    }
    const { code, out } = await run(['-c', 'c', sample], files);
    expect([code, out.split('\n')[0]]).toEqual([0, `${sample} (x): 1 hold`]);
  });

  it('should not take a sample that cannot be read for none', async () => {
    const sample = '/home/me/c/filter.d/samples/x';
    const whole = createMemoryFileSystem({ ...one, [sample]: holding });
    const locked: FileSystem = { ...whole, readFile: (path) => (path === sample ? undefined : whole.readFile(path)) };
    for (const argument of ['c', 'c/filter.d/x.conf']) {
      const { code, out } = await run([argument], locked);
      expect([code, out]).toEqual([1, expect.stringContaining('samples/x is read: it cannot be read')]);
    }
  });

  it('should leave out a pack that lies in the folder, say so, and run it where it is named', async () => {
    const files = {
      '/home/me/c/conf/filter.d/x.conf': filter,
      '/home/me/c/conf/filter.d/samples/x': holding,
      '/home/me/c/fail2ban-x/install.sh': installScript('x', []),
      '/home/me/c/fail2ban-x/filter.d/x.conf': filter,
      '/home/me/c/fail2ban-x/filter.d/samples/x': holding,
    };
    const { code, out, err } = await run(['c'], files);
    expect([code, out]).toEqual([0, expect.stringContaining('1 sample, 1 checks: 1 hold')]);
    expect(err).toBe(
      'fail2ban-lens: verify: c: left out, because it is a packed filter: /home/me/c/fail2ban-x; name it to have its sample run\n',
    );
    expect(await run(['c/fail2ban-x'], files)).toMatchObject({ code: 0, err: '' });
  });

  it('should find the filter above a sample, also in config/ as in the source tree, without --config', async () => {
    const { code } = await run(['f/fail2ban/tests/files/logs/x'], {
      '/home/me/f/config/filter.d/x.conf': filter,
      '/home/me/f/fail2ban/tests/files/logs/x': holding,
    });
    expect(code).toBe(0);
  });

  it('should take what a comment of the filter names, and no plain log', async () => {
    const named = {
      '/home/me/c/filter.d/x.conf': `# fail2ban-lens: log=../mine.txt\n${filter}`,
      '/home/me/c/mine.txt': holding,
    };
    expect(await run(['c'], named)).toMatchObject({ code: 0, out: expect.stringContaining('c/mine.txt (x): 1 hold') });
    const plain = { ...one, '/home/me/c/samples/x.log': 'Jul 11 05:40:22 bad from 192.0.2.1\n' };
    expect(await run(['c'], plain)).toMatchObject({
      code: 2,
      err: expect.stringContaining('no sample with expectations was found for x'),
    });
  });

  it('should not read a log of gigabytes to look for expectations in it', async () => {
    const plain = createMemoryFileSystem({ ...one, '/home/me/c/samples/x': holding });
    const huge: FileSystem = {
      ...plain,
      readFile: (path) => {
        expect(path).not.toContain('samples');
        return plain.readFile(path);
      },
      inspect: (path) => ({ kind: 'file', isLink: false, real: path, device: 1, size: path.endsWith('/x') ? 1e10 : 1 }),
    };
    expect(await run(['c/samples/x'], huge)).toMatchObject({
      code: 2,
      err: expect.stringContaining('larger than 32 MB'),
    });
    expect(await run(['c/filter.d/x.conf'], huge)).toMatchObject({
      code: 2,
      err: expect.stringContaining('no sample'),
    });
  });

  it('should run a filter that stands in no filter.d', async () => {
    const files = { '/home/me/x.conf': filter, '/home/me/samples/x': holding };
    expect((await run(['x.conf'], files)).code).toBe(0);
  });

  it('should take samples from the folder of --samples', async () => {
    const { code, out } = await run(['-c', 'c', '--samples', '/logs'], { ...one, '/logs/x': holding });
    expect([code, out]).toEqual([0, expect.stringContaining('/logs/x (x): 1 hold')]);
  });
});

describe('verify tells', () => {
  const files = { '/c/filter.d/x.conf': filter, '/c/filter.d/y.conf': filter, '/c/samples/x': failing };

  it('should tell in words what does not hold, where, and what is covered', async () => {
    const { code, out } = await run(['--coverage', '/c'], files);
    expect(code).toBe(1);
    expect(out).toBe(
      [
        '/c/samples/x (x): 1 hold, 1 do not',
        '/c/samples/x:4: it should match and does not',
        '    Jul 11 05:40:22 <good> & "\\x1b"',
        '    expected {"match":true}',
        '    got      {"match":false}',
        `    failregex 1: The regex wants (?:bad|worse) … <HOST>; the line has '<good> & "\\x1b"'.`,
        'Coverage of x: 66.6 % (1 of 1 regexes, 1 of 2 branches)',
        '    /c/filter.d/x.conf:2:22: no sample goes through this branch: worse',
        'Without a sample, and in no coverage: y',
        '1 sample, 2 checks: 1 hold, 1 do not; coverage 66.6 % (1 of 1 regexes, 1 of 2 branches)',
        '',
      ].join('\n'),
    );
  });

  it('should give the JSON of the contract', async () => {
    const { code, out } = await run(['--format', 'json', '/c'], files);
    expect(code).toBe(1);
    expect(JSON.parse(out)).toMatchObject({
      files: [
        {
          file: '/c/samples/x',
          filter: 'x',
          passed: 1,
          failed: 1,
          failures: [{ line: 4, expected: { match: true }, got: { match: false } }],
        },
      ],
      coverage: {
        percent: 66.6,
        regexes: { covered: 1, total: 1 },
        branches: { covered: 1, total: 2 },
        filters: [{ filter: 'x', rows: [{ kind: 'failregex', file: '/c/filter.d/x.conf', line: 2, hits: 1 }, {}, {}] }],
      },
      withoutSamples: ['y'],
    });
  });

  it('should write JUnit that any log line leaves well-formed', async () => {
    const { out } = await run(['--format', 'junit', '/c'], files);
    expect(out).toContain('<testsuites name="fail2ban-lens verify" tests="2" failures="1" errors="0" skipped="0">');
    expect(out).toContain('name="line 4: Jul 11 05:40:22 &lt;good&gt; &amp; &quot;\\u001b&quot;"');
    expect(out).toContain(
      '<failure message="it should match and does not">/c/samples/x:4&#10;expected {&quot;match&quot;:true}',
    );
  });

  it('should write TAP', async () => {
    const { out } = await run(['--format', 'tap', '/c'], files);
    expect(out).toBe(
      [
        'TAP version 14',
        '1..2',
        'ok 1 - /c/samples/x:2',
        'not ok 2 - /c/samples/x:4',
        '  ---',
        '  failures:',
        '    - {"message":"it should match and does not","expected":{"match":true},"got":{"match":false}}',
        '  ...',
        '',
      ].join('\n'),
    );
  });

  it.each([
    ['66', 0],
    ['67', 1],
  ])('should hold the coverage against --min-coverage %s', async (least, expected) => {
    const { code, err } = await run(['--min-coverage', least, '/c'], { ...files, '/c/samples/x': holding });
    expect(code).toBe(expected);
    expect(err).toBe(
      expected === 0
        ? ''
        : 'fail2ban-lens: verify: coverage 66.6 % (1 of 1 regexes, 1 of 2 branches), less than --min-coverage 67\n',
    );
  });

  it.each([
    [['--min-coverage', 'much', '/c'], '--min-coverage much: give a number'],
    [['--samples', '/nowhere', '/c'], '--samples /nowhere: there is no such folder'],
    [['/nowhere'], '/nowhere: there is no such file or folder'],
    [['/c/samples/z'], '/c/samples/z: there is no filter of this name'],
    [['/empty'], 'there is neither a filter nor a sample'],
  ])('should say what is wrong with %j', async (argv, message) => {
    const { code, err } = await run(argv, { ...files, '/c/samples/z': holding, '/empty/readme': '' });
    expect(code).toBe(2);
    expect(err).toContain(message);
  });
});

it(
  'should run again with --watch when a file changes, tell what does not hold, and end at Ctrl+C',
  { timeout: 20_000 },
  async () => {
    const files: Record<string, string> = { '/c/filter.d/x.conf': filter, '/c/samples/x': holding };
    const written: string[] = [];
    let isAsked = false;
    const host = {
      files: createMemoryFileSystem(files),
      cwd: '/',
      env: {},
      now: () => 0,
      out: (text: string) => {
        written.push(text);
        if (written.length === 1) files['/c/samples/x'] = failing;
        else if (written.length === 2)
          files['/c/filter.d/x.conf'] = filter.replace('bad|worse', 'bad|<good> & "\\x1b"');
        else isAsked = true;
      },
      err: () => {},
      outIsTerminal: false,
      errIsTerminal: false,
      listenForInterruption: () => ({
        get isAsked() {
          return isAsked;
        },
        ask: () => {},
        release: () => {},
      }),
    } as unknown as CliHost;
    expect(await main(['verify', '--watch', '/c'], host)).toBe(130);
    expect(written).toHaveLength(3);
    expect(written[0]).toMatch(/^1 sample, 1 checks: 1 hold, 0 do not; coverage/);
    expect(written[1]).toMatch(/^\/c\/samples\/x \(x\): 1 hold, 1 do not\n\/c\/samples\/x:4: it should match/);
  },
);

it('should write no other report than text with --watch', async () => {
  const { code, err } = await run(['--watch', '--format', 'json', '/c'], { '/c/filter.d/x.conf': filter });
  expect([code, err]).toEqual([2, expect.stringContaining('--watch: its reports are text')]);
});
