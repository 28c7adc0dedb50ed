import {
  Choice,
  Comment,
  Diagram,
  Group,
  NonTerminal,
  OneOrMore,
  Sequence,
  Skip,
  Stack,
  Terminal,
  type FakeSVG,
} from '@prantlf/railroad-diagrams';
import type { Repeat } from '../pyre/nodes.ts';
import type { SvgElement } from '../protocol.ts';
import type { WordedPart } from '../regex-words/regex-in-words.ts';
import { caseSuffix, countWords, shown } from '../regex-words/words.ts';

/** A railroad diagram: what a match goes through, from left to right. */
export interface RegexDiagram {
  readonly svg: SvgElement;
  /** What is drawn, by the number that stands in `data-part`. */
  readonly parts: readonly WordedPart[];
}

export interface DiagramOptions {
  /** Pixels after which a row ends and another begins. */
  readonly width: number;
  /** Variables as a box with their name, or with what they stand for. */
  readonly variables: 'names' | 'values';
}

/** More boxes than anybody looks at, and than an editor draws at once. */
export const mostParts = 3000;

/** Draws a regex or a part of one; undefined for one with too many parts. */
export function drawRegex(told: WordedPart, options: DiagramOptions): RegexDiagram | undefined {
  const drawing: Drawing = { ...options, parts: [] };
  const body =
    told.kind === 'regex' ? sequenceOf(drawing, told.parts, options.width) : draw(drawing, told, options.width);
  if (drawing.parts.length > mostParts) return undefined;
  return { svg: toElement(new Diagram(body).format(padding)), parts: drawing.parts };
}

const padding = 16;

interface Drawing extends DiagramOptions {
  readonly parts: WordedPart[];
}

/** One after the other; in rows where they are wider than the room. */
function sequenceOf(drawing: Drawing, parts: readonly WordedPart[], room: number): FakeSVG {
  const rows: FakeSVG[][] = [];
  let width = Infinity;
  for (const part of parts) {
    if (drawing.parts.length > mostParts) break;
    const item = draw(drawing, part, room);
    const own = item.width + gap;
    if (width + own > room) {
      rows.push([]);
      width = 0;
    }
    rows.at(-1)!.push(item);
    width += own;
  }
  const lines = rows.map((row) => (row.length === 1 ? row[0]! : new Sequence(...row)));
  return lines.length === 0 ? new Skip() : lines.length === 1 ? lines[0]! : new Stack(...lines);
}

/** Pixels between two items. */
const gap = 20;
/** What a bracket around something takes of its room, and what is left at the least. */
const bracketRoom = 60;
const leastRoom = 260;

function draw(drawing: Drawing, part: WordedPart, outer: number): FakeSVG {
  const number = drawing.parts.push(part) - 1;
  return mark(shapeOf(drawing, part, Math.max(leastRoom, outer - bracketRoom)), part, number);
}

function shapeOf(drawing: Drawing, part: WordedPart, room: number): FakeSVG {
  const { kind, parts, words, written, nodes } = part;
  const body = (): FakeSVG => sequenceOf(drawing, parts, room);
  switch (kind) {
    case 'text':
      return box(Terminal, `${words.replace(caseSuffix, '')}${/in any letter case$/.test(words) ? ' (any case)' : ''}`);
    case 'characters':
      if (nodes.some(({ type }) => type === 'AnyChar')) return box(NonTerminal, 'any character');
      return box(NonTerminal, words.length <= longestWords ? words : written);
    case 'place':
      return box(NonTerminal, words.split(/[,:] | or of /)[0]!);
    case 'reference':
    case 'nothing':
      return box(NonTerminal, words.split(':')[0]!);
    case 'tag':
      return box(NonTerminal, written);
    case 'variable':
      return drawing.variables === 'names' ? box(NonTerminal, written) : new Group(body(), label(written));
    case 'repeat':
      return repeat(
        nodes.find((node): node is Repeat => node.type === 'Repeat')!,
        body(),
      );
    case 'choice':
      return new Choice(0, ...parts.map((branch) => draw(drawing, branch, room)));
    case 'condition': {
      const branches = parts.map((branch) => draw(drawing, branch, room));
      return new Group(new Choice(0, ...branches, ...(branches.length === 1 ? [new Skip()] : [])), label(words));
    }
    case 'flags':
      return parts.length === 0 ? label(words) : new Group(body(), label(flagLabel(part)));
    case 'look':
      return new Group(body(), label(lookLabel(words)));
    case 'group':
      return new Group(body(), label(words.split(/[:,] /)[0]!));
    case 'remark':
      return label(written);
    case 'sequence':
    case 'regex':
      return body();
  }
}

