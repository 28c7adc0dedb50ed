import type { Location, Range, RegexPartWords, RegexWords } from '../../../server/src/protocol.ts';

/** A row of the Regex view. */
export interface RegexRow {
  readonly label: string;
  readonly description: string;
  /** A codicon's name. */
  readonly icon: string;
  /** What a click selects. */
  readonly opens: Location | null;
  readonly isOpen: boolean;
  readonly rows: readonly RegexRow[];
  readonly parent: RegexRow | undefined;
}

/** Characters of a regex that a label shows. */
const labelWidth = 40;

/** The whole regex as one row, its parts below it. */
export function regexRows({ kind, words, parts, others }: RegexWords): RegexRow {
  const more = others === 0 ? '' : others === 1 ? '; one other regex holds it, too' : `; ${others} others hold it, too`;
  const rows: RegexRow[] = [];
  const root: RegexRow = {
    label: kind,
    description: `${words}${more}`,
    icon: 'regex',
    opens: null,
    isOpen: true,
    rows,
    parent: undefined,
  };
  rows.push(...parts.map((part) => rowOf(part, root)));
  return root;
}

function rowOf({ kind, written, words, from, location, parts, isTold }: RegexPartWords, parent: RegexRow): RegexRow {
  const rows: RegexRow[] = [];
  const row: RegexRow = {
    label: shorten(written),
    description: from === null ? words : `${words} (a piece of ${from})`,
    icon: icons[kind] ?? 'symbol-misc',
    opens: location,
    isOpen: !isTold && kind !== 'variable',
    rows,
    parent,
  };
  rows.push(...parts.map((part) => rowOf(part, row)));
  return row;
}

function shorten(text: string): string {
  const line = text.replace(/[\r\n]+/g, ' ').replace(/^ +| +$/g, (blanks) => '␣'.repeat(blanks.length));
  const chars = Array.from(line);
  return chars.length > labelWidth ? `${chars.slice(0, labelWidth - 1).join('')}…` : line;
}

const icons: Readonly<Record<string, string>> = {
  text: 'symbol-string',
  characters: 'symbol-text',
  place: 'pin',
  repeat: 'sync',
  choice: 'list-selection',
  sequence: 'list-ordered',
  group: 'symbol-namespace',
  look: 'eye',
  reference: 'references',
  condition: 'git-compare',
  flags: 'settings',
  remark: 'comment',
  nothing: 'circle-slash',
  tag: 'tag',
  variable: 'symbol-variable',
};

/** The row that a path of `RegexWords` leads to. */
export function rowAt(root: RegexRow, path: readonly number[]): RegexRow {
  return path.reduce((row, at) => row.rows[at] ?? row, root);
}

export function isSameRange(a: Range | undefined, b: Range): boolean {
  return (
    a !== undefined &&
    a.start.line === b.start.line &&
    a.start.character === b.start.character &&
    a.end.line === b.end.line &&
    a.end.character === b.end.character
  );
}
