import { setHas } from '../text/code-point-set.ts';
import { isWord, lower, lowerAscii } from '../text/unicode.ts';
import { At, endless, type MatcherSet, Op, type Program, RefMode } from './tracer-program.ts';

/**
 * Runs a `Program` with the visible behaviour of CPython's `SRE(match)` (Modules/_sre/sre_lib.h): the order in which ways are
 * tried, what becomes of group marks when a way fails, when a loop stops at an empty turn. The stack is our own, so a
 * megabyte of backtracking points is no deeper than one.
 */
export interface Machine {
  readonly program: Program;
  subject: string;
  /** The end of the subject. */
  end: number;
  /** Steps that may still be taken. */
  steps: number;
  /** Where the match ended. */
  ptr: number;
  /** 2 * (group - 1), plus 1 for the close -> offset; only those up to `lastMark` mean anything. */
  marks: Int32Array;
  lastMark: number;
  /** Backtracking points; see `pushFrame`. */
  stack: Int32Array;
  sp: number;
  /** Turns of loops, each a record of three: number of turns before it, where the newest optional turn began, outer record. */
  loops: Int32Array;
  loopsTop: number;
  /** The innermost running loop's record; 0 for none. */
  loop: number;
  /** Stack height right above the frame of the innermost body that ends in `bodyEnd`. */
  barrier: number;
  /** The furthest place at which something did not fit, and the instruction that did not. */
  furthest: number;
  furthestPc: number;
}

export const Outcome = { noMatch: 0, match: 1, outOfSteps: 2 } as const;

/** What a frame is there for; its operands `a b c` in the comments. */
const Frame = {
  /** pc, next branch */
  branch: 0,
  /** pc, lowest ptr */
  greedy: 1,
  /** pc, count */
  lazy: 2,
  /** pc of the until: when the turn fails, go on behind the loop */
  leaveLoop: 3,
  /** pc of the until: when the tail fails, take one more turn */
  enterLoop: 4,
  /** pc, barrier */
  body: 5,
  negativeLook: 6,
  /** pc, barrier, count */
  possessive: 7,
} as const;

const frameSize = 9;
/** 256 MB of backtracking points are as good as endless. */
const stackLimit = 1 << 26;

export function createMachine(program: Program): Machine {
  return {
    program,
    subject: '',
    end: 0,
    steps: 0,
    ptr: 0,
    marks: new Int32Array(2 * program.groupCount),
    lastMark: -1,
    stack: new Int32Array(1024),
    sp: 0,
    loops: new Int32Array(256),
    loopsTop: 3,
    loop: 0,
    barrier: 0,
    furthest: -1,
    furthestPc: -1,
  };
}

