import { type CodePointSet, setHas } from '../text/code-point-set.ts';
import type { Alternation, Assertion, Conditional, Node, Pattern, Repeat } from '../pyre/nodes.ts';
import { createWidths } from '../pyre/analysis/width.ts';
import { isAtLeast, type PythonVersion } from '../pyre/python-version.ts';
import { type FlagsInForce as Flags, flagsBelow, flagsOf } from '../pyre/walk.ts';
import { leafSet } from '../pyre/analysis/leaf-set.ts';

/**
 * The instructions of the tracing matcher: what CPython's `re/_compiler.py` makes of a tree, as far as it can be seen from
 * outside. Operands follow the instruction; `pc` counts array elements.
 */
export const Op = {
  /** The whole pattern matched. */
  success: 0,
  /** code point */
  char: 1,
  /** set */
  set: 2,
  /** One of `At`. */
  at: 3,
  /** mark: 2 * (group - 1), plus 1 where it closes */
  mark: 4,
  /** target */
  jump: 5,
  /** n, n targets */
  branch: 6,
  /** set, min, max; tail follows */
  oneGreedy: 7,
  oneLazy: 8,
  onePossessive: 9,
  /** pc of the until instruction, which stands behind the body */
  repeat: 10,
  /** pc of the body, min, max; tail follows */
  untilGreedy: 11,
  untilLazy: 12,
  /** min, max, pc of the tail; body follows, ended by bodyEnd */
  possessive: 13,
  /** pc of the tail; body follows, ended by bodyEnd */
  atomic: 14,
  /** 1 where negated, code points to step back, pc of the tail; body follows, ended by bodyEnd */
  look: 15,
  bodyEnd: 16,
  /** The group, then one of `RefMode`. */
  backReference: 17,
  /** group, pc where it is not set */
  conditional: 18,
  fail: 19,
} as const;

export const At = {
  stringStart: 0,
  lineStart: 1,
  stringEnd: 2,
  /** The end, or before a final newline. */
  lastLineEnd: 3,
  lineEnd: 4,
  boundary: 5,
  notBoundary: 6,
  asciiBoundary: 7,
  notAsciiBoundary: 8,
} as const;

export const RefMode = { exact: 0, lowerAscii: 1, lowerUnicode: 2 } as const;

/** `max` of an endless repeat; as a `min` more than any subject holds. */
export const endless = 0x7fffffff;

export interface MatcherSet {
  /** 1 at each ASCII code point that belongs to it. */
  readonly ascii: Uint8Array;
  readonly all: CodePointSet;
}

export interface Program {
  readonly code: Int32Array;
  readonly sets: readonly MatcherSet[];
  /** The node that stands behind the instruction at a pc. */
  readonly nodeAt: ReadonlyMap<number, Node>;
  readonly groupCount: number;
  /** True where group marks changed by a failed try inside a possessive repeat stay as CPython 3.11.2 leaves them. */
  readonly leaksPossessiveMarks: boolean;
}

