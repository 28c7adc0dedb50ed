import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, it } from 'vitest';
import type { CodeLens, Hover } from 'vscode-languageserver-protocol/node';
import type { AttemptSelection, Subject } from '../../src/protocol.ts';
import { clientInFolder } from '../client-in-folder.ts';
import { positionOf, type ClientOptions, type TestClient } from '../protocol-client.ts';

const { path: folder, write, start } = clientInFolder('simulations');

/** `seconds`: a query of the address at each. */
const queries = (address: string, ...seconds: number[]): string =>
  seconds.map((at) => `2025-07-11 05:40:${String(at).padStart(2, '0')} query from ${address}\n`).join('');

const log = queries('192.0.2.1', 1, 2, 3, 4) + queries('192.0.2.2', 5, 6);

/** A jail file with the jail `[flood]` and what it reads; opened. */
async function open(jail: string, options: ClientOptions = {}): Promise<{ of: TestClient; uri: string; text: string }> {
  write('logs/flood.log', log);
  write('filter.d/flood.conf', '[Definition]\nfailregex = ^ query from <HOST>$\n');
  const text = `[DEFAULT]\nmaxretry = 2\n[flood]\nfilter = flood\nlogpath = ${join(folder(), 'logs')}/flood.log\n${jail}`;
  const uri = write('jail.conf', text);
  const client = await start({ context: { visibleSubjects: [uri] }, ...options });
  await client.open(uri, text, 'fail2ban-jail');
  return { of: client, uri, text };
}

const titles = async (of: TestClient, uri: string): Promise<string[]> =>
  (await of.request<CodeLens[]>('textDocument/codeLens', { textDocument: { uri } })).map(
    ({ command }) => command!.title,
  );

const banTitle = (of: TestClient, uri: string, word: RegExp): Promise<string> =>
  of.until(async () => (await titles(of, uri)).find((title) => word.test(title)), `a lens with ${String(word)}`);

it('should tell above a jail what it would have done, and follow its settings', async () => {
  const { of, uri, text } = await open('maxretry = 3\n');
  expect(await banTitle(of, uri, /\d.* banned/)).toBe('1 address banned · 16 % of 6 attempts dropped');
  await of.change(uri, 2, [{ text: text.replace('= 3', '= 2') }]);
  expect(await banTitle(of, uri, /^2 addresses/)).toBe('2 addresses banned · 33 % of 6 attempts dropped');
  await of.change(uri, 3, [{ text: text.replace('= 3', '= 9') }]);
  expect(await banTitle(of, uri, /nobody/)).toBe('nobody banned by 6 attempts in flood.log');
});

it('should tell over a setting what one step more or less would do', async () => {
  const { of, uri, text } = await open('maxretry = 3\nfindtime = 1m\n');
  await banTitle(of, uri, /banned/);
  const { contents } = await of.request<Hover>('textDocument/hover', {
    textDocument: { uri },
    position: positionOf(text, 'maxretry = 3'),
  });
  const { value } = contents as { value: string };
  expect(value).toContain('**In flood\\.log**: 1 address banned, 1 of 6 attempts dropped');
  expect(value).toContain('- `maxretry = 2`: 2 addresses banned, 2 of 6 attempts dropped (+1 banned, +1 dropped)');
  expect(value).toContain('- `maxretry = 4`: 1 address banned, 0 of 6 attempts dropped (−1 dropped)');
});

it('should say why it cannot tell, and show nothing where nothing was run or it is switched off', async () => {
  const { of, uri, text } = await open('maxretry = 3\nbantime.increment = true\nbantime.formula = f()\n');
  expect(await banTitle(of, uri, /bans/)).toMatch(/^(simulating bans…|✗ bans not simulated: .*f\(\))/);
  expect(await banTitle(of, uri, /✗ bans/)).toMatch(
    /^✗ bans not simulated: bantime.formula = f\(\).* is not understood here$/,
  );
  of.configuration = { codeLens: { bans: false } };
  await of.configurationChanged();
  await of.until(async () => !(await titles(of, uri)).some((title) => title.includes('bans')), 'no lens');
  await of.change(uri, 2, [{ text: text.replace('/flood.log', '/none.log') }]);
  of.configuration = {};
  await of.configurationChanged();
  await of.until(async () => (await titles(of, uri)).every((title) => !/ban/.test(title)), 'no lens without a log');
});