/** Words of a set of characters that a box shows; longer ones are shown as they are written. */
const longestWords = 34;

function lookLabel(words: string): string {
  return /^what (?:follows|stands before) must (?:not )?be/.exec(words)?.[0] ?? words;
}

function flagLabel({ words }: WordedPart): string {
  return /in here: .*?(?=\)*$|;)/.exec(words)?.[0].replace(/ \(it reaches .*/, '') ?? words;
}

function repeat({ min, max, mode }: Repeat, item: FakeSVG): FakeSVG {
  const counted = max === 0 || max === 1 || (max === Infinity && min < 2) ? '' : countWords(min, max);
  const seldom = { greedy: '', lazy: 'as seldom as possible', possessive: 'nothing given back' }[mode];
  const told = [counted, min === max ? '' : seldom].filter(Boolean).join(', ');
  const loop = max > 1 ? new OneOrMore(item, told ? label(told) : new Skip()) : item;
  if (max === 0) return new Group(item, label('never: it is passed over'));
  if (min > 0) return loop;
  // The straight way is the one that is tried first.
  const ways = mode === 'lazy' ? [new Skip(), loop] : [loop, new Skip()];
  return new Choice(0, ...ways);
}

/** Characters of a label; all of it stands in the tooltip. */
const longestLabel = 60;

function cut(text: string): string {
  const chars = Array.from(shown(text));
  const line = chars.length > longestLabel ? `${chars.slice(0, longestLabel - 1).join('')}…` : chars.join('');
  // Blanks side by side, or at an end, would not be seen.
  return line.replaceAll(' ', '\u00a0');
}

function label(text: string): FakeSVG {
  return new Comment(cut(text));
}

function box(Shape: new (text: string) => FakeSVG, text: string): FakeSVG {
  const line = cut(text);
  const item = new Shape(line);
  item.width += wideChars(line) * charWidth;
  return item;
}

/** The package's own measure of one character. */
const charWidth = 8.5;

/** How many more columns a text takes than it has UTF-16 units: East Asian characters and emoji take two. */
function wideChars(text: string): number {
  const wide = /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6]/g;
  return text.match(wide)?.length ?? 0;
}

/** What makes a shape a thing to click, to reach with the keyboard and to read aloud. */
function mark(item: FakeSVG, { kind, written, words }: WordedPart, number: number): FakeSVG {
  item.attrs['class'] = `part ${kind}`;
  item.attrs['data-part'] = number;
  item.attrs['tabindex'] = 0;
  item.attrs['role'] = 'button';
  item.attrs['aria-label'] = shown(`${written}: ${words}`);
  return item;
}

/** Names of attributes and elements are the package's and ours; text comes from files. */
function toElement({ tagName, attrs, children }: FakeSVG): SvgElement {
  const title = attrs['aria-label'];
  return {
    name: tagName,
    attributes: Object.fromEntries(Object.entries(attrs).map(([key, value]) => [key, String(value)])),
    children: [
      ...(title === undefined ? [] : [{ name: 'title', attributes: {}, children: [String(title)] }]),
      ...(typeof children === 'string'
        ? [children]
        : children.map((child) => (typeof child === 'string' ? child : toElement(child)))),
    ],
  };
}
