import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { cpus } from 'node:os';
import type { MatchReport } from '../../server/src/protocol.ts';
import { measureScaling } from './scaling.ts';
import { prepareAttack, prepareCatastrophe, prepareGigabyte, prepareWorks, type Work } from './works.ts';

/**
 * `npm run bench [-- --lines N --runs N --only WORD --json --gigabyte --scaling]`: whole processes, start-up included, fail2ban-regex and ours in
 * turn, medians and ratios, and what the processors worked in the best run; then the small tasks and the latency bench. Without `--lines` and `--only` also logs of
 * 2,000,000 lines. What takes fail2ban-regex minutes it does once. `--gigabyte`: only the steady rate over a log of 1 GB, from standard input and from a file. `--scaling`: only the picture of
 * docs/performance.md. Fails where the counts differ; a missed target is shown, never asserted.
 */
const option = (name: string): string | undefined => {
  const at = process.argv.indexOf(`--${name}`);
  return at === -1 ? undefined : process.argv[at + 1];
};
const lines = Number(option('lines') ?? 200_000);
const runs = Number(option('runs') ?? 3);
const only = option('only');
const asJson = process.argv.includes('--json');
const realProgram = '/usr/bin/fail2ban-regex';
const haveReal = existsSync(realProgram);
if (!haveReal)
  console.error('fail2ban-regex is not installed: only our own times, no ratios, no comparison of counts.');
const machine = `${cpus().length} x ${cpus()[0]?.model ?? '?'}, Node ${process.version}, ${new Date().toISOString().slice(0, 10)}`;

if (process.argv.includes('--gigabyte')) {
  await measureGigabyte(prepareWorks(lines)[0]!);
  process.exit();
}
if (process.argv.includes('--scaling')) {
  await measureScaling('docs/images/scaling.svg', async (work) =>
    Math.min(...(await ranOf(work)).map(({ worked }) => worked)),
  );
  process.exit();
}

/** Of a filter over a log, ours. */
async function ranOf({ log, filter }: Pick<Work, 'log' | 'filter'>): Promise<Ran[]> {
  const all: Ran[] = [];
  for (let i = 0; i < runs; i++) all.push(await run([process.execPath, 'dist/cli.js', 'test', log, filter]));
  return all;
}

interface Row {
  work: string;
  lines: number;
  real: number | null;
  ours: number;
  ratio: number | null;
  /** Seconds of all processors. */
  realWork: number | null;
  oursWork: number;
  target: number;
  memory: number;
  equal: boolean | null;
  floor: number | null;
}

const rows: Row[] = [];
const isSlow = ({ name }: Work): boolean => name.startsWith('web exploits');
for (const work of prepareWorks(lines).filter((w) => !only || w.name.includes(only)))
  rows.push(await measure(work, lines, isSlow(work) ? 1 : runs));
if (!only && option('lines') === undefined)
  for (const work of prepareWorks(2_000_000).filter((work) => !isSlow(work)))
    rows.push(await measure(work, 2_000_000, 1));
const tasks = only
  ? only.includes('simulate')
    ? await measureSimulation()
    : []
  : [
      ...(await measureTour()),
      await measureCatastrophe(),
      ...(await measureSimulation()),
      ...(existsSync('/etc/fail2ban/filter.d') ? await measureChecks() : []),
    ];

if (asJson) console.log(JSON.stringify({ machine, lines, runs, rows, tasks }, null, 1));
else {
  print(rows);
  for (const { task, ours, real } of tasks)
    console.log(`${task}: ${ours.toFixed(3)} s${real === null ? '' : `, fail2ban-regex ${real.toFixed(3)} s`}`);
  if (!only)
    console.log(`\n${(await run([process.execPath, 'scripts/run-ts.mjs', 'scripts/bench/latency.ts'])).output}`);
}
const different = rows.filter((row) => row.equal === false);
if (different.length > 0) console.error(`counts differ: ${different.map((row) => row.work).join('; ')}`);
process.exitCode = different.length > 0 ? 1 : 0;

