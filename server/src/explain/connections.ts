import type { CompiledRegex } from '../matching/compile-filter.ts';
import { failureIdGroups } from '../matching/failregex-tags.ts';
import type { MatchObserver } from '../matching/match-run.ts';
import { groupText, isTrue, readGroups, type TupleValue } from '../matching/ticket-data.ts';
import { visible } from '../text/visible.ts';
import type { GroupTexts } from '../translate/searcher.ts';

/** A failure of a line that belongs to a connection: lines that share an `<F-MLFID>`. */
export interface ConnectionFinding {
  /** Which failregex, from 0. */
  readonly regex: number;
  readonly mlfid: string;
  /** Null while it is pending. */
  readonly id: string | null;
  readonly isNoFail: boolean;
  /** The first line before, from 1, at which the connection had this id; undefined for none that is known. */
  readonly since: number | undefined;
}

/** What a match comes to for its connection (`fail2ban/server/filter.py`, `_mergeFailure`). */
export interface ConnectionFate extends ConnectionFinding {
  /** The line names the id itself. */
  readonly isOwn: boolean;
  /** It tells of success: `<F-MLFGAINED>`. */
  readonly gains: boolean;
  /** It ends the connection: `<F-MLFFORGET>`. */
  readonly forgets: boolean;
}

/** Connections whose first lines are kept: fail2ban itself forgets one after a hundred others. */
const mostConnections = 500;

/** Follows the connections of a run, line by line. */
export interface ConnectionWatch {
  readonly finding: NonNullable<MatchObserver['finding']>;
  /** Those of the line at hand; to be asked when it has its verdict. */
  take(): readonly ConnectionFinding[];
}

/** `begins`: the run began with the log's first line, so that what it finds first is the first. */
export function watchConnections(begins: boolean): ConnectionWatch {
  const firstLines = new Map<string, Map<string, number>>();
  let findings: ConnectionFinding[] = [];
  return {
    finding: (line, { regex, id, isNoFail, data }) => {
      const group = data.get('mlfid');
      if (!isTrue(group)) return;
      const mlfid = groupText(group as string | TupleValue);
      const lines = firstLines.get(mlfid) ?? new Map<string, number>();
      firstLines.delete(mlfid);
      firstLines.set(mlfid, lines);
      if (firstLines.size > mostConnections) firstLines.delete(firstLines.keys().next().value!);
      const first = id === null ? undefined : lines.get(id);
      if (id !== null && first === undefined) lines.set(id, line);
      findings.push({
        regex,
        mlfid,
        id,
        isNoFail,
        since: begins && first !== undefined && first < line ? first : undefined,
      });
    },
    take() {
      const taken = findings;
      findings = [];
      return taken;
    },
  };
}

/** `texts`: what the match captured. */
export function connectionFate(finding: ConnectionFinding, regex: CompiledRegex, texts: GroupTexts): ConnectionFate {
  const own = readGroups(texts, regex);
  return {
    ...finding,
    isOwn: failureIdGroups.some((name) => isTrue(own.get(name))),
    gains: isTrue(own.get('mlfgained')),
    forgets: isTrue(own.get('mlfforget')),
  };
}

/** Goes on behind `matches` and what it names. */
export function fateInWords({ mlfid, id, isNoFail, since, isOwn, gains, forgets }: ConnectionFate): string {
  const connection = `<F-MLFID> ${JSON.stringify(visible(mlfid.trim()))}`;
  const words: string[] = [];
  if (id === null) words.push(`pending: it names nobody, and waits for a line with the same ${connection} that does`);
  else if (isNoFail) words.push(`no failure by itself${forgets ? '' : `: kept for lines with the same ${connection}`}`);
  if (id !== null && !isOwn)
    words.push(
      since === undefined
        ? `${visible(id)} was named before, with the same ${connection}`
        : `${visible(id)} was named before, first in line ${since}, with the same ${connection}`,
    );
  if (gains) words.push('it tells of success (<F-MLFGAINED>): what was pending counts no more');
  if (forgets) words.push('it ends the connection (<F-MLFFORGET>): nothing of it is remembered');
  return words.join('; ');
}