/** Tries to match at `start`; spends `m.steps`. */
export function matchAt(m: Machine, start: number): number {
  const { code, sets } = m.program;
  const { subject, end } = m;
  m.lastMark = -1;
  m.sp = 0;
  m.loopsTop = 3;
  m.loop = 0;
  m.barrier = 0;
  let ptr = start;
  let pc = 0;
  for (;;) {
    if (--m.steps < 0 || m.sp > stackLimit) return Outcome.outOfSteps;
    let ok = true;
    switch (code[pc]) {
      case Op.success:
        m.ptr = ptr;
        return Outcome.match;
      case Op.char: {
        const c = code[pc + 1]!;
        if (codePointAt(subject, ptr, end) === c) {
          ptr += c < 0x10000 ? 1 : 2;
          pc += 2;
        } else ok = false;
        break;
      }
      case Op.set: {
        const c = codePointAt(subject, ptr, end);
        if (c >= 0 && has(sets[code[pc + 1]!]!, c)) {
          ptr += c < 0x10000 ? 1 : 2;
          pc += 2;
        } else ok = false;
        break;
      }
      case Op.at:
        if (isAt(subject, ptr, end, code[pc + 1]!)) pc += 2;
        else ok = false;
        break;
      case Op.mark:
        setMark(m, code[pc + 1]!, ptr);
        pc += 2;
        break;
      case Op.jump:
        pc = code[pc + 1]!;
        break;
      case Op.branch:
        pushFrame(m, Frame.branch, ptr, pc, 1, 0, m.loop !== 0);
        pc = code[pc + 2]!;
        break;
      case Op.oneGreedy: {
        const minPtr = skip(m, ptr, code[pc + 1]!, code[pc + 2]!);
        if (minPtr < 0) {
          ok = false;
          break;
        }
        const far = skipMost(m, minPtr, code[pc + 1]!, code[pc + 3]! - code[pc + 2]!, code[pc + 3] === endless);
        if (far > minPtr) pushFrame(m, Frame.greedy, far, pc, minPtr, 0, m.loop !== 0);
        ptr = far;
        pc += 4;
        break;
      }
      case Op.onePossessive: {
        const minPtr = skip(m, ptr, code[pc + 1]!, code[pc + 2]!);
        if (minPtr < 0) {
          ok = false;
          break;
        }
        ptr = skipMost(m, minPtr, code[pc + 1]!, code[pc + 3]! - code[pc + 2]!, code[pc + 3] === endless);
        pc += 4;
        break;
      }
      case Op.oneLazy: {
        const minPtr = skip(m, ptr, code[pc + 1]!, code[pc + 2]!);
        if (minPtr < 0) {
          ok = false;
          break;
        }
        ptr = minPtr;
        pushFrame(m, Frame.lazy, ptr, pc, code[pc + 2]!, 0, m.loop !== 0);
        pc += 4;
        break;
      }
      case Op.repeat:
        pc = code[pc + 1]!;
        m.loop = newLoop(m, -1, -1, m.loop);
        break;
      case Op.untilGreedy: {
        const loop = m.loop;
        const count = m.loops[loop]! + 1;
        const max = code[pc + 3]!;
        if (count < code[pc + 2]!) {
          m.loop = newLoop(m, count, m.loops[loop + 1]!, m.loops[loop + 2]!);
          pc = code[pc + 1]!;
        } else if ((count < max || max === endless) && ptr !== m.loops[loop + 1]) {
          pushFrame(m, Frame.leaveLoop, ptr, pc, 0, 0, true);
          m.loop = newLoop(m, count, ptr, m.loops[loop + 2]!);
          pc = code[pc + 1]!;
        } else {
          m.loop = m.loops[loop + 2]!;
          pc += 4;
        }
        break;
      }
      case Op.untilLazy: {
        const loop = m.loop;
        const count = m.loops[loop]! + 1;
        if (count < code[pc + 2]!) {
          m.loop = newLoop(m, count, m.loops[loop + 1]!, m.loops[loop + 2]!);
          pc = code[pc + 1]!;
        } else {
          pushFrame(m, Frame.enterLoop, ptr, pc, 0, 0, m.loops[loop + 2] !== 0);
          m.loop = m.loops[loop + 2]!;
          pc += 4;
        }
        break;
      }
      case Op.possessive:
        pc = nextPossessiveTurn(m, ptr, pc, 0, -1);
        break;
      case Op.atomic:
        pushBody(m, Frame.body, ptr, pc, 0, false);
        pc += 2;
        break;
      case Op.look: {
        const from = stepBack(subject, ptr, code[pc + 2]!);
        const negated = code[pc + 1] === 1;
        if (from < 0) {
          if (negated) pc = code[pc + 3]!;
          else ok = false;
          break;
        }
        pushBody(m, negated ? Frame.negativeLook : Frame.body, ptr, pc, 0, negated && m.loop !== 0);
        ptr = from;
        pc += 4;
        break;
      }
      case Op.bodyEnd: {
        // Whatever else the body could have tried is dropped; what it captured stays.
        const top = m.barrier;
        m.sp = top;
        m.loop = m.stack[top - 7]!;
        m.loopsTop = m.stack[top - 6]!;
        const begun = m.stack[top - 5]!;
        const headPc = m.stack[top - 4]!;
        m.barrier = m.stack[top - 3]!;
        const count = m.stack[top - 2]!;
        const kind = m.stack[top - 1]!;
        dropFrame(m);
        if (kind === Frame.negativeLook) ok = false;
        else if (kind === Frame.possessive) {
          pc = nextPossessiveTurn(m, ptr, headPc, count + 1, count >= code[headPc + 1]! ? begun : -1);
        } else if (code[headPc] === Op.atomic) pc = code[headPc + 1]!;
        else {
          ptr = begun;
          pc = code[headPc + 3]!;
        }
        break;
      }
      case Op.backReference: {
        const to = matchReference(m, ptr, code[pc + 1]!, code[pc + 2]!);
        if (to < 0) ok = false;
        else {
          ptr = to;
          pc += 3;
        }
        break;
      }
      case Op.conditional:
        pc = isSet(m, code[pc + 1]!) ? pc + 3 : code[pc + 2]!;
        break;
    }
    if (!ok) {
      if (ptr > m.furthest) {
        m.furthest = ptr;
        m.furthestPc = pc;
      }
      pc = backtrack(m);
      if (pc < 0) return Outcome.noMatch;
      ptr = m.ptr;
    }
  }
}

