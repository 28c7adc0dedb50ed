import type {
  Location,
  LineSelection,
  RegexKind,
  RegexResult,
  RunState,
  Stopped,
} from '../../../server/src/protocol.ts';
import { describeEngines, formatCount, formatDuration } from '../run-text.ts';
import { subjectName } from '../subjects.ts';

/** A row of the Results view. */
export interface ResultRow {
  readonly label: string;
  readonly description: string;
  readonly tooltip: string;
  /** A codicon's name. */
  readonly icon: string;
  /** What a click does: list lines, or go to where a regex is written. */
  readonly opens: { readonly lines: LineSelection; readonly from: Location | null } | null;
  readonly rows: readonly ResultRow[];
}

/** The active subject's latest run as a tree. */
export function resultRows(state: RunState): ResultRow[] {
  const head = row(
    subjectName(state.subject),
    state.sample ? `over ${state.sample.label}` : 'no sample log',
    'beaker',
    { tooltip: state.sample?.detail ?? '' },
  );
  const failed =
    state.status === 'failed' ? [row('Failed', state.problem ?? '', 'error', { tooltip: state.problem ?? '' })] : [];
  if (!state.report) return [head, ...failed];
  const { lines, regexes, dateTemplates, dated, notes } = state.report;
  return [
    head,
    ...failed,
    ...notes.map((note) => row('Note', note, 'warning', { tooltip: note })),
    row('Lines', `${formatCount(lines.total)} · ${statusWord(state)}`, 'list-unordered', {
      tooltip: [formatDuration(state.milliseconds), describeEngines(state)].filter(Boolean).join(' · '),
      rows: [
        row('Matched', formatCount(lines.matched), 'pass', { opens: { lines: { status: 'matched' }, from: null } }),
        row('Ignored', formatCount(lines.ignored), 'circle-slash', {
          opens: { lines: { status: 'ignored' }, from: null },
        }),
        row('Missed', formatCount(lines.missed), 'circle-outline', {
          opens: { lines: { status: 'missed' }, from: null },
        }),
      ],
    }),
    ...(['prefregex', 'failregex', 'ignoreregex'] as const).flatMap((kind) => regexGroup(kind, regexes)),
    row('Dates', `${formatCount(dated)} of ${formatCount(lines.total)} lines`, 'calendar', {
      rows: dateTemplates.filter(({ hits }) => hits > 0).map(({ name, hits }) => row(name, formatCount(hits), 'clock')),
    }),
  ];
}

function statusWord({ status, milliseconds, outdated }: RunState): string {
  if (outdated) return 'before the last edit';
  if (status === 'running') return 'running';
  return status === 'cancelled' ? 'cancelled' : formatDuration(milliseconds);
}

function regexGroup(kind: RegexKind, regexes: readonly RegexResult[]): ResultRow[] {
  const ofKind = regexes.filter((regex) => regex.kind === kind);
  if (ofKind.length === 0) return [];
  const hits = ofKind.reduce((sum, regex) => sum + regex.hits, 0);
  return [row(kind, formatCount(hits), 'regex', { rows: ofKind.map(regexRow) })];
}

function regexRow(regex: RegexResult): ResultRow {
  const { kind, index, pattern, hits, stopped } = regex;
  const words = stopped ? stoppedWords(hits, stopped) : `${formatCount(hits)} ${hits === 1 ? 'hit' : 'hits'}`;
  // The number first: a long regex is cut off at the end of the row.
  return row(`${index}) ${words}`, pattern, stopped ? 'warning' : hits > 0 ? 'pass' : 'circle-outline', {
    tooltip: `${words}\n${pattern}`,
    opens: { lines: { kind, index }, from: regex.location },
  });
}

function stoppedWords(hits: number, { line, lines, seconds, then }: Stopped): string {
  if (then === 'givenUp') return `stopped after ${seconds} s on line ${formatCount(line + 1)}`;
  const which =
    lines === 1 ? `line ${formatCount(line + 1)}` : `${formatCount(lines)} lines from ${formatCount(line + 1)} on`;
  return `${formatCount(hits)} ${hits === 1 ? 'hit' : 'hits'} · ${which} took longer than ${seconds} s, ${then === 're2' ? 'RE2 went on' : 'no match there'}`;
}

function row(
  label: string,
  description: string,
  icon: string,
  more: Partial<Pick<ResultRow, 'tooltip' | 'opens' | 'rows'>> = {},
): ResultRow {
  return { label, description, icon, tooltip: more.tooltip ?? '', opens: more.opens ?? null, rows: more.rows ?? [] };
}