export function compileProgram(pattern: Pattern, python: PythonVersion): Program {
  const code: number[] = [];
  const sets: MatcherSet[] = [];
  const setIndex = new Map<CodePointSet, number>();
  const nodeAt = new Map<number, Node>();
  const widthOf = createWidths(pattern);

  compile(pattern.body, flagsOf(pattern));
  code.push(Op.success);
  return {
    code: Int32Array.from(code),
    sets,
    nodeAt,
    groupCount: pattern.groupCount,
    // gh-101955, mended in Python 3.12.
    leaksPossessiveMarks: !isAtLeast(python, '3.12'),
  };

  function compile(node: Node, flags: Flags): void {
    nodeAt.set(code.length, node);
    const leaf = leafSet(node, flags);
    if (leaf) return emitLeaf(leaf);
    switch (node.type) {
      case 'Sequence':
        return node.items.forEach((item) => compile(item, flags));
      case 'Alternation':
        return compileBranches(node, flags);
      case 'Assertion':
        code.push(Op.at, atOf(node.kind, flags));
        return;
      case 'Repeat':
        return compileRepeat(node, flags);
      case 'CaptureGroup':
        code.push(Op.mark, 2 * (node.index - 1));
        compile(node.body, flags);
        code.push(Op.mark, 2 * (node.index - 1) + 1);
        return;
      case 'PlainGroup':
        return compile(node.body, flagsBelow(node, flags));
      case 'AtomicGroup':
        return compileBody([Op.atomic], node.body, flags);
      case 'LookAround':
        return compileBody(
          [Op.look, node.negated ? 1 : 0, node.direction === 'behind' ? widthOf(node.body).min : 0],
          node.body,
          flags,
        );
      case 'BackReference':
        code.push(
          Op.backReference,
          node.index,
          !flags.ignoreCase ? RefMode.exact : flags.ascii ? RefMode.lowerAscii : RefMode.lowerUnicode,
        );
        return;
      case 'Conditional':
        return compileConditional(node, flags);
    }
  }

  function emitLeaf(set: CodePointSet): void {
    if (set.length === 2 && set[1] === set[0]! + 1) code.push(Op.char, set[0]!);
    else code.push(Op.set, indexOfSet(set));
  }

  function indexOfSet(set: CodePointSet): number {
    let index = setIndex.get(set);
    if (index === undefined) {
      index = sets.push({ all: set, ascii: Uint8Array.from({ length: 128 }, (_, c) => (setHas(set, c) ? 1 : 0)) }) - 1;
      setIndex.set(set, index);
    }
    return index;
  }

  function compileBranches(node: Alternation, flags: Flags): void {
    const head = code.push(Op.branch, node.branches.length) - 2;
    code.push(...node.branches.map(() => 0));
    const jumps: number[] = [];
    node.branches.forEach((branch, i) => {
      code[head + 2 + i] = code.length;
      compile(branch, flags);
      jumps.push(code.push(Op.jump, 0) - 1);
    });
    for (const jump of jumps) code[jump] = code.length;
  }

  function compileRepeat(node: Repeat, flags: Flags): void {
    const min = Math.min(node.min, endless);
    const max = Math.min(node.max, endless);
    const single = singleSet(node.item, flags);
    if (single) {
      const op = { greedy: Op.oneGreedy, lazy: Op.oneLazy, possessive: Op.onePossessive }[node.mode];
      code.push(op, indexOfSet(single), min, max);
      return;
    }
    if (node.mode === 'possessive') return compileBody([Op.possessive, min, max], node.item, flags);
    const operand = code.push(Op.repeat, 0) - 1;
    const body = code.length;
    compile(node.item, flags);
    code[operand] = code.length;
    code.push(node.mode === 'greedy' ? Op.untilGreedy : Op.untilLazy, body, min, max);
  }

  function compileBody(head: readonly number[], body: Node, flags: Flags): void {
    const tail = code.push(...head, 0) - 1;
    compile(body, flags);
    code.push(Op.bodyEnd);
    code[tail] = code.length;
  }

  function compileConditional(node: Conditional, flags: Flags): void {
    const operand = code.push(Op.conditional, node.index, 0) - 1;
    compile(node.yes, flags);
    if (!node.no) {
      code[operand] = code.length;
      return;
    }
    const jump = code.push(Op.jump, 0) - 1;
    code[operand] = code.length;
    compile(node.no, flags);
    code[jump] = code.length;
  }
}

/** The set of an item that is exactly one character wide (`_simple` of `re/_compiler.py`). */
function singleSet(node: Node, flags: Flags): CodePointSet | undefined {
  if (node.type === 'PlainGroup') return singleSet(node.body, flagsBelow(node, flags));
  if (node.type === 'Sequence' && node.items.length === 1) return singleSet(node.items[0]!, flags);
  return leafSet(node, flags);
}

function atOf(kind: Assertion['kind'], flags: Flags): number {
  switch (kind) {
    case 'line-start':
      return flags.multiline ? At.lineStart : At.stringStart;
    case 'line-end':
      return flags.multiline ? At.lineEnd : At.lastLineEnd;
    case 'string-start':
      return At.stringStart;
    case 'string-end':
      return At.stringEnd;
    case 'word-boundary':
      return flags.ascii ? At.asciiBoundary : At.boundary;
    case 'not-word-boundary':
      return flags.ascii ? At.notAsciiBoundary : At.notBoundary;
  }
}