it('should give the whole report as a page whose figures lead to their lines, and as the text of a file', async () => {
  const { of, uri } = await open('maxretry = 3\n');
  const subject = { uri, jail: 'flood' };
  await banTitle(of, uri, /banned/);
  const page = await of.lens('simulation', { subject });
  expect(page.title).toBe('[flood] over flood.log');
  expect(page.summary.find(({ name }) => name === 'Dropped')).toEqual({
    name: 'Dropped',
    value: '1 attempt (16 % of them)',
    link: { attempts: { fate: 'dropped' } },
  });
  expect(page.tables.map(({ title }) => title)).toEqual(['Bans', 'Most attempts', 'Slipped through', 'Networks']);
  expect(page.tables[0]!.rows[0]!.link).toEqual({ log: 0, line: 3 });
  expect(page.charts.map(({ title }) => title)).toEqual(['Attempts over time', 'Bans over time']);
  const { own, maxretry, findtime, cells } = page.whatIf!;
  const at = [
    maxretry.findIndex(({ value }) => value === own.maxretry),
    findtime.findIndex(({ value }) => value === own.findtime),
  ] as const;
  expect(cells[at[0]]![at[1]]).toMatchObject({ banned: 1, dropped: 1 });
  const shorter = await of.lens('whatIf', { subject, tried: 0, bantime: 1 });
  expect([shorter.chosenBantime, shorter.own.bantime]).toEqual([1, own.bantime]);

  const lines = async (attempts: AttemptSelection) =>
    (await of.lens('document', { document: { kind: 'attempts', subject, attempts } })).text;
  expect(await lines({ fate: 'dropped' })).toBe('4  2025-07-11 05:40:04 query from 192.0.2.1\n');
  expect(await lines({ id: '192.0.2.2' })).toMatch(/^5 .*\n6 .*\n$/);
  expect(await lines({ network: '192.0.2.0/24', fate: 'banned' })).toMatch(/^3 .*\n$/);
  expect(await lines({ id: '192.0.2.9' })).toBe('There is no such attempt in the log.\n');
  expect(await of.lens('simulationText', { subject, format: 'html' })).toContain('<svg viewBox=');
  expect(await of.lens('simulationText', { subject, format: 'csv' })).toContain('flood,192.0.2.1,');
});

