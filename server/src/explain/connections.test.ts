import { expect, it } from 'vitest';
import { commandFolder } from '../../testing/command-folder.ts';

const { write, run } = commandFolder('connections');

const of = (rest: string): string => String.raw`^ app\[<F-MLFID>\d+</F-MLFID>\]: ` + rest;
const filter = [
  '[Definition]',
  `failregex = ${of('<F-NOFAIL>connect</F-NOFAIL> from <HOST>$')}`,
  `    ${of('failed$')}`,
  `    ${of('<F-MLFGAINED>accepted</F-MLFGAINED>$')}`,
  `    ${of('<F-MLFFORGET>bye</F-MLFFORGET>$')}`,
  `    ${of('refused <HOST>$')}`,
  '',
].join('\n');

/** What the matches of each line of a log are told to come to. */
async function told(...lines: readonly string[]): Promise<string[]> {
  write('filter.d/app.conf', filter);
  write('app.log', lines.map((line, i) => `2025-07-11 05:40:${10 + i} ${line}\n`).join(''));
  const { out } = await run('explain', 'app.log', './filter.d/app.conf');
  return out.split('\n').flatMap((row) => /^ {2}failregex \d +(matches.*)$/.exec(row)?.[1] ?? []);
}

it('should tell what lines of a connection come to', async () => {
  expect(
    await told(
      'app[7]: connect from 192.0.2.1',
      'app[7]: failed',
      'app[8]: failed',
      'app[7]: accepted',
      'app[7]: bye',
      'app[7]: failed',
      'app[9]: refused 192.0.2.9',
    ),
  ).toEqual([
    'matches: 192.0.2.1; no failure by itself: kept for lines with the same <F-MLFID> "7"',
    'matches; 192.0.2.1 was named before, first in line 1, with the same <F-MLFID> "7"',
    'matches; pending: it names nobody, and waits for a line with the same <F-MLFID> "8" that does',
    'matches; no failure by itself: kept for lines with the same <F-MLFID> "7"; 192.0.2.1 was named before, first in line 1, with the same <F-MLFID> "7"; it tells of success (<F-MLFGAINED>): what was pending counts no more',
    'matches; 192.0.2.1 was named before, first in line 1, with the same <F-MLFID> "7"; it ends the connection (<F-MLFFORGET>): nothing of it is remembered',
    'matches; pending: it names nobody, and waits for a line with the same <F-MLFID> "7" that does',
    'matches: 192.0.2.9',
  ]);
});

it('should tell programs the same', async () => {
  await told('app[7]: connect from 192.0.2.1', 'app[7]: failed');
  const { out } = await run('explain', '--format', 'json', 'app.log', './filter.d/app.conf');
  const [first, second] = JSON.parse(out) as { failregex: { matched: boolean; connection?: object }[] }[];
  expect(first!.failregex[0]!.connection).toEqual({ mlfid: '7', state: 'kept', gains: false, forgets: false });
  expect(second!.failregex[0]!.connection).toEqual({
    mlfid: '7',
    state: 'counted',
    id: '192.0.2.1',
    line: 1,
    gains: false,
    forgets: false,
  });
});