/** `realRuns`: of fail2ban-regex, at most. */
async function measure(work: Work, lines: number, realRuns: number): Promise<Row> {
  const ours: number[] = [];
  const real: number[] = [];
  let oursWork = Infinity;
  let realWork = Infinity;
  let memory = 0;
  let equal: boolean | null = null;
  for (let i = 0; i < runs; i++) {
    const mine = await run([
      process.execPath,
      'dist/cli.js',
      'test',
      work.log,
      work.filter,
      '--fail2ban',
      '1.0',
      '--format',
      'json',
    ]);
    ours.push(mine.seconds);
    oursWork = Math.min(oursWork, mine.worked);
    memory = Math.max(memory, mine.peakMiB);
    if (!haveReal || i >= realRuns) continue;
    const theirs = await run([realProgram, '--raw', work.log, work.filter]);
    real.push(theirs.seconds);
    realWork = Math.min(realWork, theirs.worked);
    if (equal === null) {
      const [a, b] = [countsOfText(theirs.output), countsOfReport(JSON.parse(mine.output) as MatchReport)];
      equal = a === b;
      if (!equal) console.error(`${work.name}\n  real: ${a}\n  ours: ${b}`);
    }
  }
  const mine = median(ours);
  const theirs = haveReal ? median(real) : null;
  return {
    work: work.name,
    lines,
    real: theirs,
    ours: mine,
    ratio: theirs === null ? null : theirs / mine,
    realWork: theirs === null ? null : realWork,
    oursWork,
    target: work.target,
    memory,
    equal,
    floor: await measureRipgrep(work),
  };
}

/**
 * How long ripgrep takes to count the lines in which one of the expanded failregexes matches: it knows no dates, no prefregex and no counts of
 * single regexes. Null where it is not installed, or where its answer would tell nothing.
 */
async function measureRipgrep({ log, filter }: Work): Promise<number | null> {
  if (spawnSync('rg', ['--version']).error) return null;
  const resolved = await run([process.execPath, 'dist/cli.js', 'resolve', filter, '--expanded', '--format', 'json']);
  const [values] = Object.values(
    JSON.parse(resolved.output) as Record<string, { prefregex?: string; failregex?: readonly string[] }>,
  );
  if (!values?.failregex || values.prefregex) return null;
  const times: number[] = [];
  // Dates stand in the lines here, so a failregex that is bound to the line's start may match nothing: the time is much the same.
  for (let i = 0; i < runs; i++) {
    const { seconds, code } = await run([
      'rg',
      '--pcre2',
      '-c',
      ...values.failregex.flatMap((regex) => ['-e', regex]),
      log,
    ]);
    // It does not take every regex: several with groups of one name are one pattern to it.
    if (code === null || code > 1) return null;
    times.push(seconds);
  }
  return median(times);
}

interface Task {
  readonly task: string;
  readonly ours: number;
  readonly real: number | null;
}

/** The nine lines that the tour shows, from start to finish; and what our start takes beside that of Node. */
async function measureTour(): Promise<Task[]> {
  const subject = ['test-fixtures/tour/logs/named.log', 'test-fixtures/tour/filter.d/named-flood.conf'];
  const ours = await repeat([process.execPath, 'dist/cli.js', 'test', ...subject]);
  const node = await repeat([process.execPath, '-e', '0']);
  const real = haveReal ? await repeat([realProgram, '--raw', ...subject]) : null;
  return [
    { task: 'the tour, 9 lines', ours, real },
    { task: 'the same without the start of Node', ours: ours - node, real: null },
  ];
}

async function measureCatastrophe(): Promise<Task> {
  const ours = median((await ranOf(prepareCatastrophe())).map(({ seconds }) => seconds));
  return { task: 'two regexes that hang, 10,000 lines of an attack', ours, real: null };
}

