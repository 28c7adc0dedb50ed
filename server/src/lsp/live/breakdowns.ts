import type { CountedRegex } from '../../features/answers.ts';
import { expandRegex } from '../../matching/compile-regex.ts';
import type { Breakdown as ToldBreakdown, ShapeName } from '../../protocol.ts';
import { lineOfKey, type Breakdown } from '../worker/messages.ts';
import { createAfterRuns, type AfterRun, type AfterRuns, type AfterRunsHost } from './after-runs.ts';
import type { MatchingThread } from './matching-thread.ts';

/** A run of what is written now over logs as they stand now, broken down. */
export type BrokenDown = AfterRun<Breakdown>;

export type Breakdowns = AfterRuns<Breakdown>;

/** What the lines of finished runs are made of: worked out when somebody asks. */
export function createBreakdowns(
  host: Omit<AfterRunsHost<Breakdown>, 'name' | 'work'> & { readonly thread: MatchingThread },
): Breakdowns {
  return createAfterRuns({
    ...host,
    name: 'breaking down',
    work: ({ run }, signal) => host.thread.breakDown(run.input, signal),
  });
}

/** The failregexes of a subject, as they are written now, with what was counted inside of them. */
export function countedRegexes({ resolved, value: breakdown }: BrokenDown): CountedRegex[] {
  const { useDns, fail2ban } = resolved.filter!;
  const { jail } = resolved.subject;
  return breakdown.regexes.flatMap(({ index, ...report }) => {
    const regex = resolved.regexes.find((of) => of.kind === 'failregex' && of.index === index);
    if (!regex) return [];
    const name = `failregex ${index}${jail === undefined ? '' : ` of [${jail}]`}`;
    return [{ name, expanded: expandRegex(regex.configured, { useDns, fail2ban }), report }];
  });
}

/** The lines of one shape, both from 0, `limit` of them from number `offset`; `total` counts those, too, that cannot be listed. */
export function linesOfShape(
  breakdown: Breakdown | undefined,
  { shape }: ShapeName,
  offset: number,
  limit: number,
): { readonly total: number; readonly lines: readonly { readonly log: number; readonly line: number }[] } {
  const found = breakdown?.shapes.shapes.find((one) => one.shape === shape);
  return found
    ? { total: found.count, lines: found.lines.slice(offset, offset + limit).map(lineOfKey) }
    : { total: 0, lines: [] };
}

/** So many shapes are shown, and values of a group. */
const mostShapes = 40;
const mostValues = 5;

/** A breakdown as the editor shows it. */
export function toldBreakdown({ run, value: { regexes, shapes } }: BrokenDown): ToldBreakdown {
  const left = shapes.shapes.slice(mostShapes);
  return {
    run: run.number,
    shapes: shapes.shapes.slice(0, mostShapes).map(({ shape, count, example }) => ({ shape, count, example })),
    others: { shapes: left.length, lines: left.reduce((sum, { count }) => sum + count, shapes.others) },
    groups: regexes.flatMap(({ index, groups }) =>
      groups.map(({ name, values, distinct, isBounded }) => ({
        failregex: index,
        name,
        values: values.slice(0, mostValues),
        more: distinct - Math.min(values.length, mostValues),
        isBounded,
      })),
    ),
  };
}
