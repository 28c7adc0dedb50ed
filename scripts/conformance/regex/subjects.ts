import { type CodePointSet, setSize } from '../../../server/src/text/code-point-set.ts';
import type { Node, Pattern } from '../../../server/src/pyre/nodes.ts';
import { type FlagsInForce, flagsBelow, flagsOf } from '../../../server/src/pyre/walk.ts';
import { leafSet } from '../../../server/src/pyre/analysis/leaf-set.ts';
import type { Random } from '../random.ts';

const oddities = [
  'K',
  'ı',
  'ſ',
  'İ',
  '٣',
  '\u00a0',
  '\x1c',
  '\u0085',
  '\r',
  '\n',
  '😀',
  '\ud83d',
  'é',
  '\u2028',
  '\ufeff',
];

/** Strings that a pattern matches, or nearly: a walk through its tree, then now and then a character changed. */
export function subjectsFor(pattern: Pattern, random: Random, count: number): string[] {
  return Array.from({ length: count }, () => {
    const subject =
      (random.int(3) === 0 ? random.pick(['x ', ' ', 'aa', '\n']) : '') +
      emitted(pattern, random) +
      random.pick(['', '\n', ' ', '', 'b']);
    return random.int(2) === 0 ? nearly(subject, random) : subject;
  });
}

function emitted(pattern: Pattern, random: Random): string {
  const groups = new Map<number, string>();
  let left = 400;
  return emit(pattern.body, flagsOf(pattern));

  function emit(node: Node, flags: FlagsInForce): string {
    if (left-- <= 0) return '';
    const leaf = leafSet(node, flags);
    if (leaf) return character(leaf, random);
    const below = flagsBelow(node, flags);
    switch (node.type) {
      case 'Sequence':
        return node.items.map((item) => emit(item, below)).join('');
      case 'Alternation':
        return emit(random.pick(node.branches), below);
      case 'Repeat': {
        const turns = node.min + random.int(Math.min(node.max - node.min, 3) + 1);
        return Array.from({ length: Math.min(turns, 40) }, () => emit(node.item, below)).join('');
      }
      case 'CaptureGroup': {
        const text = emit(node.body, below);
        groups.set(node.index, text);
        return text;
      }
      case 'PlainGroup':
      case 'AtomicGroup':
        return emit(node.body, below);
      case 'LookAround':
        return node.direction === 'ahead' && !node.negated && random.int(2) === 0 ? emit(node.body, below) : '';
      case 'BackReference':
        return groups.get(node.index) ?? '';
      case 'Conditional':
        return groups.has(node.index) ? emit(node.yes, below) : node.no ? emit(node.no, below) : '';
      default:
        return '';
    }
  }
}

/** A member of the set: mostly one of ASCII, now and then one from anywhere. */
function character(set: CodePointSet, random: Random): string {
  if (set.length === 0) return '';
  const wide = random.int(12) === 0;
  for (let tries = 0; tries < 20 && !wide; tries++) {
    const i = random.int(Math.min(set.length / 2, 6)) * 2;
    const c = set[i]! + random.int(Math.min(set[i + 1]! - set[i]!, 128));
    if (c < 128 && (c >= 32 || c === 9)) return String.fromCharCode(c);
  }
  if (setSize(set) > 1000 && random.int(2) === 0) return random.pick(oddities);
  const i = random.int(set.length / 2) * 2;
  return String.fromCodePoint(set[i]! + random.int(set[i + 1]! - set[i]!));
}

function nearly(subject: string, random: Random): string {
  const at = random.int(subject.length + 1);
  switch (random.int(4)) {
    case 0:
      return subject.slice(0, at) + random.pick(oddities) + subject.slice(at);
    case 1:
      return subject.slice(0, at) + subject.slice(at + 1);
    case 2:
      return subject.slice(0, at) + random.pick(oddities) + subject.slice(at + 1);
    default:
      return subject.slice(0, at) + subject.slice(random.int(subject.length + 1));
  }
}
