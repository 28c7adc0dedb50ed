import { expandRegex } from '../../matching/compile-regex.ts';
import type { LensRequests, Location, ReasonStage, RegexName } from '../../protocol.ts';
import type { Span } from '../../text/span.ts';
import { toLocation } from '../convert.ts';
import type { Session } from '../session.ts';
import { findRun, type MarksHost } from './marks.ts';
import { placeOfRegex } from './reports.ts';
import { otherModes, type ResolvedSubject } from './resolve-subject.ts';
import type { Elsewhere } from '../worker/messages.ts';

/** Why a line does or does not match, each stage with the place of what is asked there; null where no run tells. */
export async function whyLine(
  host: MarksHost & { readonly session: Session },
  { subject, log, line }: LensRequests['why']['params'],
): Promise<LensRequests['why']['result']> {
  const { runs, thread, logs, session } = host;
  const found = findRun(runs, subject, log);
  const resolved = runs.resolved(subject);
  // What is written now is not what was run.
  if (!found || !resolved?.filter || runs.state(subject)?.outdated) return null;
  const { run, at } = found;
  const version = run.versions[at]!;
  // Of a text that has changed since nothing is said: the next run is on its way.
  if (logs.versionOf(run.logs[at]!) !== version) return null;
  const reasons = await thread.reasons(run.input, at, line);
  if (!reasons) return null;
  const report = runs.state(subject)?.report;
  const other =
    reasons.status === 'missed'
      ? await thread.elsewhere(run.input, at, line, {
          modes: otherModes(session, resolved),
          isAllMissed: report !== undefined && report !== null && report.lines.missed === report.lines.total,
        })
      : undefined;
  const stages = reasons.stages.map(({ regex, ...stage }) => ({
    ...stage,
    location: regex && placeOf(session, resolved, regex),
  }));
  // Behind the date and the text that is searched.
  const read = stages.findIndex(({ name }) => name === 'searched') + 1;
  return {
    run: run.number,
    version,
    status: reasons.status,
    stages: [...stages.slice(0, read), ...elsewhereStages(other), ...stages.slice(read)],
  };
}

/** What says more than any regex: another mode that matches, or a log that is another program's. */
function elsewhereStages(other: Elsewhere | undefined): ReasonStage[] {
  const { modes = [], foreign = null } = other ?? {};
  const [first, ...more] = modes;
  return [
    ...(first === undefined
      ? []
      : [
          {
            name: 'mode',
            words: `${first} would match this line${more.length === 0 ? '' : `; so would ${more.join(', ')}`}`,
            isObstacle: true,
            location: null,
          },
        ]),
    ...(foreign === null ? [] : [{ name: 'log', words: foreign, isObstacle: true, location: null }]),
  ];
}

function placeOf(
  session: Session,
  resolved: ResolvedSubject,
  { kind, index, span }: RegexName & { readonly span: Span | null },
): Location | null {
  const regex = resolved.regexes.find((of) => of.kind === kind && of.index === index);
  if (!regex) return null;
  const { useDns, fail2ban } = resolved.filter!;
  const [origin] = span ? expandRegex(regex.configured, { useDns, fail2ban }).whereToShow(span) : [];
  return (origin && toLocation(session, origin)) ?? placeOfRegex(session, regex, resolved.path);
}
