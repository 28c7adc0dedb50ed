import type { Node, Pattern } from '../pyre/nodes.ts';
import { printNode } from '../pyre/print.ts';
import { walk } from '../pyre/walk.ts';

/**
 * How a pattern searches, as text: two patterns of one key find the same in every text, and their groups with a name the same pieces. Groups that only hold
 * together are not in it, nor are captures without a name or with one of `idle`, which decide nothing.
 */
export function searchKey(pattern: Pattern, idle: readonly string[] = []): string {
  return new Keys(pattern, idle).whole();
}

/** The keys of the patterns that come of taking one of its outermost alternations apart, for each of these: `^(?:a|b) c` gives those of `^a c` and `^b c`. */
export function splitKeys(pattern: Pattern, idle: readonly string[] = []): string[][] {
  return new Keys(pattern, idle).split();
}

/** The key of the pattern without the `^` at its beginning; undefined where there is none. */
export function keyWithoutStart(pattern: Pattern, idle: readonly string[] = []): string | undefined {
  return new Keys(pattern, idle).withoutStart();
}

class Keys {
  private readonly top: readonly Node[];
  private readonly refersToGroups: boolean;
  private readonly pattern: Pattern;
  private readonly idle: readonly string[];

  constructor(pattern: Pattern, idle: readonly string[]) {
    this.pattern = pattern;
    this.idle = idle;
    let refers = false;
    walk(pattern, ({ type }) => void (refers ||= type === 'BackReference' || type === 'Conditional'));
    this.refersToGroups = refers;
    this.top = this.itemsOf(pattern.body);
  }

  whole(): string {
    return this.keyOf(this.top);
  }

  split(): string[][] {
    return this.top.flatMap((item, i) =>
      item.type === 'Alternation'
        ? [item.branches.map((branch) => this.keyOf(this.top.toSpliced(i, 1, ...this.itemsOf(branch))))]
        : [],
    );
  }

  withoutStart(): string | undefined {
    const [first, ...rest] = this.top;
    const isStart = first?.type === 'Assertion' && (first.kind === 'string-start' || first.kind === 'line-start');
    return isStart && !this.pattern.flags.has('m') ? this.keyOf(rest) : undefined;
  }

  private keyOf(items: readonly Node[]): string {
    return `${[...this.pattern.flags].sort().join('')}:${items.map((item) => this.textOf(item)).join('')}`;
  }

  /** What stands in a row, the parts of groups that say nothing among them. */
  private itemsOf(node: Node): Node[] {
    switch (node.type) {
      case 'Sequence':
        return node.items.flatMap((item) => this.itemsOf(item));
      case 'PlainGroup':
        return node.add.size + node.remove.size === 0 ? this.itemsOf(node.body) : [node];
      case 'CaptureGroup':
        return this.isIdle(node.name) ? this.itemsOf(node.body) : [node];
      case 'Comment':
      case 'GlobalFlags':
        return [];
      default:
        return [node];
    }
  }

  private isIdle(name: string | undefined): boolean {
    return !this.refersToGroups && (name === undefined || this.idle.includes(name));
  }

  private textOf(node: Node): string {
    const below = (part: Node): string =>
      this.itemsOf(part)
        .map((item) => this.textOf(item))
        .join('');
    switch (node.type) {
      case 'Alternation':
        return `(?:${node.branches.map(below).join('|')})`;
      case 'Repeat':
        return `(?:${below(node.item)}){${node.min},${node.max}}${node.mode}`;
      case 'CaptureGroup':
        return `(?P<${node.name ?? ''}>${below(node.body)})`;
      case 'PlainGroup':
        return `(?${[...node.add].sort().join('')}-${[...node.remove].sort().join('')}:${below(node.body)})`;
      case 'AtomicGroup':
        return `(?>${below(node.body)})`;
      case 'LookAround':
        return `(?${node.direction}${node.negated ? '!' : '='}${below(node.body)})`;
      case 'Conditional':
        return `(?(${node.index})${below(node.yes)}|${node.no ? below(node.no) : ''})`;
      default:
        return printNode(node);
    }
  }
}
