import type { LineReasons, LineStatus, Location, ReasonStage } from '../../../server/src/protocol.ts';
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
