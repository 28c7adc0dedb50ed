import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { RunState } from '../../server/src/protocol.ts';
import { positionOf, startClient, type TestClient } from '../../server/testing/protocol-client.ts';
import { bindFlood, type LogMaker } from './logs.ts';
import { noisySyslog } from './server-logs.ts';

/**
 * `node scripts/run-ts.mjs scripts/bench/latency.ts [--lines N --edits N --json]`: the real server over stdio; milliseconds from a
 * `didChange` to the `runChanged` with the new counts, `live.delay` left out (it is 0 here: what the user waits is this and the
 * setting). Fails where an edit gives the wrong count.
 */
const option = (name: string): string | undefined => {
  const at = process.argv.indexOf(`--${name}`);
  return at === -1 ? undefined : process.argv[at + 1];
};
const stock = '/etc/fail2ban';
const lines = Number(option('lines') ?? 10_000);
const edits = Number(option('edits') ?? 24);
const folder = resolve('.cache/bench/latency');
mkdirSync(`${folder}/filter.d`, { recursive: true });

interface Row {
  readonly work: string;
  readonly lines: number;
  readonly p50: number;
  readonly p95: number;
  readonly firstCounts: number | null;
}

const tour = readFileSync('test-fixtures/tour/filter.d/named-flood.conf', 'utf8').replace(/^# fail2ban-lens.*\n/m, '');
const sshd = `[INCLUDES]
before = common.conf
[Definition]
_daemon = sshd
prefregex = ^%(__prefix_line)s<F-CONTENT>.+</F-CONTENT>$
failregex = ^Failed password for (?:invalid user )?<F-USER>\\S+</F-USER> from <HOST>
            ^Invalid user <F-USER>\\S+</F-USER> from <HOST>
`;

const rows: Row[] = [
  await measure(
    'BIND flood: a failregex is retyped, log on the disk',
    bindFlood,
    tour,
    '|isc',
    ['|linenine', ''],
    'disk',
  ),
  await measure(
    'BIND flood: a failregex is retyped, log in an editor',
    bindFlood,
    tour,
    '|isc',
    ['|linenine', ''],
    'editor',
  ),
  await measure('sshd with prefregex: a failregex is retyped', noisySyslog, sshd, 'Invalid user', ['Inv?', ''], 'disk'),
  await measure('BIND flood: the log is typed into', bindFlood, tour, '|isc', ['x', ''], 'log'),
];
const opening = existsSync(stock) ? await measureOpening() : null;
const manyOpen = await measureManyOpen(1000);
if (process.argv.includes('--json'))
  console.log(
    JSON.stringify(
      { date: new Date().toISOString(), node: process.version, lines, edits, rows, opening, manyOpen },
      null,
      1,
    ),
  );
else {
  console.log(
    `${edits} edits each; ${cpus().length} x ${cpus()[0]?.model ?? '?'}, Node ${process.version}, ${new Date().toISOString().slice(0, 10)}\n`,
  );
  console.log('| keystroke to new counts | lines | p50 | p95 | first counts |');
  console.log('| --- | ---: | ---: | ---: | ---: |');
  for (const { work, lines: count, p50, p95, firstCounts } of rows)
    console.log(
      `| ${work} | ${count.toLocaleString('en')} | ${p50.toFixed(1)} ms | ${p95.toFixed(1)} ms | ${firstCounts === null ? '' : `${firstCounts.toFixed(0)} ms`} |`,
    );
  for (const [path, milliseconds] of Object.entries(opening ?? {}))
    console.log(
      `\nfrom the server's start to the diagnostics of ${path}, in the stock configuration: ${milliseconds.toFixed(0)} ms`,
    );
  console.log(
    `\nhover with ${manyOpen.documents.toLocaleString('en')} open documents: the first, from the last document's opening, ${manyOpen.first.toFixed(0)} ms; those after it, while all are checked, p95 ${manyOpen.p95.toFixed(0)} ms (target 200 ms); all checked after ${(manyOpen.allChecked / 1000).toFixed(1)} s`,
  );
}

interface ManyOpen {
  readonly documents: number;
  readonly first: number;
  readonly p95: number;
  readonly allChecked: number;
}

/** Hovers over one document that can be seen, while so many others of its folder are open and must be checked. Milliseconds. */
async function measureManyOpen(documents: number): Promise<ManyOpen> {
  const uris = Array.from({ length: documents }, (_, i) => pathToFileURL(`${folder}/filter.d/many-${i}.conf`).href);
  const uri = uris.at(-1)!;
  const client = await startClient({ context: { visibleSubjects: [uri] } });
  try {
    for (const one of uris) await client.open(one, sshd);
    const begun = performance.now();
    const hover = async (): Promise<number> => {
      const asked = performance.now();
      await client.request('textDocument/hover', { textDocument: { uri }, position: positionOf(sshd, 'prefregex') });
      return performance.now() - asked;
    };
    const first = await hover();
    const times: number[] = [];
    const checked = (): number => new Set(client.published.map((params) => params.uri)).size;
    while (checked() < documents && performance.now() - begun < 120_000) {
      times.push(await hover());
      await new Promise((done) => setTimeout(done, 20));
    }
    return { documents, first, p95: percentile(times, 0.95), allChecked: performance.now() - begun };
  } finally {
    await client.stop();
  }
}

/** From the start of the server until the diagnostics of a stock file stand, the whole stock configuration being the workspace; medians of five. */
async function measureOpening(): Promise<Record<string, number>> {
  const folder = { uri: pathToFileURL(stock).href, name: 'fail2ban' };
  const answers: Record<string, number> = {};
  for (const [path, languageId] of [
    ['filter.d/sshd.conf', 'fail2ban-filter'],
    ['jail.conf', 'fail2ban-jail'],
  ] as const) {
    const times: number[] = [];
    for (let i = 0; i < 5; i++) {
      const begun = performance.now();
      const client = await startClient({ folders: [folder] });
      try {
        const heard = new Promise((done) => client.connection.onNotification('textDocument/publishDiagnostics', done));
        await client.open(`${folder.uri}/${path}`, readFileSync(join(stock, path), 'utf8'), languageId);
        await heard;
        times.push(performance.now() - begun);
      } finally {
        await client.stop();
      }
    }
    answers[path] = percentile(times, 0.5);
  }
  return answers;
}

/** Edits by turns: a piece of text put in front of `before` and taken out again; with `log`, a letter in the log's middle line. */
async function measure(
  work: string,
  make: LogMaker,
  filter: string,
  before: string,
  [insert]: readonly [string, string],
  where: 'disk' | 'editor' | 'log',
): Promise<Row> {
  const name = `${work.replace(/\W+/g, '-')}-${lines}`;
  const log = `${folder}/${name}.log`;
  const logText = [...make(lines, 7), ''].join('\n');
  writeFileSync(log, logText);
  const filterUri = pathToFileURL(`${folder}/filter.d/${name}.conf`).href;
  const logUri = pathToFileURL(log).href;
  const client = await startClient({
    context: { visibleSubjects: [filterUri], visibleLogs: [logUri] },
    configuration: { live: { delay: 0 } },
  });
  try {
    if (where !== 'disk') await client.open(logUri, logText, 'log');
    await client.open(filterUri, filter);
    const first = await client.until(
      () => client.runs.findLast(({ status }) => status !== 'running'),
      'the first run',
      120_000,
    );
    if (first.status !== 'done') throw new Error(`${work}: ${first.status} ${first.problem}`);
    const times: number[] = [];
    const firstTimes: number[] = [];
    let last = first;
    for (let i = 0; i < edits; i++) {
      const isInsert = i % 2 === 0;
      const target = where === 'log' ? { line: lines >> 1, character: 30 } : positionOf(filter, before);
      const end = isInsert ? target : { line: target.line, character: target.character + insert.length };
      const begun = performance.now();
      await client.change(where === 'log' ? logUri : filterUri, i + 2, [
        { range: { start: target, end }, text: isInsert ? insert : '' },
      ]);
      const { state, firstCounts } = await nextEnd(client, last, begun);
      times.push(performance.now() - begun);
      if (firstCounts !== null) firstTimes.push(firstCounts);
      if (!isInsert && state.report!.lines.matched !== first.report!.lines.matched)
        throw new Error(
          `${work}: ${state.report!.lines.matched} matched, ${first.report!.lines.matched} before the edit`,
        );
      last = state;
    }
    return {
      work,
      lines,
      p50: percentile(times, 0.5),
      p95: percentile(times, 0.95),
      firstCounts: firstTimes.length > 0 ? percentile(firstTimes, 0.5) : null,
    };
  } finally {
    await client.stop();
  }
}

/** Waits without a timer in between: notifications wake it. */
function nextEnd(
  client: TestClient,
  { run }: RunState,
  begun: number,
): Promise<{ state: RunState; firstCounts: number | null }> {
  let firstCounts: number | null = null;
  return new Promise((done, fail) => {
    const timer = setTimeout(() => fail(new Error('no run ended within two minutes')), 120_000);
    const listener = client.onRun((state) => {
      if (state.run <= run) return;
      if (state.report && firstCounts === null && state.status === 'running') firstCounts = performance.now() - begun;
      if (state.status === 'running') return;
      clearTimeout(timer);
      listener.dispose();
      done({ state, firstCounts });
    });
  });
}

function percentile(times: readonly number[], part: number): number {
  const sorted = [...times].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))]!;
}