/** Goes back to the newest way not yet tried: gives its pc and sets `m.ptr`; -1 where none is left. */
function backtrack(m: Machine): number {
  const { code } = m.program;
  const { stack } = m;
  while (m.sp > 0) {
    const top = m.sp;
    const pc = stack[top - 4]!;
    const ptr = stack[top - 5]!;
    m.ptr = ptr;
    switch (stack[top - 1]) {
      case Frame.branch: {
        restore(m);
        const next = stack[top - 3]!;
        if (next + 1 === code[pc + 1]) dropFrame(m);
        else stack[top - 3] = next + 1;
        return code[pc + 2 + next]!;
      }
      case Frame.greedy: {
        restore(m);
        const shorter = shorterBefore(m, ptr, stack[top - 3]!, pc + 4);
        if (shorter < 0) {
          dropFrame(m);
          continue;
        }
        if (shorter === stack[top - 3]) dropFrame(m);
        else stack[top - 5] = shorter;
        m.ptr = shorter;
        return pc + 4;
      }
      case Frame.lazy: {
        restore(m);
        const max = code[pc + 3]!;
        const count = stack[top - 3]! + 1;
        const to = count <= max || max === endless ? skip(m, ptr, code[pc + 1]!, 1) : -1;
        if (to < 0) {
          dropFrame(m);
          continue;
        }
        stack[top - 3] = count;
        stack[top - 5] = to;
        m.ptr = to;
        return pc + 4;
      }
      case Frame.leaveLoop:
        restore(m);
        dropFrame(m);
        m.loop = m.loops[m.loop + 2]!;
        return pc + 4;
      case Frame.enterLoop: {
        restore(m);
        dropFrame(m);
        const { loop, loops } = m;
        const count = loops[loop]! + 1;
        const max = code[pc + 3]!;
        if ((count >= max && max !== endless) || ptr === loops[loop + 1]) continue;
        m.loop = newLoop(m, count, ptr, loops[loop + 2]!);
        return code[pc + 1]!;
      }
      case Frame.negativeLook:
        restore(m);
        m.barrier = stack[top - 3]!;
        dropFrame(m);
        return code[pc + 3]!;
      case Frame.possessive:
        m.barrier = stack[top - 3]!;
        if (stack[top - 2]! < code[pc + 1]!) {
          dropFrame(m);
          continue;
        }
        restore(m);
        dropFrame(m);
        return code[pc + 3]!;
      default:
        m.barrier = stack[top - 3]!;
        dropFrame(m);
    }
  }
  return -1;
}

/**
 * Begins the next turn of a possessive repeat or goes on behind it; gives the pc. `begun` is where the turn just ended began,
 * -1 where it was one of the required turns: an empty turn is the last one.
 */
