import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import type { CodeLens } from 'vscode-languageserver-protocol/node';
import { lensMethod } from '../../src/protocol.ts';
import { positionOf, startClient, type ClientOptions, type TestClient } from '../protocol-client.ts';

const tour = resolve(import.meta.dirname, '../../../test-fixtures/tour');
const filterUri = pathToFileURL(join(tour, 'filter.d/named-flood.conf')).href;
const logUri = pathToFileURL(join(tour, 'logs/named.log')).href;
const filterText = readFileSync(join(tour, 'filter.d/named-flood.conf'), 'utf8');
const logText = readFileSync(join(tour, 'logs/named.log'), 'utf8');
const subject = { uri: filterUri };

let client: TestClient | undefined;
afterEach(async () => {
  await client?.stop();
  client = undefined;
});

async function openTour(options: ClientOptions = {}, text = filterText): Promise<TestClient> {
  client = await startClient({ context: { visibleSubjects: [filterUri] }, ...options });
  await client.open(filterUri, text);
  return client;
}

async function lensTitles(of: TestClient, uri = filterUri): Promise<string[]> {
  const lenses = await of.request<CodeLens[]>('textDocument/codeLens', { textDocument: { uri } });
  // What a jail would have done has tests of its own (simulations.test.ts).
  const counts = lenses.filter(({ command }) => !/\b(?:bans|banned)\b/.test(command!.title));
  return counts.map(({ range, command }) => `${range.start.line + 1}: ${command!.title}`);
}

