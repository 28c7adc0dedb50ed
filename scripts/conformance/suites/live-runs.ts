import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { LineCounts, LineMark } from '../../../server/src/protocol.ts';
import { startClient, type TestClient } from '../../../server/testing/protocol-client.ts';
import { askReal, type Report } from '../real-test.ts';
import type { RealFail2ban } from '../real-fail2ban.ts';
import type { Difference, Suite } from '../suite.ts';
import { filtersWithLog } from './resolve.ts';

/** What both sides say of a filter and a log, in one form. */
interface Answer {
  readonly lines: unknown;
  readonly hits: unknown;
  readonly dates: unknown;
  readonly ignored: unknown;
  /** Line, failregex and id of each failure. */
  readonly matches: unknown;
}

/** The built language server's runs and marks for every stock filter over its own test log, against fail2ban-regex. */
export const liveRuns: Suite = {
  name: 'live-runs',
  asks: 'fail2ban',
  known: [],
  run: async (real) => {
    const names = filtersWithLog(real);
    // The server's clock is the machine's own.
    const answers = await askReal(
      real,
      names.map((name) => ({ id: name, log: join(real.logs, name), filter: fileOf(real, name) })),
      'UTC',
      Math.floor(Date.now() / 1000),
    );
    const client = await startClient({ configuration: { fail2banVersion: real.fail2ban }, env: { TZ: 'UTC' } });
    const differences: Difference[] = [];
    try {
      for (const [i, name] of names.entries()) {
        const { report } = answers[i]!;
        if (!report) continue;
        const expected = realAnswer(report);
        const actual = await ourAnswer(client, real, name);
        const part = (Object.keys(expected) as (keyof Answer)[]).find(
          (key) => JSON.stringify(expected[key]) !== JSON.stringify(actual[key]),
        );
        if (part)
          differences.push({ id: name, expected: { [part]: expected[part] }, actual: { [part]: actual[part] } });
        differences.push(...wrongPieces(real, name, actual.marks));
      }
    } finally {
      await client.stop();
    }
    return { total: names.length, differences };
  },
};

interface Hits {
  readonly name: string;
  readonly hits: number;
}

function realAnswer({ lines, failregex, ignoreregex, prefregex, dateTemplates, ignored, matches }: Report): Answer {
  const counts = (list: unknown): number[] => (list as { hits: number }[]).map(({ hits }) => hits);
  const { total, ignored: ignoredCount, matched, missed } = lines as LineCounts;
  return {
    lines: { total, ignored: ignoredCount, matched, missed },
    hits: [...(prefregex ? counts([prefregex]) : []), ...counts(failregex), ...counts(ignoreregex)],
    dates: sortedDates(dateTemplates as Hits[]),
    ignored,
    matches: matches.map(({ line, failregex: index, id }) => [line, index, id]),
  };
}

/** By its name alone fail2ban 1.1 would take the jail. */
function fileOf({ config }: RealFail2ban, name: string): string {
  return join(config, 'filter.d', `${name}.conf`);
}

async function ourAnswer(
  client: TestClient,
  real: RealFail2ban,
  name: string,
): Promise<Answer & { readonly marks: readonly LineMark[] }> {
  const subject = { uri: pathToFileURL(fileOf(real, name)).href };
  const log = pathToFileURL(join(real.logs, name)).href;
  const { report } = await client.lens('test', { subject, logs: [log] });
  const { marks } = await client.lens('marks', { subject, log, from: 0, to: 5000 });
  const { total, ignored, matched, missed } = report!.lines;
  return {
    lines: { total, ignored, matched, missed },
    hits: report!.regexes.map(({ hits }) => hits),
    dates: sortedDates(report!.dateTemplates),
    ignored: marks.filter(({ status }) => status === 'ignored').map(({ line }) => line + 1),
    matches: marks.flatMap(({ line, hits }) => hits.map(({ failregex, id }) => [line + 1, failregex, id])),
    marks,
  };
}

function sortedDates(templates: readonly Hits[]): string[] {
  return templates
    .filter(({ hits }) => hits > 0)
    .map(({ name, hits }) => `${name}: ${hits}`)
    .sort();
}

/** A group that is boxed in the log must be boxed where its text stands. */
function wrongPieces({ logs }: RealFail2ban, name: string, marks: readonly LineMark[]): Difference[] {
  const lines = readFileSync(join(logs, name), 'utf8').split('\n');
  return marks.flatMap(({ line, hits }) =>
    hits.flatMap(({ groups }) =>
      groups.flatMap(({ name: group, value, piece }) => {
        const boxed = piece && lines[line]!.slice(piece.start, piece.end);
        return boxed === null || boxed === value
          ? []
          : [{ id: `${name}: group ${group} in line ${line + 1}`, expected: value, actual: boxed }];
      }),
    ),
  );
}
