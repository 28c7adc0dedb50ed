import { expect, it } from 'vitest';
import type { FileSystem } from '../host/file-system.ts';
import { createMemoryFileSystem } from '../host/memory-file-system.ts';
import { verifySample, type SampleRequest, type SampleTest } from './verify-sample.ts';

const filter = `[Definition]
failregex = ^ bad (?:user|root) from <HOST>$
            ^ again <F-USER>\\S+</F-USER> from <HOST>$
mode = normal
`;

function verify(sample: string, text = filter, more: Record<string, string> = {}): SampleTest[] {
  return verifySample(requestOf(sample, text, more));
}

function requestOf(sample: string, text = filter, more: Record<string, string> = {}): SampleRequest {
  return {
    path: '/e/filter.d/samples/x',
    name: 'x',
    target: { kind: 'name', name: 'x', configDir: '/e' },
    files: createMemoryFileSystem({ '/e/filter.d/x.conf': text, '/e/filter.d/samples/x': sample, ...more }),
    fail2ban: '1.0',
    python: '3.11',
    loadedAt: 1_800_000_000,
  };
}

/** What does not hold: `line: message`. */
function failures(tests: readonly SampleTest[]): string[] {
  return tests.flatMap(({ line, title, failures: all }) => all.map(({ message }) => `${line ?? title}: ${message}`));
}

const good = `# failJSON: {"time": "2005-07-11T05:40:22", "match": true, "host": "192.0.2.1"}
Jul 11 05:40:22 bad root from 192.0.2.1
# failJSON: {"match": true, "host": "2001:DB8:0::2", "user": "bob"}
Jul 11 05:40:23 again bob from 2001:db8::2
Jul 11 05:40:24 good
`;

it('should let a sample hold: times in the zone of fail2ban’s tests, addresses however they are written', () => {
  const tests = verify(good);
  expect(failures(tests)).toEqual([]);
  expect(tests.map(({ line }) => line)).toEqual([2, 4, 5]);
});

it.each([
  ['a line that should match', '# failJSON: {"match": true}\nJul 11 05:40:22 good', '2: it should match and does not'],
  ['a line without an expectation', 'Jul 11 05:40:22 bad root from 192.0.2.1', '1: it matches and should not'],
  [
    'another host',
    '# failJSON: {"match": true, "host": "192.0.2.9"}\nJul 11 05:40:22 bad root from 192.0.2.1',
    '2: host should be "192.0.2.9" and is "192.0.2.1"',
  ],
  [
    'another group',
    '# failJSON: {"match": true, "user": null}\nJul 11 05:40:23 again bob from 192.0.2.1',
    '2: user should be null and is "bob"',
  ],
  [
    'another time',
    '# failJSON: {"match": true, "time": "2005-07-11T05:40:23"}\nJul 11 05:40:22 bad root from 192.0.2.1',
    '2: time should be 2005-07-11T05:40:23 and is 2005-07-11T05:40:22',
  ],
  [
    'a time where there is none',
    '# failJSON: {"match": true, "time": "2005-07-11T05:40:23"}\n bad root from 192.0.2.1',
    '2: time should be 2005-07-11T05:40:23 and is none',
  ],
  [
    'a time of another form',
    '# failJSON: {"match": true, "time": "yesterday"}\nJul 11 05:40:22 bad root from 192.0.2.1',
    '2: time: "yesterday" is no local time such as 2005-08-14T12:00:00',
  ],
  ['broken JSON', '# failJSON: {"match"\nJul 11 05:40:22 good', expect.stringMatching(/^1: failJSON: no JSON/)],
  [
    'a condition of another form',
    '# failJSON: {"constraint": "f()"}\nJul 11 05:40:22 x',
    '2: a condition of another form: f()',
  ],
])('should tell of %s', (_, sample, message) => {
  expect(
    failures(verify(`${good}${sample}\n`)).map((text) => text.replace(/^\d+/, (line) => String(Number(line) - 5))),
  ).toEqual([message]);
});

it('should try lines with each set of options, where constraints and conditions hold', () => {
  const text = `[Definition]
failregex = ^ <mode> from <HOST>$
mode = normal
`;
  const sample = `# filterOptions: [{"mode": "a"}, {"mode": "b"}]
# failJSON: {"match": true, "constraint": "opts.get('mode') == 'a'"}
Jul 11 05:40:22 a from 192.0.2.1
# failJSON: {"match": true, "constraint": "opts.get('mode') == 'b'"}
Jul 11 05:40:22 b from 192.0.2.1
# filterOptions: {"mode": "c", "test.condition": "name == 'y'"}
# failJSON: {"match": true}
not tried at all
`;
  expect(failures(verify(sample, text))).toEqual([]);
  const wrong = verify(sample.replace("== 'b'", "!= 'c'"), text);
  expect(failures(wrong)).toEqual(['5: it should match and does not']);
  expect(wrong[1]!.failures[0]!.options).toEqual({ mode: 'a' });
});

it('should read added files beside it, and say where one is missing', () => {
  const more = { '/e/filter.d/samples/y': '# failJSON: {"match": true}\nJul 11 05:40:22 nothing\n' };
  const tests = verify(`# addFILE: "y"\n# addFILE: "z"\n${good}`, filter, more);
  expect(tests.filter((test) => test.failures.length > 0)).toMatchObject([
    { file: '/e/filter.d/samples/y', line: 2 },
    { file: '/e/filter.d/samples/z', line: null },
  ]);
});