describe('the tour', () => {
  it('should count at once what the filter does with the log that its comment names', async () => {
    const of = await openTour();
    const state = await of.runEnd(subject);
    expect(state).toMatchObject({
      status: 'done',
      problem: null,
      range: null,
      sample: { reason: 'directive', label: 'named.log', readable: true, logs: [{ uri: logUri, shownAs: logUri }] },
      report: {
        lines: { total: 9, matched: 8, ignored: 0, missed: 1 },
        dated: 9,
        regexes: [
          {
            kind: 'failregex',
            index: 1,
            hits: 8,
            stopped: null,
            location: { uri: filterUri, range: { start: { line: 5 }, end: { line: 5 } } },
          },
        ],
      },
    });
    expect(await lensTitles(of)).toEqual([
      '4: 9 lines: 8 matched, 0 ignored, 1 missed · dates 9/9',
      '6: ▶ 8 matches in named.log',
    ]);
  });

  it('should follow an edit of the filter that nobody has saved', async () => {
    const of = await openTour();
    const first = await of.runEnd(subject);
    const position = positionOf(filterText, '|isc');
    await of.change(filterUri, 2, [{ range: { start: position, end: position }, text: '|linenine\\.com' }]);
    const next = await of.runEnd(subject, first.run);
    expect(next.report!.lines).toEqual({ total: 9, matched: 9, ignored: 0, missed: 0 });
    expect(await lensTitles(of)).toContain('6: ▶ 9 matches in named.log');
  });

  it('should count an open log as it stands on the screen', async () => {
    const of = await openTour();
    const first = await of.runEnd(subject);
    await of.open(logUri, logText, 'log');
    const opened = await of.runEnd(subject, first.run);
    await of.change(logUri, 2, [
      { range: { start: { line: 0, character: 0 }, end: { line: 2, character: 0 } }, text: '' },
    ]);
    expect((await of.runEnd(subject, opened.run)).report!.lines).toMatchObject({ total: 7, matched: 6 });
    await of.close(logUri);
    await of.until(async () => (await of.lens('state', { subject }))?.report?.lines.total === 9, 'nine lines again');
  });

  it('should mark the lines of the log: status, groups and their places, date', async () => {
    const of = await openTour();
    await of.runEnd(subject);
    const { marks, version } = await of.lens('marks', { subject, log: logUri, from: 0, to: 100 });
    expect(version).toBeNull();
    expect(marks.map(({ status }) => status)).toEqual([...new Array(8).fill('matched'), 'missed']);
    expect(marks[0]).toMatchObject({
      line: 0,
      ignoreregex: null,
      hits: [
        { failregex: 1, id: '1.1.1.1', groups: [{ name: 'ip4', value: '1.1.1.1', piece: { start: 43, end: 50 } }] },
      ],
      date: { piece: { start: 0, end: 15 }, text: 'Jul 11 05:40:22' },
    });
    expect(logText.split('\n')[0]!.slice(43, 50)).toBe('1.1.1.1');
    expect(marks[8]!.hits).toEqual([]);
    expect(await of.lens('marks', { subject, log: logUri, from: 7, to: 8 })).toMatchObject({ marks: [{ line: 7 }] });
  });

  it('should say why a line does not match, with the part at fault and its place in the file', async () => {
    const of = await openTour();
    await of.runEnd(subject);
    const reasons = await of.lens('why', { subject, log: logUri, line: 8 });
    expect(reasons).toMatchObject({
      status: 'missed',
      stages: [
        { name: 'date', isObstacle: false, location: null },
        { name: 'searched', isObstacle: false },
        { name: 'failregex 1', isObstacle: true },
      ],
    });
    const { words, location } = reasons!.stages[2]!;
    expect(words).toContain('linenine');
    const { start, end } = location!.range;
    const written = filterText.split('\n')[start.line]!.slice(start.character, end.character);
    expect('1rip|1rip\\.com|isc\\.org|\\.').toContain(written);
    expect(await of.lens('why', { subject, log: logUri, line: 0 })).toMatchObject({ status: 'matched' });
    expect(await of.lens('why', { subject, log: logUri, line: 99 })).toBeNull();
  });

  it('should show the whole log in few pieces, step from match to match, and list lines by page', async () => {
    const of = await openTour();
    await of.runEnd(subject);
    expect((await of.lens('overview', { subject, log: logUri, limit: 100 })).pieces).toEqual([
      { from: 0, to: 8, status: 'matched' },
      { from: 8, to: 9, status: 'missed' },
    ]);
    const selection = { status: 'matched' } as const;
    expect(await of.lens('nextLine', { subject, log: logUri, line: 7, direction: 1, selection })).toBe(0);
    expect(await of.lens('nextLine', { subject, log: logUri, line: 0, direction: -1, selection })).toBe(7);
    const page = await of.lens('lines', { subject, selection: { kind: 'failregex', index: 1 }, offset: 6, limit: 5 });
    expect(page.total).toBe(8);
    expect(page.lines.map(({ line, text }) => [line, text.slice(0, 20)])).toEqual([
      [6, 'Jul 11 05:40:24 serv'],
      [7, 'Jul 11 05:40:24 serv'],
    ]);
  });

  it('should write the lines of a status, the expanded regex and the effective configuration as documents with links', async () => {
    const of = await openTour();
    await of.runEnd(subject);
    const missed = await of.lens('document', { document: { kind: 'lines', subject, status: 'missed' } });
    expect(missed.text).toBe(`9  ${logText.split('\n')[8]}\n`);
    expect(missed.links).toEqual([
      {
        range: { start: { line: 0, character: 0 }, end: { line: 0, character: 1 } },
        target: { uri: logUri, range: { start: { line: 8, character: 0 }, end: { line: 8, character: 0 } } },
      },
    ]);
    const expanded = await of.lens('document', { document: { kind: 'expanded', subject } });
    expect(expanded.text).toContain('(?P<ip4>');
    expect(expanded.text).toContain('(?i:1rip|1rip\\.com|isc\\.org|\\.)');
    expect(expanded.links.some(({ target }) => target.uri === filterUri && target.range.start.line === 5)).toBe(true);
    const effective = await of.lens('document', { document: { kind: 'effective', subject } });
    expect(effective.text).toContain('failregex = .* named');
    expect(effective.text).toContain('named-flood.conf:6:13');
  });

  it('should say the same test as a fail2ban-regex command', async () => {
    const of = await openTour();
    await of.runEnd(subject);
    const { command, remarks } = await of.lens('commandLine', { subject });
    const [log, filter] = [join(tour, 'logs/named.log'), join(tour, 'filter.d/named-flood.conf')];
    const shown = (path: string): string => (/\s/.test(path) ? `'${path}'` : path);
    const said = `fail2ban-regex -c ${shown(tour)} --raw --print-all-matched`;
    expect(command).toBe(`${said} ${shown(log)} ${shown(filter)}`);
    expect(remarks).toEqual([]);
    await of.change(filterUri, 2, [{ text: `${filterText}\n` }]);
    expect((await of.lens('commandLine', { subject })).remarks.join()).toContain('unsaved');
    await of.open('untitled:pasted', logText, 'log');
    await of.lens('test', { subject, logs: ['untitled:pasted'] });
    const pasted = await of.lens('commandLine', { subject });
    expect(pasted.command).toContain(`--print-all-matched LOG ${shown(filter)}`);
    expect(pasted.remarks.join()).toContain('put its path in place of LOG');
  });
});

