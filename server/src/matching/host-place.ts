import type { Fail2banVersion } from '../config/fail2ban-version.ts';
import { categorySet } from '../pyre/analysis/leaf-set.ts';
import type { Node, Pattern } from '../pyre/nodes.ts';
import { children, flagsOf, type FlagsInForce } from '../pyre/walk.ts';
import { areDisjoint, setOfCodePoints, unite } from '../text/code-point-set.ts';
import { once } from '../text/once.ts';
import { firstOf } from '../translate/shape.ts';
import type { TextPiece } from './line-block.ts';
import { tagTable } from './failregex-tags.ts';

/** Where the matches of a regex have their `<HOST>` (or `<ADDR>`). */
export interface HostPlace {
  /** The words right before it, which every match holds. */
  readonly words: string;
  /** Every match begins with `words`, at the start of the text. */
  readonly isAtStart: boolean;
}

/** Shorter words stand in a text more than once. */
const leastWords = 3;

/** All that a host is made of. */
const hostCharacters = once(() =>
  unite(
    categorySet({ kind: 'word', negated: false }, { ascii: false, ignoreCase: false, multiline: false, dotAll: false }),
    setOfCodePoints([...'-.^:[]'].map((character) => character.codePointAt(0)!)),
  ),
);

/**
 * Where an IPv4 address stands at this place, and no character of a host behind it, a match of the text has it, whole, as `ip4`: no host can begin elsewhere, it is the
 * first that is tried, and where it ends any other would end. Undefined where the regex does not say so much. E.g. `client <HOST>#`, `from <HOST>$`, `^<HOST> -`.
 */
export function hostPlaceOf(pattern: Pattern, fail2ban: Fail2banVersion): HostPlace | undefined {
  const flags = flagsOf(pattern);
  const { body, source } = pattern;
  if (body.type !== 'Sequence' || flags.ignoreCase || flags.multiline || holds(body, asksForGroups)) return undefined;
  const { items } = body;
  for (const host of hostTexts(fail2ban)) {
    const first = items.findIndex(({ span }) => source.startsWith(host, span.start));
    const last = items.findIndex(({ span }) => first !== -1 && span.end === items[first]!.span.start + host.length);
    if (last !== -1) return endsHost(items.slice(last + 1), flags) ? placeBehind(items.slice(0, first)) : undefined;
  }
  return undefined;
}

function hostTexts(fail2ban: Fail2banVersion): readonly string[] {
  return (['warn', 'no'] as const).map((useDns) => tagTable({ useDns, fail2ban }).get('HOST')!);
}

/** What it finds depends on what was found before. */
function asksForGroups({ type }: Node): boolean {
  return type === 'BackReference' || type === 'Conditional';
}

/** What stands behind a host cannot begin inside of it. */
function endsHost(items: readonly Node[], flags: FlagsInForce): boolean {
  const rest: Node = { type: 'Sequence', span: { start: 0, end: 0 }, items };
  const { set, passes } = firstOf(rest, flags);
  return areDisjoint(set, hostCharacters()) && !(passes && holds(rest, looksAround));
}

function looksAround(node: Node): boolean {
  return node.type === 'LookAround' || (node.type === 'Assertion' && !/-end$/.test(node.kind));
}

function placeBehind(items: readonly Node[]): HostPlace | undefined {
  let from = items.length;
  while (from > 0 && items[from - 1]!.type === 'Literal') from--;
  const words = items
    .slice(from)
    .map((item) => (item.type === 'Literal' ? String.fromCodePoint(item.codePoint) : ''))
    .join('');
  const isAtStart = from > 0 && items.slice(0, from).every(isStart);
  return isAtStart || words.length >= leastWords ? { words, isAtStart } : undefined;
}

function isStart(node: Node): boolean {
  return node.type === 'Assertion' && (node.kind === 'line-start' || node.kind === 'string-start');
}

function holds(node: Node, is: (node: Node) => boolean): boolean {
  return is(node) || children(node).some((child) => holds(child, is));
}

/** Finds the IPv4 address at one such place, text after text. May be stopped at any moment. */
export class HostFinder {
  /** What was found last. */
  address = 0;
  private piece: TextPiece | undefined;
  /** In the piece at hand: where the words stand first from some place on that was asked for; its length for nowhere. */
  private next = -1;

  constructor(private readonly place: HostPlace) {}

  /** The lines of a block begin, from the first one on. */
  begin(): void {
    this.piece = undefined;
  }

  /**
   * The line from `from` to `to` of a block's text, whose lines come one behind the other. False where the place does not tell: the words stand in it twice, or something
   * else behind them.
   */
  find(piece: TextPiece, from: number, to: number): boolean {
    const { text, begin } = piece;
    const { words, isAtStart } = this.place;
    const end = to - begin;
    let at = from - begin;
    if (isAtStart) return text.startsWith(words, at) && this.read(text, at + words.length, end);
    if (piece !== this.piece) {
      this.next = -1;
      this.piece = piece;
    }
    if (this.next >= at) at = this.next;
    else this.next = at = indexOf(text, words, at);
    if (at >= end) return false;
    const next = indexOf(text, words, at + 1);
    if (next < end) return false;
    this.next = next;
    return this.read(text, at + words.length, end);
  }

  /** The same for a text by itself, with its newline. */
  findIn(text: string): boolean {
    const { words, isAtStart } = this.place;
    const to = text.length - 1;
    const at = isAtStart ? (text.startsWith(words) ? 0 : -1) : text.indexOf(words);
    if (at === -1 || (!isAtStart && text.includes(words, at + 1))) return false;
    return this.read(text, at + words.length, to);
  }

  /** As `ipv4Number` of the text from `from` on, up to what is no part of a host. */
  private read(text: string, from: number, to: number): boolean {
    let address = 0;
    let part = -1;
    let dots = 0;
    let at = from;
    for (; at < to; at++) {
      const code = text.charCodeAt(at);
      if (code >= 48 && code <= 57) {
        if (part === 0) return false;
        part = part === -1 ? code - 48 : part * 10 + code - 48;
        if (part > 255) return false;
      } else if (code === 46 && part !== -1 && dots < 3) {
        address = address * 256 + part;
        part = -1;
        dots++;
      } else break;
    }
    if (dots !== 3 || part === -1 || (at < to && isOfHost(text.charCodeAt(at)))) return false;
    this.address = address * 256 + part;
    return true;
  }
}

function indexOf(text: string, words: string, from: number): number {
  const at = text.indexOf(words, from);
  return at === -1 ? text.length : at;
}

/** Careful with what is not ASCII. */
function isOfHost(code: number): boolean {
  return (
    (code >= 48 && code <= 58) ||
    (code >= 65 && code <= 95 && code !== 92) ||
    (code >= 97 && code <= 122) ||
    code === 45 ||
    code === 46 ||
    code > 126
  );
}
