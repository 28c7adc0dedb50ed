import type { CompiledRegex } from '../matching/compile-filter.ts';
import { leafSet } from '../pyre/analysis/leaf-set.ts';
import { parsePattern } from '../pyre/parser.ts';
import type { PythonVersion } from '../pyre/python-version.ts';
import { walk } from '../pyre/walk.ts';
import type { CodePointSet } from '../text/code-point-set.ts';
import type { Span } from '../text/span.ts';
import { once } from '../text/once.ts';
import { createSearcher } from '../translate/compile.ts';
import type { Searcher } from '../translate/searcher.ts';
import { bare, isLoose } from './written-text.ts';

/** A part of a regex that may take an address: `.*`, `[^"]+`. */
export interface LoosePart {
  /** In the expanded regex. */
  readonly span: Span;
  readonly set: CodePointSet;
  readonly isGreedy: boolean;
  /** The named group around it. */
  readonly group: string | undefined;
}

/** What a loose part took of a text. */
export interface TakenPart extends Span {
  readonly part: LoosePart;
}

/** Tells what each loose part of a regex takes of a text; undefined where the regex does not match it, or it cannot be told. */
export type PartFinder = (text: string) => readonly TakenPart[] | undefined;

/** Empty where no group can be put in. */
interface Grouped {
  readonly parts?: readonly (LoosePart & { name: string })[];
  readonly names?: ReadonlyMap<string, number>;
  readonly searcher?: Searcher;
}

/** The same regex with a group around each of its loose parts, compiled when it is asked first. */
export function createPartFinder(
  { pattern }: CompiledRegex,
  { python, maxLines }: { readonly python: PythonVersion; readonly maxLines: number },
): PartFinder {
  const made = once((): Grouped => {
    const parts: (LoosePart & { name: string })[] = [];
    const groups: { name: string; span: Span }[] = [];
    let countsGroups = false;
    walk(pattern, (node, flags) => {
      if ((node.type === 'BackReference' || node.type === 'Conditional') && node.name === undefined)
        countsGroups = true;
      if (node.type === 'LookAround') return false;
      if (node.type === 'CaptureGroup' && node.name !== undefined) groups.push({ name: node.name, span: node.span });
      if (node.type !== 'Repeat' || !isLoose(node, flags)) return true;
      const name = `lens_room_${parts.length}`;
      const group = groups.findLast(({ span }) => span.start <= node.span.start && node.span.end <= span.end)?.name;
      const set = leafSet(bare(node.item), flags)!;
      parts.push({ group, span: node.span, set, isGreedy: node.mode !== 'lazy', name });
      return false;
    });
    if (countsGroups) return {};
    let source = pattern.source;
    for (const { span, name } of [...parts].reverse())
      source = `${source.slice(0, span.start)}(?P<${name}>${source.slice(span.start, span.end)})${source.slice(span.end)}`;
    const probed = parsePattern(source, { python, multiline: maxLines > 1 }).pattern;
    return probed ? { parts, names: probed.groupNames, searcher: createSearcher(probed, { python }) } : {};
  });
  return (text) => {
    const { parts, names, searcher } = made();
    const spans = searcher?.search(`${text}\n`);
    if (!spans) return undefined;
    return parts!.flatMap(({ name, ...part }) => {
      const group = names!.get(name)!;
      const [start, end] = [spans[2 * group]!, spans[2 * group + 1]!];
      return start < 0 ? [] : [{ part, start, end: Math.min(end, text.length) }];
    });
  };
}