describe('samples', () => {
  it('should offer every log with its reason, and take the one that is asked for', async () => {
    const other = 'untitled:Untitled-1';
    const of = await openTour({ context: { visibleSubjects: [filterUri], visibleLogs: [other] } });
    const first = await of.runEnd(subject);
    await of.open(other, logText.split('\n')[0]!, 'plaintext');
    const samples = await of.lens('samples', { subject });
    expect(samples.map(({ reason, label }) => [reason, label])).toEqual([
      ['directive', 'named.log'],
      ['visible', 'Untitled-1'],
      ['logpath', 'queries.log'],
    ]);
    const state = await of.lens('test', { subject, logs: [other] });
    // A pasted line counts though it has no line end.
    expect(state).toMatchObject({
      status: 'done',
      sample: { reason: 'asked' },
      report: { lines: { total: 1, matched: 1 } },
    });
    expect(state.run).toBeGreaterThan(first.run);
    expect((await of.lens('test', { subject, logs: null })).report!.lines.total).toBe(9);
  });

  it('should tell of a filter without a log, and take the log that is set for it', async () => {
    const uri = 'untitled:mine.conf';
    client = await startClient({ context: { visibleSubjects: [uri] } });
    await client.open(uri, '[Definition]\nfailregex = client <HOST>#\n');
    expect(await client.runEnd({ uri })).toMatchObject({ status: 'noSample', sample: null });
    expect(await lensTitles(client, uri)).toEqual(['1: Choose a sample log…']);
    client.configuration = { samples: { 'min?': join(tour, 'logs/*.log') } };
    await client.configurationChanged();
    const state = await client.until(
      () => client!.runs.find(({ status }) => status === 'done'),
      'a run over the log of the setting',
    );
    expect(state).toMatchObject({ sample: { reason: 'setting' }, report: { lines: { matched: 9 } } });
  });

  it('should take the log that a comment of the .conf names for its .local, too', async () => {
    const uri = filterUri.replace(/conf$/, 'local');
    client = await startClient({ context: { visibleSubjects: [uri] } });
    await client.open(uri, '[Definition]\nignoreregex = 1rip\n');
    const state = await client.runEnd({ uri });
    expect(state.sample).toMatchObject({ reason: 'directive', logs: [{ uri: logUri }] });
    expect(state.sample!.detail).toMatch(/comment in line \d+ of named-flood\.conf/);
  });

  it('should offer the filters of the workspace for a log', async () => {
    const of = await openTour({ folders: [{ uri: pathToFileURL(tour).href, name: 'tour' }] });
    const choices = await of.lens('filters', { log: logUri });
    expect(choices.find(({ label }) => label === 'named-flood')).toMatchObject({ subject });
  });
});

describe('a jail file', () => {
  it('should count each jail over the log that its comment names', async () => {
    const uri = pathToFileURL(join(tour, 'jail.conf')).href;
    const text = readFileSync(join(tour, 'jail.conf'), 'utf8').replace(
      '[named-flood]',
      '[named-flood]\n# fail2ban-lens: log=logs/named.log',
    );
    client = await startClient({ context: { visibleSubjects: [uri] } });
    await client.open(uri, text, 'fail2ban-jail');
    const state = await client.runEnd({ uri, jail: 'named-flood' });
    expect(state).toMatchObject({
      status: 'done',
      report: { lines: { total: 9, matched: 8 } },
      range: { start: { line: 2 } },
    });
    expect(await lensTitles(client, uri)).toEqual(['3: 9 lines: 8 matched, 0 ignored, 1 missed · dates 9/9']);
  });
});