/** Bans of a log with many addresses beside the mere count of its lines. Targets: twice the time; 8 x 8 settings in 2 s more; 400 MB. */
async function measureSimulation(): Promise<Task[]> {
  const log = prepareAttack(lines);
  const size = `${lines.toLocaleString('en')} lines of ${(lines / 10).toLocaleString('en')} addresses`;
  const simulate = ['simulate', log, '-c', 'test-fixtures/tour', '--jail', 'named-flood', '--format', 'json'];
  const tasks: Task[] = [];
  for (const [task, args] of [
    ['count', ['test', log, 'test-fixtures/tour/filter.d/named-flood.conf', '--format', 'json']],
    ['simulate', simulate],
    ['simulate, 64 other settings', [...simulate, '--what-if', 'maxretry=3..10,findtime=1m..1h']],
  ] as const) {
    const all: Awaited<ReturnType<typeof run>>[] = [];
    for (let i = 0; i < runs; i++) all.push(await run([process.execPath, 'dist/cli.js', ...args]));
    const peak = Math.max(...all.map(({ peakMiB }) => peakMiB));
    tasks.push({
      task: `${task}, ${size} (${peak.toFixed(0)} MiB)`,
      ours: median(all.map(({ seconds }) => seconds)),
      real: null,
    });
  }
  return tasks;
}

/** Without what was kept of earlier runs, and with it. */
async function measureChecks(): Promise<Task[]> {
  const command = [process.execPath, 'dist/cli.js', 'check', '/etc/fail2ban'];
  const task = 'check, the whole stock configuration';
  const cold = await repeat([...command, '--no-cache']);
  return [
    { task: `${task}, --no-cache (goal: 10 s)`, ours: cold, real: null },
    { task: `${task}, checked before (goal: 2 s)`, ours: await repeat(command), real: null },
  ];
}

async function repeat(command: string[]): Promise<number> {
  const times: number[] = [];
  for (let i = 0; i < Math.max(runs, 5); i++) times.push((await run(command)).seconds);
  return median(times);
}

/** Feeds the work's log through standard input until 1 GB is read; the rate is that at which it is taken. */
async function measureGigabyte(work: Work): Promise<void> {
  const piece = readFileSync(work.log);
  const linesOfPiece = piece.reduce((sum, byte) => sum + (byte === 10 ? 1 : 0), 0);
  const child = spawn(
    process.execPath,
    ['dist/cli.js', 'test', '-', work.filter, '--fail2ban', '1.0', '--format', 'json'],
    { stdio: ['pipe', 'ignore', 'inherit'] },
  );
  const closed = new Promise((done) => child.on('close', done));
  const rates: number[] = [];
  let peakMiB = 0;
  let since = performance.now();
  let linesSince = 0;
  let bytesSince = 0;
  for (let bytes = 0; bytes < 1e9; bytes += piece.length) {
    await new Promise<void>((done, fail) => child.stdin.write(piece, (error) => (error ? fail(error) : done())));
    peakMiB = Math.max(peakMiB, residentPeak(child.pid!));
    linesSince += linesOfPiece;
    bytesSince += piece.length;
    if (bytesSince < 1e8) continue;
    rates.push((1000 * linesSince) / (performance.now() - since));
    since = performance.now();
    linesSince = bytesSince = 0;
  }
  child.stdin.end();
  await closed;
  console.log(
    `${machine}\n${work.name}, 1 GB on standard input, peak memory ${peakMiB.toFixed(0)} MiB; lines a second for each 100 MB:`,
  );
  console.log(rates.map((rate) => Math.round(rate).toLocaleString('en')).join('  '));
  for (const threads of ['1', '2', '4']) {
    const command = ['dist/cli.js', 'test', prepareGigabyte(), work.filter, '--threads', threads];
    const ran = await run([process.execPath, ...command]);
    console.log(
      `a file of 9,000,000 lines, --threads ${threads}: ${ran.seconds.toFixed(1)} s, ${ran.peakMiB.toFixed(0)} MiB`,
    );
  }
}

