import { searchedText } from '../../matching/date-stage.ts';
import type { CompiledRegex } from '../../matching/compile-filter.ts';
import type { Finding } from '../../matching/find-failures.ts';
import { createMatchRun, type MatchObserver } from '../../matching/match-run.ts';
import type { Guard } from '../../matching/search-block.ts';
import { groupText, type TicketData, type TupleValue } from '../../matching/ticket-data.ts';
import type { Piece } from '../../protocol.ts';
import type { Spans } from '../../translate/searcher.ts';
import type { InputFilter } from './input-filter.ts';
import type { ExplainedLine, RunInput } from './messages.ts';
import { secondsNow, type PreparedBlock, type PreparedLog } from './prepared-log.ts';

/**
 * How many lines before the asked ones are run again for filters that remember lines (`maxlines`, `<F-MLFID>`): fail2ban forgets
 * connections after some hundred others, and lines after `maxlines`.
 */
const remembered = 5000;

/** Hits, groups, ids and dates of the lines `[from, to)`, from 0, that have any: found anew, so that no run has to keep them. */
export async function explainLines(
  input: RunInput,
  filter: InputFilter,
  prepared: PreparedLog,
  from: number,
  to: number,
  guard: Guard,
): Promise<ExplainedLine[]> {
  const { compiled } = filter;
  const piecesOf = (regex: number, block: PreparedBlock, index: number): Pieces => {
    if (compiled.maxLines > 1) return { of: (data) => writtenOnce(block, index, data) };
    let pieces = new Map<string, Piece>();
    guard(() => (pieces = capturedPieces(filter, regex, block, index)), input.regexMilliseconds);
    return { of: () => pieces };
  };
  const explained: ExplainedLine[] = [];
  let findings: Finding[] = [];
  await runLines({ input, filter, prepared, guard }, from, to, {
    finding: (_, finding) => void findings.push(finding),
    line: (number, _, block, index, outcome) => {
      const line = number - 1;
      if (line >= from && line < to) {
        const ignoredBy = outcome?.ignoredBy[0];
        explained.push({
          line,
          hits: findings.map((finding) =>
            explainHit(filter, finding, piecesOf(finding.regex, block as PreparedBlock, index)),
          ),
          ignoreregex: ignoredBy === undefined ? null : filter.configuredIndex('ignoreregex', ignoredBy),
          date: dateOf(block as PreparedBlock, index),
        });
      }
      findings = [];
    },
  });
  return explained.filter(({ hits, ignoreregex, date }) => hits.length > 0 || ignoreregex !== null || date !== null);
}

/** A filter and a log that some lines are run of again. */
export interface Rerun {
  readonly input: RunInput;
  readonly filter: InputFilter;
  readonly prepared: PreparedLog;
  readonly guard: Guard;
}

/** Runs the lines `[from, to)`, from 0, and those before them that a filter may remember; the observer hears of all of these. */
export async function runLines(
  { input, filter, prepared, guard }: Rerun,
  from: number,
  to: number,
  observer: MatchObserver,
): Promise<void> {
  const { compiled } = filter;
  const remembers =
    compiled.maxLines > 1 ||
    [...compiled.failregex, ...(compiled.prefregex ? [compiled.prefregex] : [])].some(({ pattern }) =>
      pattern.groupNames.has('mlfid'),
    );
  const begin = remembers ? Math.max(0, from - remembered) : from;
  const run = createMatchRun({
    filter: compiled,
    dates: { read: () => ({ kind: 'none', start: 0, end: 0, seconds: NaN }) },
    fail2ban: input.filter.fail2ban,
    checkAll: true,
    now: secondsNow,
    deadline: { guard, milliseconds: input.regexMilliseconds, fallback: filter.fallback },
    observer,
  });
  for (let i = 0; ; i++) {
    const block = await prepared.block(i);
    if (!block) break;
    const first = block.numbers[0];
    if (first === undefined || block.numbers[block.count - 1]! - 1 < begin) continue;
    if (first - 1 >= to) break;
    run.addDated(linesBetween(block, begin, to));
  }
}

/** The block without lines outside `[from, to)`. */
function linesBetween(block: PreparedBlock, from: number, to: number): PreparedBlock {
  let start = 0;
  while (start < block.count && block.numbers[start]! - 1 < from) start++;
  let end = block.count;
  while (end > start && block.numbers[end - 1]! - 1 >= to) end--;
  if (start === 0 && end === block.count) return block;
  const moved = <T>(map: ReadonlyMap<number, T>): Map<number, T> =>
    new Map([...map].filter(([i]) => i >= start && i < end).map(([i, value]) => [i - start, value]));
  return {
    ...block,
    count: end - start,
    starts: block.starts.subarray(start, end),
    ends: block.ends.subarray(start, end),
    numbers: block.numbers.subarray(start, end),
    cutStarts: block.cutStarts.subarray(start, end),
    cutEnds: block.cutEnds.subarray(start, end),
    times: block.times.subarray(start, end),
    templates: block.templates.subarray(start, end),
    borrowed: moved(block.borrowed),
    crashes: moved(block.crashes),
  };
}

