import { once } from '../text/once.ts';

/** Lines that differ only in addresses, numbers, names and the like, as one. */
export interface LineShape {
  /** What they have in common; `‹addr›`, `‹n›`, `‹hex›`, `‹path›`, `‹url›`, `‹mail›`, `‹date›`, `‹text›` and `‹…›` stand for what differs. */
  readonly shape: string;
  readonly count: number;
  /** The first lines of the shape, by number. */
  readonly lines: readonly number[];
  /** The first line, shortened. */
  readonly example: string;
}

export interface ShapeReport {
  /** Lines in all. */
  readonly lines: number;
  /** The most frequent first. */
  readonly shapes: readonly LineShape[];
  /** Lines whose shape was new when there was no room for more. */
  readonly others: number;
}

export interface ShapeMiner {
  /** `text`: what fail2ban searches, the date cut out. */
  add(line: number, text: string): void;
  report(): ShapeReport;
}

export interface ShapeLimits {
  readonly shapes: number;
  /** Different words that are told apart at one place of the tree. */
  readonly words: number;
  /** Lines of one shape that are named. */
  readonly lines: number;
}

const limits: ShapeLimits = { shapes: 2000, words: 100, lines: 5 };
/** How many words at the start of a line lead to its group (Drain's depth), and how much of two lines has to be the same. */
const depth = 3;
const likeness = 0.6;
const longestText = 2000;
const longestExample = 300;
const anything = '‹…›';

interface Group {
  readonly words: string[];
  count: number;
  readonly lines: number[];
  readonly example: string;
}

/** A place in the tree: by the next word, and at last the groups. */
interface Branch {
  readonly next: Map<string, Branch>;
  readonly groups: Group[];
}

/**
 * Groups lines by their shape as Drain does (He et al., ICWS 2017): masks what is known to vary, goes down a tree of fixed depth by the
 * number of words and the first words, and joins a line to the group there that it is most like. Memory is bounded by `limits`.
 */
export function createShapeMiner(limited: Partial<ShapeLimits> = {}): ShapeMiner {
  const { shapes: mostShapes, words: mostWords, lines: mostLines } = { ...limits, ...limited };
  const roots = new Map<number, Branch>();
  const groups: Group[] = [];
  let lines = 0;
  let others = 0;

  const leafOf = (words: readonly string[]): Branch => {
    let branch = child(roots, words.length, Infinity);
    for (const word of words.slice(0, depth)) branch = child(branch.next, isVarying(word) ? anything : word, mostWords);
    return branch;
  };

  return {
    add: (line, text) => {
      lines++;
      const words = wordsOf(text);
      const leaf = leafOf(words);
      const group = mostAlike(leaf.groups, words);
      if (group) {
        join(group, words);
        group.count++;
        if (group.lines.length < mostLines) group.lines.push(line);
      } else if (groups.length < mostShapes) {
        const created = { words, count: 1, lines: [line], example: text.trim().slice(0, longestExample) };
        groups.push(created);
        leaf.groups.push(created);
      } else others++;
    },
    report: () => ({
      lines,
      others,
      shapes: groups
        .map(({ words, count, lines: of, example }) => ({ shape: words.join(' '), count, lines: of, example }))
        .sort((a, b) => b.count - a.count || a.lines[0]! - b.lines[0]!),
    }),
  };
}

function child<Key>(branches: Map<Key, Branch>, key: Key, most: number): Branch {
  const known = branches.get(key);
  if (known) return known;
  const isFull = branches.size >= most;
  const name = isFull ? (anything as Key) : key;
  const branch = branches.get(name) ?? { next: new Map<string, Branch>(), groups: [] };
  branches.set(name, branch);
  return branch;
}

function isVarying(word: string): boolean {
  return word.includes('‹') || /\d/.test(word);
}

function mostAlike(groups: readonly Group[], words: readonly string[]): Group | undefined {
  let best: { group: Group; same: number } | undefined;
  for (const group of groups) {
    let same = 0;
    for (let i = 0; i < words.length; i++) if (group.words[i] === words[i]) same++;
    if (same >= likeness * words.length && (!best || same > best.same)) best = { group, same };
  }
  return best?.group;
}

function join(group: Group, words: readonly string[]): void {
  for (let i = 0; i < words.length; i++)
    if (group.words[i] !== words[i]) group.words[i] = sharedFrame(group.words[i]!, words[i]!);
}

/** What two words have in common around a place that differs: `user=‹…›,`. */
function sharedFrame(a: string, b: string): string {
  const frame = /^([\w.-]*[=:[(<"']+)?(?:.*?)([\])>"',;:.]*)$/;
  const [, startA = '', endA = ''] = frame.exec(a) ?? [];
  const [, startB = '', endB = ''] = frame.exec(b) ?? [];
  return (startA === startB ? startA : '') + anything + (endA === endB ? endA : '');
}

const ipv6 = String.raw`(?:[0-9a-fA-F]{1,4}:){2,7}(?::?[0-9a-fA-F]{1,4})+|(?:[0-9a-fA-F]{1,4}:)*:(?::?[0-9a-fA-F]{1,4})+`;

/** What varies in log lines, in this order: what a mask has put there is not looked at again. */
const masks = once((): readonly (readonly [pattern: RegExp, mask: string])[] => [
  [/\b\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:[.,]\d+)?(?:Z|[+-]\d\d:?\d\d)?\b/g, '‹date›'],
  [/"(GET|POST|HEAD|PUT|DELETE|OPTIONS|PATCH|CONNECT|PROPFIND) [^"]*"/g, '"$1 ‹text›"'],
  [/"(?!GET |POST |HEAD |PUT |DELETE |OPTIONS |PATCH |CONNECT |PROPFIND )(?:[^"\\]|\\.)*"/g, '"‹text›"'],
  [/(?<![\p{L}\p{N}])'[^']*'(?![\p{L}\p{N}])/gu, "'‹text›'"],
  [/(?<![\w:])(?:[0-9a-f]{2}[:-]){5}[0-9a-f]{2}(?![\w:])/gi, '‹hex›'],
  [/(?<![\w.])(?:::f{4}:)?(?:\d{1,3}\.){3}\d{1,3}(?![\w.]*\d)/gi, '‹addr›'],
  [new RegExp(String.raw`(?<![\w:.])(?:${ipv6})(?![\w:])`, 'g'), '‹addr›'],
  [/\b[\w.+-]+@[\w-]+(?:\.[\w-]+)+\b/g, '‹mail›'],
  [/\b[a-z][a-z+.-]+:\/\/[^\s"'<>\])]+/gi, '‹url›'],
  [/(?<![\w.<\u2039/])\/[\w.%+@~-][^\s"'<>,;)\]]*/g, '‹path›'],
  [/\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/gi, '‹hex›'],
  [/\b0x[0-9a-f]+\b/gi, '‹hex›'],
  [/\b(?=[0-9a-f]*\d)(?=[0-9a-f]*[a-f])[0-9a-f]{8,}\b/gi, '‹hex›'],
  [
    /(?<![\p{L}_\u2039\d])(?<!\d[.:,])\d+(?:[.:,]\d+)*(?![.:,]?\d)(?=(?:ms|us|s|kb|mb|gb|b|m|h)\b|(?![\p{L}_]))/giu,
    '‹n›',
  ],
]);

/** The words of a line with what varies masked. */
export function wordsOf(text: string): string[] {
  let masked = text.slice(0, longestText);
  for (const [pattern, mask] of masks()) masked = masked.replace(pattern, mask);
  return masked.trim().split(/\s+/);
}
