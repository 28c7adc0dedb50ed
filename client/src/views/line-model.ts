import type {
  LineReasons,
  LineStatus,
  Location,
  Range,
  ReasonStage,
  RegexResult,
} from '../../../server/src/protocol.ts';
import { formatCount } from '../run-text.ts';

/** A row of the Line view. */
export interface LineRow {
  readonly label: string;
  readonly description: string;
  /** A codicon's name. */
  readonly icon: string;
  /** What a click goes to. */
  readonly opens: Location | null;
  /** The words of an obstacle in pieces that a side bar shows whole. */
  readonly rows: readonly string[];
}

/** Characters that a side bar of the usual width shows. */
const rowWidth = 36;

const statusIcons: Readonly<Record<LineStatus, string>> = {
  matched: 'pass',
  ignored: 'circle-slash',
  missed: 'circle-outline',
};

/** The stages of a line, from 0, as rows. */
export function lineRows(line: number, { status, stages }: LineReasons): LineRow[] {
  return [
    { label: `Line ${formatCount(line + 1)}`, description: status, icon: statusIcons[status], opens: null, rows: [] },
    ...stages.map((stage) => ({
      label: stage.name,
      description: stage.words,
      icon: iconOf(stage),
      opens: stage.location,
      rows: stage.isObstacle ? wrapWords(stage.words) : [],
    })),
  ];
}

function wrapWords(words: string): string[] {
  const rows: string[] = [];
  for (const word of words.split(' ')) {
    const last = rows.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= rowWidth) rows[rows.length - 1] = `${last} ${word}`;
    else rows.push(word);
  }
  return rows;
}

function iconOf({ name, isObstacle, words }: ReasonStage): string {
  if (isObstacle) return 'error';
  if (name === 'date') return 'calendar';
  if (name === 'searched') return 'search';
  return words.startsWith('matches') ? 'pass' : 'dash';
}

/** The stage that keeps a line from being matched: the nearest; undefined for a line that is matched. */
export function obstacleOf({ status, stages }: LineReasons): ReasonStage | undefined {
  return status === 'matched' ? undefined : stages.find(({ isObstacle }) => isObstacle);
}

/** How far a regex got in a line: the part at fault, and what stands behind that and was not come to. */
export interface RegexReach {
  readonly culprit: Location;
  /** In the culprit's file; null where nothing follows, or where that stands elsewhere. */
  readonly rest: Range | null;
}

/** Of each regex that does not match, the nearest first. */
export function reachOf({ status, stages }: LineReasons, regexes: readonly RegexResult[]): RegexReach[] {
  if (status === 'matched') return [];
  return stages.flatMap(({ name, isObstacle, location }): RegexReach[] => {
    const whole = regexes.find((regex) => name === nameOf(regex))?.location;
    if (!isObstacle || !location || !whole) return [];
    const { end } = location.range;
    const isInside = whole.uri === location.uri && isBefore(whole.range.start, end) && isBefore(end, whole.range.end);
    return [{ culprit: location, rest: isInside ? { start: end, end: whole.range.end } : null }];
  });
}

/** As the stages name it. */
function nameOf({ kind, index }: RegexResult): string {
  return kind === 'prefregex' ? kind : `${kind} ${index}`;
}

function isBefore(one: Range['start'], other: Range['start']): boolean {
  return one.line < other.line || (one.line === other.line && one.character < other.character);
}