function dateOf(
  { text, starts, cutStarts, cutEnds, times, templates, templateNames }: PreparedBlock,
  i: number,
): ExplainedLine['date'] {
  const template = templates[i]!;
  if (template === 0 || cutEnds[i]! <= cutStarts[i]!) return null;
  const piece = { start: cutStarts[i]! - starts[i]!, end: cutEnds[i]! - starts[i]! };
  return {
    piece,
    text: text.slice(cutStarts[i], cutEnds[i]),
    template: templateNames[template - 1]!,
    time: Number.isNaN(times[i]) ? null : times[i]!,
  };
}

/** Names under which fail2ban keeps its own notes, not what a group captured. */
const notGroups = new Set(['matches', 'nofail-matches', 'users', 'mlfpending', 'content']);

/** Where a hit's groups are written in the line. */
interface Pieces {
  of(data: TicketData): ReadonlyMap<string, Piece>;
}

function explainHit(filter: InputFilter, { regex, id, data }: Finding, where: Pieces): ExplainedLine['hits'][number] {
  const pieces = where.of(data);
  const groups = [...data].flatMap(([name, value]) => {
    if (
      notGroups.has(name) ||
      name.startsWith('skiplines') ||
      !(typeof value === 'string' || Array.isArray(value)) ||
      value.length === 0
    )
      return [];
    return [{ name, value: groupText(value as string | TupleValue), piece: pieces.get(name) ?? null }];
  });
  return { failregex: filter.configuredIndex('failregex', regex), id, groups };
}

/** Where prefregex and the failregex captured their groups in the line. */
function capturedPieces(
  { compiled: { prefregex, failregex } }: InputFilter,
  regex: number,
  block: PreparedBlock,
  index: number,
): Map<string, Piece> {
  const pieces = new Map<string, Piece>();
  const whole = searchedText(block, index);
  const note = ({ pattern, alternatives }: CompiledRegex, spans: Spans, moved: number): void => {
    for (const [name, group] of pattern.groupNames) {
      const piece = pieceOf(block, index, spans, group, moved);
      if (piece) pieces.set(name, piece);
    }
    for (const { group, target } of alternatives) {
      const piece = pieces.get(group);
      if (piece && !pieces.has(target)) pieces.set(target, piece);
    }
  };
  const handed = handOn(prefregex, whole);
  if (!handed) return pieces;
  if (handed.spans) note(prefregex!, handed.spans, 0);
  const spans = failregex[regex]!.searcher.search(handed.text);
  if (spans) note(failregex[regex]!, spans, handed.moved);
  return pieces;
}

/** What prefregex hands on of a text, and where it stands there; undefined where it does not match. */
export function handOn(
  prefregex: CompiledRegex | undefined,
  whole: string,
): { readonly text: string; readonly moved: number; readonly spans: Spans | undefined } | undefined {
  if (!prefregex) return { text: whole, moved: 0, spans: undefined };
  const spans = prefregex.searcher.search(whole);
  if (!spans) return undefined;
  const content = prefregex.pattern.groupNames.get('content');
  const [start, end] = content === undefined ? [-1, -1] : [spans[2 * content]!, spans[2 * content + 1]!];
  return end > start ? { text: `${whole.slice(start, end)}\n`, moved: start, spans } : { text: whole, moved: 0, spans };
}

/** Where a group stands in the line; `moved`: where the text that was searched stands in the line without its date. */
export function pieceOf(
  { starts, cutStarts, cutEnds }: PreparedBlock,
  index: number,
  spans: Spans,
  group: number,
  moved: number,
): Piece | undefined {
  const before = cutStarts[index]! - starts[index]!;
  const cut = cutEnds[index]! - cutStarts[index]!;
  const start = spans[2 * group]! + moved;
  const end = spans[2 * group + 1]! + moved;
  // What stands behind the cut-out date stands further right in the line.
  return start < moved || end === start
    ? undefined
    : { start: start < before ? start : start + cut, end: end <= before ? end : end + cut };
}

/** In a multi-line match a value may come from an earlier line: only one that the line holds exactly once is sure to be meant. */
function writtenOnce({ text, starts, ends }: PreparedBlock, index: number, data: TicketData): Map<string, Piece> {
  const line = text.slice(starts[index], ends[index]);
  const pieces = new Map<string, Piece>();
  for (const [name, value] of data) {
    if (typeof value !== 'string' || value === '') continue;
    const start = line.indexOf(value);
    if (start >= 0 && line.indexOf(value, start + 1) < 0) pieces.set(name, { start, end: start + value.length });
  }
  return pieces;
}