it('should read a file that adds itself once, whatever its name', () => {
  expect(verify(`# addFILE: "x"\n# addFILE: "./x"\n# addFILE: "../samples/x"\n${good}`)).toHaveLength(3);
});

it('should take no device for a sample', () => {
  const files: FileSystem = {
    ...createMemoryFileSystem({ '/e/filter.d/x.conf': filter, '/e/x': `# addFILE: "/dev/zero"\n${good}` }),
    inspect: () => undefined,
  };
  const read: string[] = [];
  const tests = verifySample({
    path: '/e/x',
    name: 'x',
    target: { kind: 'name', name: 'x', configDir: '/e' },
    files: { ...files, readFile: (path) => (read.push(path), files.readFile(path)) },
    fail2ban: '1.0',
    python: '3.11',
    loadedAt: 1_800_000_000,
  });
  expect(failures(tests)).toEqual(['/dev/zero is read: there is no such sample file']);
  expect(read).not.toContain('/dev/zero');
});

it('should ask what fail2ban’s own tests ask: a sample for each failregex, no greedy one, one failure a line', () => {
  expect(failures(verify(good.split('\n').slice(0, 2).join('\n')))).toEqual([
    'failregex 2 of x has a sample: no line of the sample matches: ^ again <F-USER>\\S+</F-USER> from <HOST>$',
  ]);
  const text = '[Definition]\nfailregex = ^.* bad .*from <HOST> .*\n  from <HOST>\n';
  expect(failures(verify('# failJSON: {"match": true}\nJul 11 05:40:22 x bad from 192.0.2.1 y\n', text))).toEqual([
    expect.stringMatching(/^failregex 1 of x takes no more before <HOST> than it has to: /),
    '2: it counts 2 times: failregexes 1, 2',
  ]);
});

it('should say why a filter does not load', () => {
  expect(failures(verify(good, '[Definition]\nfailregex = (<HOST>\n'))).toEqual([
    expect.stringMatching(/^x loads: failregex: Unable to compile .*missing \), unterminated subpattern/s),
  ]);
});

it('should take the time of journal lines from beside them', () => {
  const sample = `# filterOptions: {"logtype": "journal", "test.prefix-line": "pre "}
# failJSON: {"match": true, "host": "192.0.2.1", "time": "2005-08-14T12:00:00"}
from 192.0.2.1
`;
  expect(failures(verify(sample, '[Definition]\nfailregex = ^pre from <HOST>$\n'))).toEqual([]);
});

const always = { guard: (work: () => void) => (work(), true), milliseconds: 1000, fallback: () => undefined };

it('should say why a line does not match that should, where searches are stopped in time', () => {
  const [test] = verifySample({
    ...requestOf('# failJSON: {"match": true}\nJul 11 05:40:22 bad rood from 192.0.2.1\n'),
    deadline: always,
  });
  expect(test!.failures[0]!.why[0]).toMatch(/^failregex 1: .*rood/);
});

it.each([
  [
    'another host',
    '# failJSON: {"desc": "d", "time": "2005-07-11T05:40:22", "match": true, "host": "192.0.2.9"}\nJul 11 05:40:22 bad root from 192.0.2.1',
    { time: '2005-07-11T05:40:22', match: true, host: '192.0.2.1', desc: 'd' },
  ],
  [
    'a group that is named',
    '# failJSON: {"match": true, "user": "x"}\nJul 11 05:40:23 again bob from 192.0.2.1',
    { time: '2005-07-11T05:40:23', match: true, host: '192.0.2.1', user: 'bob' },
  ],
  ['a miss', '# failJSON: {"match": true, "host": "192.0.2.1"}\nJul 11 05:40:22 good', { match: false }],
  [
    'a line without an expectation',
    'Jul 11 05:40:22 bad root from 192.0.2.1',
    { time: '2005-07-11T05:40:22', match: true, host: '192.0.2.1' },
  ],
])('should give the expectation that fits %s, and it should hold', (_, sample, fitting) => {
  const test = verify(sample).find(({ line }) => line !== null)!;
  expect(test.fitting).toEqual(fitting);
  const line = sample.split('\n').at(-1);
  const again = verify(`# failJSON: ${JSON.stringify(test.fitting)}\n${line}\n`);
  expect(failures(again.filter((one) => one.line !== null))).toEqual([]);
});

it('should give none where two option sets differ', () => {
  const text = `${filter}x = y\n`.replace('^ bad', '^ <mode> bad');
  const sample =
    '# filterOptions: [{"mode": "normal"}, {"mode": "other"}]\nJul 11 05:40:22 other bad root from 192.0.2.1\n';
  const test = verify(sample, text).find(({ line }) => line === 2)!;
  expect([test.failures.length, test.fitting]).toEqual([1, null]);
});

it('should name the place of a regex without a sample', () => {
  const test = verify('Jul 11 05:40:24 good\n').find(({ line }) => line === null)!;
  expect(test.place).toMatchObject({ file: '/e/filter.d/x.conf' });
  expect(filter.slice(test.place!.span.start)).toMatch(/^\^ bad/);
});