function nextPossessiveTurn(m: Machine, ptr: number, pc: number, count: number, begun: number): number {
  const { code } = m.program;
  const min = code[pc + 1]!;
  const max = code[pc + 2]!;
  if (count >= min && ((count >= max && max !== endless) || ptr === begun)) return code[pc + 3]!;
  pushBody(m, Frame.possessive, ptr, pc, count, count >= min);
  if (!m.program.leaksPossessiveMarks) m.loop = newLoop(m, -1, -1, m.loop);
  return pc + 4;
}

function pushBody(m: Machine, kind: number, ptr: number, pc: number, count: number, saveMarks: boolean): void {
  pushFrame(m, kind, ptr, pc, m.barrier, count, saveMarks);
  m.barrier = m.sp;
}

/**
 * A backtracking point: [marks…, number of marks, lastMark, loop, loopsTop, ptr, a, b, c, kind]. CPython saves the marks only
 * inside a repeat (`if (state->repeat)`); outside, `lastMark` alone tells which ones count.
 */
function pushFrame(m: Machine, kind: number, ptr: number, a: number, b: number, c: number, saveMarks: boolean): void {
  const saved = saveMarks ? m.lastMark + 1 : 0;
  if (m.sp + saved + frameSize > m.stack.length) m.stack = grown(m.stack, m.sp + saved + frameSize);
  const { stack } = m;
  let sp = m.sp;
  for (let i = 0; i < saved; i++) stack[sp++] = m.marks[i]!;
  stack[sp] = saved;
  stack[sp + 1] = m.lastMark;
  stack[sp + 2] = m.loop;
  stack[sp + 3] = m.loopsTop;
  stack[sp + 4] = ptr;
  stack[sp + 5] = a;
  stack[sp + 6] = b;
  stack[sp + 7] = c;
  stack[sp + 8] = kind;
  m.sp = sp + frameSize;
}

/** Puts marks and loops back as they were when the top frame was pushed. */
function restore(m: Machine): void {
  const { stack, sp } = m;
  const saved = stack[sp - 9]!;
  const from = sp - frameSize - saved;
  for (let i = 0; i < saved; i++) m.marks[i] = stack[from + i]!;
  m.lastMark = stack[sp - 8]!;
  m.loop = stack[sp - 7]!;
  m.loopsTop = stack[sp - 6]!;
}

function dropFrame(m: Machine): void {
  m.sp -= frameSize + m.stack[m.sp - 9]!;
}

/** Records are never changed, so a frame restores a loop by pointing at its record again. */
function newLoop(m: Machine, count: number, begun: number, outer: number): number {
  const record = m.loopsTop;
  if (record + 3 > m.loops.length) m.loops = grown(m.loops, record + 3);
  m.loops[record] = count;
  m.loops[record + 1] = begun;
  m.loops[record + 2] = outer;
  m.loopsTop = record + 3;
  return record;
}

function grown(array: Int32Array, least: number): Int32Array {
  const larger = new Int32Array(Math.max(array.length * 2, least));
  larger.set(array);
  return larger;
}

function setMark(m: Machine, mark: number, ptr: number): void {
  if (mark > m.lastMark) {
    m.marks.fill(-1, m.lastMark + 1, mark);
    m.lastMark = mark;
  }
  m.marks[mark] = ptr;
}

/** True where the group has matched so far; as in CPython, a group whose end stands before its start has not. */
export function isSet(m: Machine, group: number): boolean {
  const mark = 2 * (group - 1);
  return mark < m.lastMark && m.marks[mark]! >= 0 && m.marks[mark + 1]! >= m.marks[mark]!;
}

function matchReference(m: Machine, ptr: number, group: number, mode: number): number {
  if (!isSet(m, group)) return -1;
  const { subject, end } = m;
  const to = m.marks[2 * (group - 1) + 1]!;
  for (let from = m.marks[2 * (group - 1)]!; from < to;) {
    const wanted = codePointAt(subject, from, to);
    const found = codePointAt(subject, ptr, end);
    if (found < 0 || (wanted !== found && folded(wanted, mode) !== folded(found, mode))) return -1;
    from += wanted < 0x10000 ? 1 : 2;
    ptr += found < 0x10000 ? 1 : 2;
  }
  return ptr;
}

