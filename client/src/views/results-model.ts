import type {
  Breakdown,
  ChangeKind,
  ChangeName,
  GroupSummary,
  Location,
  LineChanges,
  LineSelection,
  RegexKind,
  RegexResult,
  RunState,
  ShapeName,
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
  readonly opens: { readonly lines: LineSelection | ShapeName | ChangeName; readonly from: Location | null } | null;
  readonly rows: readonly ResultRow[];
  /** Its rows are shown when somebody asks for them. */
  readonly isFolded: boolean;
}

/** The active subject's latest run as a tree. `breakdown`: of that run, once it is known; `changes`: what the edit changes, once that is. */
export function resultRows(
  state: RunState,
  breakdown: Breakdown | null = null,
  changes: LineChanges | null = null,
): ResultRow[] {
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
    ...changeRows(changes),
    ...shapeRows(breakdown),
    ...(['prefregex', 'failregex', 'ignoreregex'] as const).flatMap((kind) =>
      regexGroup(kind, regexes, breakdown?.groups ?? []),
    ),
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

const changeNames: Readonly<Record<ChangeKind, readonly [label: string, icon: string]>> = {
  gained: ['Gained', 'diff-added'],
  lost: ['Lost', 'diff-removed'],
  changed: ['Treated Otherwise', 'diff-modified'],
};

/** What the edit changes, against what it is compared with; nothing where that is not known. */
function changeRows(changes: LineChanges | null): ResultRow[] {
  if (!changes) return [];
  const { reference, counts, problem } = changes;
  if (problem !== null) return [row('Changed lines', `${reference}: ${problem}`, 'warning', { tooltip: problem })];
  const kinds = (['gained', 'lost', 'changed'] as const).filter((kind) => counts[kind] > 0);
  return [
    row('Changed lines', kinds.length === 0 ? `none ${reference}` : reference, 'git-compare', {
      rows: kinds.map((kind) =>
        row(changeNames[kind][0], formatCount(counts[kind]), changeNames[kind][1], {
          opens: { lines: { change: kind }, from: null },
        }),
      ),
    }),
  ];
}

/** What the missed lines have in common; nothing where none is missed. */
function shapeRows(breakdown: Breakdown | null): ResultRow[] {
  if (!breakdown || breakdown.shapes.length === 0) return [];
  const { shapes, others } = breakdown;
  const more =
    others.lines > 0
      ? [
          row(
            `… ${formatCount(others.lines)} more`,
            `lines of ${others.shapes > 0 ? formatCount(others.shapes) : 'other'} shapes`,
            'ellipsis',
          ),
        ]
      : [];
  const kinds = shapes.length + others.shapes;
  return [
    row('Shapes of missed lines', `${formatCount(kinds)}`, 'group-by-ref-type', {
      rows: [
        ...shapes.map(({ shape, count, example }) =>
          row(`${formatCount(count)} ×`, shape, 'circle-outline', {
            tooltip: `${shape}\n\nFirst: ${example}`,
            opens: { lines: { shape }, from: null },
          }),
        ),
        ...more,
      ],
    }),
  ];
}

function groupRow({ name, values, more, isBounded }: GroupSummary): ResultRow {
  const shown = values
    .map(({ value, count }) => `${value === '' ? '(empty)' : value} ${formatCount(count)}`)
    .join(', ');
  const rest = more > 0 ? `, … ${isBounded ? 'at least ' : ''}${formatCount(more)} more` : '';
  return row(name, shown + rest, 'symbol-variable', { tooltip: `${name}: ${shown}${rest}` });
}

function regexGroup(kind: RegexKind, regexes: readonly RegexResult[], groups: Breakdown['groups']): ResultRow[] {
  const ofKind = regexes.filter((regex) => regex.kind === kind);
  if (ofKind.length === 0) return [];
  const hits = ofKind.reduce((sum, regex) => sum + regex.hits, 0);
  const rowsOf = ({ index }: RegexResult): ResultRow[] =>
    kind === 'failregex' ? groups.filter(({ failregex }) => failregex === index).map(groupRow) : [];
  return [row(kind, formatCount(hits), 'regex', { rows: ofKind.map((regex) => regexRow(regex, rowsOf(regex))) })];
}

function regexRow(regex: RegexResult, rows: readonly ResultRow[]): ResultRow {
  const { kind, index, pattern, hits, stopped } = regex;
  const words = stopped ? stoppedWords(hits, stopped) : `${formatCount(hits)} ${hits === 1 ? 'hit' : 'hits'}`;
  // The number first: a long regex is cut off at the end of the row.
  return row(`${index}) ${words}`, pattern, stopped ? 'warning' : hits > 0 ? 'pass' : 'circle-outline', {
    tooltip: `${words}\n${pattern}`,
    opens: { lines: { kind, index }, from: regex.location },
    rows,
    isFolded: true,
  });
}

function stoppedWords(hits: number, { line, lines, seconds, then }: Stopped): string {
  if (then === 'givenUp') return `stopped after ${seconds} s on line ${formatCount(line + 1)}`;
  const which =
    lines === 1 ? `line ${formatCount(line + 1)}` : `${formatCount(lines)} lines from ${formatCount(line + 1)} on`;
  const further = { re2: 'RE2 went on', automaton: 'an automaton went on', skipped: 'no match there' };
  return `${formatCount(hits)} ${hits === 1 ? 'hit' : 'hits'} · ${which} took longer than ${seconds} s, ${further[then]}`;
}

function row(
  label: string,
  description: string,
  icon: string,
  more: Partial<Pick<ResultRow, 'tooltip' | 'opens' | 'rows' | 'isFolded'>> = {},
): ResultRow {
  const { tooltip = '', opens = null, rows = [], isFolded = false } = more;
  return { label, description, icon, tooltip, opens, rows, isFolded };
}