describe('a jail that passes a piece of a regex to its filter', () => {
  it('should have one lens for its counts, and one for each regex of its own', async () => {
    const uri = pathToFileURL(join(tour, 'jail.d/own.conf')).href;
    client = await startClient({ context: { visibleSubjects: [uri] } });
    await client.open(
      pathToFileURL(join(tour, 'filter.d/param.conf')).href,
      '[Definition]\nfailregex = client <who>: query\n[Init]\nwho = x\n',
    );
    await client.open(
      uri,
      '# fail2ban-lens: log=../logs/named.log\n[own]\nenabled = true\nfilter = param[who="<HOST>#1"]\nignoreregex = linenine\n',
      'fail2ban-jail',
    );
    await client.runEnd({ uri, jail: 'own' });
    expect(await lensTitles(client, uri)).toEqual([
      '2: 9 lines: 1 matched, 0 ignored, 8 missed · dates 9/9',
      '5: 0 matches in named.log',
    ]);
  });
});

const refused = 'fail2ban does not take this regex';
const unchanged = '… ▶ 8 matches in named.log, before this edit';

describe('runs that go wrong', () => {
  const broken = filterText.replace('\nignoreregex', '            broken ( <HOST>\nignoreregex');

  it('should count the others when one regex does not compile, and say what fail2ban says', async () => {
    const of = await openTour({}, broken);
    const state = await of.runEnd(subject);
    expect(state.status).toBe('failed');
    expect(state.problem).toContain('missing ), unterminated subpattern');
    expect(state.report!.lines.matched).toBe(8);
    expect((await lensTitles(of)).slice(1)).toEqual([
      '6: ▶ 8 matches in named.log',
      '7: fail2ban does not take this regex',
    ]);
  });

  it.each([
    ['a second failregex', broken, ['… ▶ 8 matches in named.log, before this edit', refused]],
    ['the only failregex', filterText.replace('client <HOST>', '(client <HOST>'), [refused]],
    ['a datepattern', filterText.replace('\nignoreregex', 'datepattern = ^%%Y(\nignoreregex'), [unchanged]],
    ['the name failregex', filterText.replace('failregex', 'failreg'), [unchanged]],
    ['the header', filterText.replace('[Definition]', '[Definitio'), [unchanged]],
  ])('should keep the counts of before while %s is half typed', async (_, text, titles) => {
    const of = await openTour();
    const first = await of.runEnd(subject);
    await of.change(filterUri, 2, [{ text }]);
    await of.until(async () => (await of.lens('state', { subject }))?.outdated, 'the counts of before');
    expect(await of.lens('state', { subject })).toMatchObject({
      status: 'failed',
      report: { lines: { total: 9, matched: 8, missed: 1 } },
    });
    const [summary, ...regexes] = (await lensTitles(of)).map((title) => title.replace(/^\d+: /, ''));
    expect(summary).toMatch(/^… before this edit: 9 lines: 8 matched, 0 ignored, 1 missed · dates 9\/9 · ✗ .+$/);
    expect(regexes).toEqual(titles);
    const { marks } = await of.lens('marks', { subject, log: logUri, from: 0, to: 9 });
    expect(marks.filter(({ status }) => status === 'matched')).toHaveLength(8);
    await of.change(filterUri, 3, [{ text: filterText }]);
    const last = await of.runEnd(subject, (await of.lens('state', { subject }))!.run);
    expect([first.outdated, last.outdated, last.report!.lines.matched]).toEqual([undefined, undefined, 8]);
  });

  it('should know no count where no failregex can be taken', async () => {
    const of = await openTour({}, '[Definition]\nfailregex = x (<HOST>\n# fail2ban-lens: log=../logs/named.log\n');
    expect(await of.runEnd(subject)).toMatchObject({ status: 'failed', report: null });
    expect(await lensTitles(of)).toEqual([
      '1: ✗ Unable to compile regular expression: missing ), unterminated subpattern at position 2',
      `2: ${refused}`,
    ]);
  });

  it('should answer a test also where what can be seen changes right behind it', async () => {
    const uri = 'untitled:begun.conf';
    client = await startClient({ context: { visibleSubjects: [uri] } });
    await client.open(uri, '[Definition]\n');
    const asked = client.lens('test', { subject: { uri }, logs: null });
    await client.connection.sendNotification(lensMethod('context'), {
      visibleSubjects: [uri],
      visibleLogs: [],
      chosen: {},
    });
    expect((await asked).subject).toEqual({ uri });
  });

  it('should stop a regex that backtracks without end, name it, and stay alive', async () => {
    const log = 'untitled:log';
    client = await startClient({
      context: { visibleSubjects: ['untitled:slow.conf'], visibleLogs: [log] },
      configuration: { live: { regexTimeout: 0.1 } },
    });
    await client.open(
      log,
      `Jul 11 05:40:22 x ${'a'.repeat(60)} cb 1.1.1.1\nJul 11 05:40:22 y 2.2.2.2\nJul 11 05:40:22 x ab 3.3.3.3\n`,
      'log',
    );
    await client.open(
      'untitled:slow.conf',
      '[Definition]\nfailregex = x (?:a+|a+)+(?!z)b <HOST>$\n            y <HOST>\n',
    );
    const state = await client.runEnd({ uri: 'untitled:slow.conf' });
    expect(state.status).toBe('done');
    expect(state.report!.regexes).toMatchObject([
      { hits: 1, stopped: { log, line: 0, lines: 1, seconds: 0.1, then: 'automaton' } },
      { hits: 1, stopped: null },
    ]);
    expect((await lensTitles(client, 'untitled:slow.conf')).join('\n')).toContain(
      '▶ 1 match in log · line 1 took longer than 0.1 s, an automaton went on',
    );
  });

  it('should cancel a run at once and keep what it has found', async () => {
    const log = 'untitled:long.log';
    client = await startClient({ context: { visibleSubjects: [filterUri], visibleLogs: [] } });
    await client.open(log, logText.repeat(60_000), 'log');
    await client.open(filterUri, filterText);
    await client.runEnd(subject);
    const asked = client.lens('test', { subject, logs: [log] });
    const partial = await client.until(
      () =>
        client!.runs.find(({ status, report }) => status === 'running' && report !== null && report.lines.total > 9),
      'a partial report',
    );
    expect(partial.progress!.bytes).toBeGreaterThan(0);
    const begun = Date.now();
    await client.connection.sendNotification('fail2banLens/cancel', { subject });
    const state = await asked;
    expect(Date.now() - begun).toBeLessThan(500);
    expect(state.status).toBe('cancelled');
    expect(state.report!.lines.total).toBeGreaterThan(0);
    expect(state.report!.lines.total).toBeLessThan(540_000);
  });

  it('should tell of progress at most ten times a second', async () => {
    const log = 'untitled:long.log';
    client = await startClient({ context: { visibleSubjects: [] } });
    await client.open(log, logText.repeat(20_000), 'log');
    await client.open(filterUri, filterText);
    const state = await client.lens('test', { subject, logs: [log] });
    expect(state.report!.lines).toMatchObject({ total: 180_000, matched: 160_000 });
    const told = client.runs.filter(({ status }) => status === 'running').length;
    expect(told).toBeLessThanOrEqual(2 + state.milliseconds / 100);
  });
});

describe('unknown subjects', () => {
  it('should be answered empty, or with a message for the user', async () => {
    client = await startClient();
    const nobody = { uri: 'file:///nowhere/x.conf' };
    expect(await client.lens('samples', { subject: nobody })).toEqual([]);
    expect(await client.lens('state', { subject: nobody })).toBeNull();
    expect((await client.lens('marks', { subject: nobody, log: 'x', from: 0, to: 9 })).marks).toEqual([]);
    await expect(client.lens('test', { subject: nobody, logs: null })).rejects.toThrow(/There is no filter/);
    await expect(client.lens('document', { document: { kind: 'expanded', subject: nobody } })).rejects.toThrow(
      /There is no filter/,
    );
    await expect(client.lens('commandLine', { subject: nobody })).rejects.toThrow(/There is no/);
    const jails = { uri: pathToFileURL(join(tour, 'jail.conf')).href };
    await expect(client.lens('document', { document: { kind: 'effective', subject: jails } })).rejects.toThrow(
      /There is no filter in/,
    );
  });
});