it('should put several jails into one report, and let one read what the others make the server log', async () => {
  write('fail2ban.conf', '[Definition]\nlogtarget = /var/log/fail2ban.log\n');
  write('logs/other.log', queries('192.0.2.2', 7, 8));
  write('filter.d/own.conf', '[Definition]\nfailregex = NOTICE\\s+\\[(?!again\\])[^\\]]*\\] Ban <HOST>$\n');
  const more = [
    `[other]\nfilter = flood\nlogpath = ${join(folder(), 'logs')}/other.log`,
    '[again]\nfilter = own\nmaxretry = 1\nlogpath = /var/log/fail2ban.log\n',
  ];
  const { of, uri } = await open(`maxretry = 3\n${more.join('\n')}`);
  const [subject, other, again] = ['flood', 'other', 'again'].map((jail) => ({ uri, jail })) as [
    Subject,
    Subject,
    Subject,
  ];
  await of.lens('test', { subject: other, logs: null });
  await banTitle(of, uri, /banned/);
  const page = await of.lens('simulation', { subject, others: [other, again] });
  expect(page.title).toBe('[flood] and [other] and [again] over 2 logs');
  expect(page.logs.map((log) => log.replace(/.*\//, ''))).toEqual(['flood.log', 'other.log']);
  const { jails: named, own } = page.whatIf!;
  expect([named, own.maxretry]).toEqual([['flood', 'other', 'again'], 3]);
  const jails = page.tables.find(({ title }) => title === 'Jails')!;
  expect(jails.rows.map(({ cells }) => cells.join(' '))).toEqual([
    'flood 8 2 2 2 2',
    'other 8 2 2 2 4',
    'again 4 2 2 2 0',
    'all together 16 2 2 6 6',
  ]);
  // Each address fails four times in all logs: with more of maxretry [other] bans nobody, and the rest stays.
  const several = { subject, others: [other, again] };
  const tried = await of.lens('whatIf', { ...several, tried: 1, bantime: null });
  expect([tried.own.maxretry, tried.maxretry.map(({ value }) => value).slice(0, 3)]).toEqual([2, [1, 2, 3]]);
  const ownWithin = tried.findtime.findIndex(({ value }) => value === tried.own.findtime);
  expect(tried.cells.map((row) => row[ownWithin]!.bans)).toEqual([6, 6, 6, 6, 4, 4, 4, 4]);
  const again1 = await of.lens('whatIf', { ...several, tried: 2, bantime: null });
  expect(again1.own.maxretry).toBe(1);
  await expect(of.lens('whatIf', { ...several, tried: 3, bantime: null })).rejects.toThrow('no jail number 3');
  const document = { kind: 'attempts' as const, subject, others: [other, again], attempts: { id: '192.0.2.2' } };
  expect((await of.lens('document', { document })).text).toMatch(/flood\.log\n5 .*\n.*other\.log\n1 .*/s);
  await expect(of.lens('simulation', { subject, others: [{ uri, jail: 'none' }] })).rejects.toThrow(
    '[none] cannot be read.',
  );
});

it('should restart the server when it is told to, in page, table, file and lines', async () => {
  const { of, uri } = await open('maxretry = 3\n');
  const subject = { uri, jail: 'flood' };
  await banTitle(of, uri, /banned/);
  expect((await of.lens('simulation', { subject })).restartHint).toBe('2025-07-11 05:40:03');
  // Two of three attempts are forgotten.
  const forgetful = { subject, restarts: ['2025-07-11 05:40:03'] };
  const page = await of.lens('simulation', forgetful);
  expect(page.summary.find(({ name }) => name === 'Banned')!.value).toBe('0 addresses');
  const { rows } = page.tables.find(({ title }) => title === 'Restarts')!;
  expect(rows.map(({ cells }) => cells)).toEqual([['2025-07-11 05:40:03', 'flood', '0', '0', '0', '1']]);
  const { own, findtime, cells } = page.whatIf!;
  const within = findtime.findIndex(({ value }) => value === own.findtime);
  expect(cells.map((row) => row[within]!.banned).slice(0, 3)).toEqual([2, 2, 0]);
  expect(await of.lens('simulationText', { ...forgetful, format: 'csv' })).not.toContain('192.0.2.1');
  const attempts = { fate: 'banned' } as const;
  expect((await of.lens('document', { document: { kind: 'attempts', ...forgetful, attempts } })).text).toBe(
    'There is no such attempt in the log.\n',
  );
  await expect(of.lens('simulation', { subject, restarts: ['soon'] })).rejects.toThrow(
    '“soon” is no moment: give a moment such as 2025-07-11 05:40:00.',
  );
});

it('should tell moments in the local zone where the log has another one', async () => {
  const { of, uri } = await open('maxretry = 3\nlogtimezone = UTC+0300\n');
  const subject = { uri, jail: 'flood' };
  await banTitle(of, uri, /banned/);
  const { restartHint, whatIf } = await of.lens('simulation', { subject });
  expect(restartHint).toMatch(/^2025-07-1[01] \d\d:40:03$/);
  expect(whatIf!.attempts).toBe(6);
  const restarted = await of.lens('simulation', { subject, restarts: [restartHint!] });
  expect(restarted.summary.find(({ name }) => name === 'Banned')!.value).toBe('0 addresses');
});

it('should say where bans fall in the log, and which lines they keep away', async () => {
  const { of, uri } = await open('maxretry = 3\nbantime = 1h\n');
  const subject = { uri, jail: 'flood' };
  const log = pathToFileURL(join(folder(), 'logs/flood.log')).href;
  await banTitle(of, uri, /banned/);
  const marks = await of.lens('banMarks', { subject, log, from: 0, to: 100 });
  expect(marks!.dropped).toEqual([3]);
  expect(marks!.bans).toMatchObject([{ line: 2, short: 'banned for 1 hour' }]);
  expect(marks!.bans[0]!.words.join('\n')).toMatch(
    /^192\.0\.2\.1 is banned for 1 hour, until .*\n3 attempts led to it, within 2 seconds of its first one\.\n1 attempt while it lasts/,
  );
  expect((await of.lens('banMarks', { subject, log, from: 3, to: 100 }))!.bans).toEqual([]);
  expect(await of.lens('banMarks', { subject: { uri, jail: 'none' }, log, from: 0, to: 100 })).toBeNull();
});

it('should say why there is no report', async () => {
  const { of, uri } = await open('maxretry = x\n');
  await expect(of.lens('simulation', { subject: { uri } })).rejects.toThrow('Bans are those of a jail');
  await expect(of.lens('simulation', { subject: { uri, jail: 'none' } })).rejects.toThrow(
    '[none] has no log that can be read: choose a sample log.',
  );
});
