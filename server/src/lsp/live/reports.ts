import type { Location, RegexName, RegexResult, RunReport, RunState } from '../../protocol.ts';
import type { Origin } from '../../text/mapped-text.ts';
import { toLocation } from '../convert.ts';
import type { Session } from '../session.ts';
import type { ThreadReport } from '../worker/messages.ts';
import type { SubjectRegex } from './resolve-subject.ts';

/** What the thread counted, in the editor's words. `logs`: the addresses of the run's logs. */
export function toRunReport(
  { lines, dateTemplates, dated, regexes, notes, crashes, firstCrash }: ThreadReport,
  places: readonly (Location | null)[],
  configured: readonly SubjectRegex[],
  logs: readonly string[],
  seconds: number,
): RunReport {
  return {
    lines,
    dateTemplates,
    dated,
    notes: firstCrash ? [...notes, crashNote(crashes, firstCrash)] : notes,
    regexes: regexes.map(({ kind, index, hits, engine, stopped }, i): RegexResult => ({
      kind,
      index,
      hits,
      engine,
      pattern: configured[i]?.configured.text ?? '',
      location: places[i] ?? null,
      stopped: stopped && { ...stopped, log: logs[stopped.log]!, seconds },
    })),
  };
}

function crashNote(crashes: number, { line, message }: NonNullable<ThreadReport['firstCrash']>): string {
  return `fail2ban-regex would end at line ${line + 1} (${message}); the server gives such lines up: ${crashes}.`;
}

/** The regexes that fail2ban does not take. */
export function refusedOf({ regexes }: ThreadReport): RegexName[] {
  return regexes.filter(({ problem }) => problem !== null).map(({ kind, index }) => ({ kind, index }));
}

/** Where a regex is to be shown: the line of `file` that holds most of it, else of any file. */
export function placeOfRegex(session: Session, { configured }: SubjectRegex, file: string): Location | null {
  const origin = mainOrigin(
    session,
    configured.segments.map(({ origin: of }) => of),
    file,
  );
  return origin && toLocation(session, origin);
}

function mainOrigin(session: Session, origins: readonly Origin[], file: string): Origin | null {
  const own = origins.filter((origin) => origin.file === file);
  const written = own.length > 0 ? own : origins.filter(({ file: other }) => !other.startsWith('builtin:'));
  const byLine = new Map<string, Origin>();
  for (const origin of written) {
    const line = session.linesOf(origin.file)?.positionAt(origin.span.start).line;
    const key = `${origin.file} ${line}`;
    const known = byLine.get(key);
    byLine.set(
      key,
      known
        ? {
            file: origin.file,
            span: {
              start: Math.min(known.span.start, origin.span.start),
              end: Math.max(known.span.end, origin.span.end),
            },
          }
        : origin,
    );
  }
  return [...byLine.values()].reduce<Origin | null>(
    (most, origin) => (most && most.span.end - most.span.start >= origin.span.end - origin.span.start ? most : origin),
    null,
  );
}

/**
 * True where every line was counted: by a run that is done, by one that only a refused regex makes fail (the others are counted to the
 * end), or by such a run of the version before.
 */
export function isWhole({ status, outdated, report }: RunState): boolean {
  if (status === 'done' || outdated) return true;
  return status === 'failed' && report !== null && report.regexes.some(({ engine }) => engine === '');
}