function folded(codePoint: number, mode: number): number {
  if (mode === RefMode.exact) return codePoint;
  return mode === RefMode.lowerAscii ? lowerAscii(codePoint) : lower(codePoint);
}

/** The offset after exactly `count` characters of a set, or -1. */
function skip(m: Machine, ptr: number, setIndex: number, count: number): number {
  const { subject, end } = m;
  const set = m.program.sets[setIndex]!;
  for (; count > 0; count--) {
    const c = codePointAt(subject, ptr, end);
    if (c < 0 || !has(set, c)) return -1;
    ptr += c < 0x10000 ? 1 : 2;
  }
  return ptr;
}

/** The offset after as many characters of a set as there are, `most` at most. */
function skipMost(m: Machine, ptr: number, setIndex: number, most: number, isEndless: boolean): number {
  const { subject, end } = m;
  const set = m.program.sets[setIndex]!;
  for (; isEndless || most > 0; most--) {
    const c = codePointAt(subject, ptr, end);
    if (c < 0 || !has(set, c)) return ptr;
    ptr += c < 0x10000 ? 1 : 2;
  }
  return ptr;
}

/** The next shorter end of a greedy run that is worth trying, at `lowest` or after; -1 where there is none. */
function shorterBefore(m: Machine, ptr: number, lowest: number, tail: number): number {
  const { subject, end } = m;
  const { code } = m.program;
  const wanted = code[tail] === Op.char ? code[tail + 1]! : -1;
  while (ptr > lowest) {
    ptr = stepBack(subject, ptr, 1);
    if (wanted < 0 || codePointAt(subject, ptr, end) === wanted) return ptr;
  }
  return -1;
}

function has(set: MatcherSet, codePoint: number): boolean {
  return codePoint < 128 ? set.ascii[codePoint] === 1 : setHas(set.all, codePoint);
}

/** The code point at `i`, or -1 at the end. */
function codePointAt(subject: string, i: number, end: number): number {
  if (i >= end) return -1;
  const high = subject.charCodeAt(i);
  if ((high & 0xfc00) !== 0xd800 || i + 1 >= end) return high;
  const low = subject.charCodeAt(i + 1);
  return (low & 0xfc00) === 0xdc00 ? ((high & 0x3ff) << 10) + (low & 0x3ff) + 0x10000 : high;
}

/** The offset `count` code points before `i`, or -1. */
function stepBack(subject: string, i: number, count: number): number {
  for (; count > 0; count--) {
    if (i <= 0) return -1;
    i -=
      i > 1 && (subject.charCodeAt(i - 1) & 0xfc00) === 0xdc00 && (subject.charCodeAt(i - 2) & 0xfc00) === 0xd800
        ? 2
        : 1;
  }
  return i;
}

/** `SRE(at)`. Quirk: in an empty subject neither `\b` nor `\B` matches. */
function isAt(subject: string, ptr: number, end: number, at: number): boolean {
  switch (at) {
    case At.stringStart:
      return ptr === 0;
    case At.lineStart:
      return ptr === 0 || subject.charCodeAt(ptr - 1) === 0x0a;
    case At.stringEnd:
      return ptr === end;
    case At.lastLineEnd:
      return ptr === end || (ptr === end - 1 && subject.charCodeAt(ptr) === 0x0a);
    case At.lineEnd:
      return ptr === end || subject.charCodeAt(ptr) === 0x0a;
  }
  if (end === 0) return false;
  const ascii = at === At.asciiBoundary || at === At.notAsciiBoundary;
  const before = ptr > 0 && isWordAt(subject, stepBack(subject, ptr, 1), end, ascii);
  const after = ptr < end && isWordAt(subject, ptr, end, ascii);
  return (before !== after) === (at === At.boundary || at === At.asciiBoundary);
}

function isWordAt(subject: string, i: number, end: number, ascii: boolean): boolean {
  const c = codePointAt(subject, i, end);
  return ascii ? c < 128 && isWord(c) : isWord(c);
}