function print(all: readonly Row[]): void {
  console.log(`Median of ${runs}; those of 2,000,000 lines once; ${machine}\n`);
  console.log(
    '| work | lines | fail2ban-regex | fail2ban-lens | ratio | processors | target | ripgrep | peak memory | counts |',
  );
  console.log('| --- | ---: | ---: | ---: | ---: | --- | ---: | ---: | ---: | --- |');
  for (const r of all)
    console.log(
      `| ${r.work} | ${r.lines.toLocaleString('en')} | ${r.real === null ? '-' : `${r.real.toFixed(2)} s`} | ${r.ours.toFixed(3)} s | ${r.ratio === null ? '-' : `${r.ratio.toFixed(0)} x`} | ${r.realWork === null ? '-' : `${r.realWork.toFixed(2)} s`}, ${r.oursWork.toFixed(2)} s | ${r.target} x | ${r.floor === null ? '-' : `${r.floor.toFixed(3)} s`} | ${r.memory.toFixed(0)} MiB | ${r.equal === null ? '-' : r.equal ? 'equal' : 'DIFFER'} |`,
    );
}

interface Ran {
  seconds: number;
  /** Seconds of all processors. */
  worked: number;
  output: string;
  peakMiB: number;
  code: number | null;
}

function run([program, ...args]: string[]): Promise<Ran> {
  return new Promise((done, fail) => {
    const begun = performance.now();
    const child = spawn(program!, args, {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: { ...process.env, LC_ALL: 'C.UTF-8' },
    });
    let output = '';
    let peakMiB = 0;
    const before = workedByChildren();
    const watch = setInterval(() => (peakMiB = Math.max(peakMiB, residentPeak(child.pid!))), 20);
    child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
    child.on('error', fail);
    child.on('close', (code) => {
      clearInterval(watch);
      done({ seconds: (performance.now() - begun) / 1000, worked: workedByChildren() - before, output, peakMiB, code });
    });
  });
}

/** Seconds that processes which we started and which have ended worked in all, to a hundredth. */
function workedByChildren(): number {
  try {
    const fields = readFileSync('/proc/self/stat', 'utf8')
      .replace(/^.*\) /, '')
      .split(' ');
    return (Number(fields[13]) + Number(fields[14])) / 100;
  } catch {
    return NaN;
  }
}

function residentPeak(pid: number): number {
  try {
    return Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024;
  } catch {
    return 0;
  }
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const mid = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[mid]! : (sorted[mid - 1]! + sorted[mid]!) / 2;
}

/** Totals, hits of each failregex and of each date template, as one comparable line. */
function countsOfText(text: string): string {
  const section = (title: string): string => text.split(`\n${title}`)[1]?.split(/\n\n/)[0] ?? '';
  const regexes = [...section('Failregex:').matchAll(/^\|\s+(\d+)\) \[(\d+)\]/gm)].map((m) => `${m[1]}:${m[2]}`);
  const dates = [...section('Date template hits:').matchAll(/^\|\s+\[(\d+)\] (.*)$/gm)].map((m) => `${m[2]}:${m[1]}`);
  const lineCounts = /^Lines: (\d+) lines, (\d+) ignored, (\d+) matched, (\d+) missed/m.exec(text);
  return JSON.stringify({ lines: lineCounts?.slice(1).map(Number), regexes, dates });
}

function countsOfReport({ lines: l, failregex, dateTemplates }: MatchReport): string {
  return JSON.stringify({
    lines: [l.total, l.ignored, l.matched, l.missed],
    regexes: failregex.flatMap(({ hits }, i) => (hits > 0 ? [`${i + 1}:${hits}`] : [])),
    dates: dateTemplates.filter(({ hits }) => hits > 0).map(({ name, hits }) => `${name}:${hits}`),
  });
}
