import { intersect, type CodePointSet } from '../../text/code-point-set.ts';
import type { CaptureGroup, Node, Pattern, Repeat } from '../../pyre/nodes.ts';
import { hasCased } from '../../text/unicode.ts';
import { isPlain, printSet, type SetForm } from '../../translate/print-set.ts';
import { canBeEmpty } from '../../translate/shape.ts';
import type { LeafSets } from './leaf-sets.ts';

const form: SetForm = { ascii: true, escape: escapeAscii, nothing: '[]', everything: '[^]' };
const asciiButNewline: CodePointSet = [0, 0x0a, 0x0b, 0x80];

/**
 * A part of a template's regex as a JavaScript regular expression (without flags) for ASCII lines that stand in a larger text:
 * it finds what Python finds in the line alone, as it never takes a line feed. Gives undefined for what default templates do not hold (look-around, lazy repeats, …), where a
 * neighbour line could be seen or JavaScript thinks differently.
 */
export function asciiSource(node: Node, { flags }: Pattern, leafOf: LeafSets): string | undefined {
  const opened = new Map<number, { readonly number: number; readonly group: CaptureGroup }>();
  let isSupported = true;
  const ignoresCase = flags.has('i');
  const source = emit(node, false);
  return isSupported ? source : undefined;

  /** `mayBeSkipped`: within an optional part, where a group may stay unset. */
  function emit(part: Node, mayBeSkipped: boolean): string {
    const leaf = leafOf.node(part);
    if (leaf) return printSet(intersect(leaf, asciiButNewline), form);
    switch (part.type) {
      case 'Sequence':
        return part.items.map((item) => emit(item, mayBeSkipped)).join('');
      case 'Alternation':
        return part.branches.map((branch) => emit(branch, true)).join('|');
      case 'Repeat':
        return emitRepeat(part);
      case 'PlainGroup':
        return part.add.size + part.remove.size > 0 ? unsupported() : `(?:${emit(part.body, mayBeSkipped)})`;
      case 'CaptureGroup':
        return emitGroup(part, mayBeSkipped);
      case 'BackReference':
        return emitReference(part.index);
      case 'GlobalFlags':
      case 'Comment':
        return '';
      default:
        return unsupported();
    }
  }

  function emitRepeat({ item, min, max, mode }: Repeat): string {
    if (mode !== 'greedy' || (max > 1 && canBeEmpty(item))) return unsupported();
    const bounds = max === Infinity ? `{${min},}` : `{${min},${max}}`;
    return leafOf.node(item) ? emit(item, true) + bounds : `(?:${emit(item, true)})${bounds}`;
  }

  /** Only a group that always takes part and is one character wide can be referred to, and is therefore kept as a group. */
  function emitGroup(group: CaptureGroup, mayBeSkipped: boolean): string {
    if (mayBeSkipped || !leafOf.node(group.body)) return `(?:${emit(group.body, mayBeSkipped)})`;
    opened.set(group.index, { number: opened.size + 1, group });
    return `(${emit(group.body, false)})`;
  }

  function emitReference(index: number): string {
    const referred = opened.get(index);
    // A reference to letters would have to fold case.
    if (!referred || (ignoresCase && hasCased(leafOf.node(referred.group.body)!, false))) return unsupported();
    return `(?:\\${referred.number})`;
  }

  function unsupported(): string {
    isSupported = false;
    return '';
  }
}

function escapeAscii(codePoint: number): string {
  return isPlain(codePoint) ? String.fromCharCode(codePoint) : `\\x${codePoint.toString(16).padStart(2, '0')}`;
}
