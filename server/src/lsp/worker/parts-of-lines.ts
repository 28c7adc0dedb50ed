import { hasNumberedReferences, markSpans } from '../../explain/branch-counts.ts';
import { searchedText } from '../../matching/date-stage.ts';
import type { CompiledRegex } from '../../matching/compile-filter.ts';
import type { PythonVersion } from '../../pyre/python-version.ts';
import { parsePattern } from '../../pyre/parser.ts';
import { createSearcher } from '../../translate/compile.ts';
import type { Searcher } from '../../translate/searcher.ts';
import { handOn, pieceOf, type Rerun } from './explain-lines.ts';
import type { PartOfLine, RegexPartName } from './messages.ts';

/** The thread that looks for parts also counts: a keystroke must not wait for it. */
const mostMilliseconds = 100;
const searchMilliseconds = 50;
const partName = 'fail2banLensPart';

/** A regex with a group around one part. */
interface Marked {
  readonly isPrefix: boolean;
  readonly searcher: Searcher;
  readonly group: number;
}

/**
 * What parts of regexes take in the lines `[from, to)`, from 0, that the regexes match: of each line the piece of the first regex that
 * does. None of filters that search several lines at once.
 */
export async function partsOfLines(
  { input, filter, prepared, guard }: Rerun,
  parts: readonly RegexPartName[],
  from: number,
  to: number,
): Promise<PartOfLine[]> {
  const { compiled } = filter;
  if (compiled.maxLines > 1) return [];
  const marked = parts.flatMap((part) => {
    const regex = filter.regexes.find(({ kind, index }) => kind === part.kind && index === part.index)?.compiled;
    const found = regex && mark(regex, part, input.filter.python);
    return found ? [{ ...found, isPrefix: part.kind === 'prefregex' }] : [];
  });
  const found: PartOfLine[] = [];
  const end = performance.now() + mostMilliseconds;
  for (let i = 0; marked.length > 0; i++) {
    const block = await prepared.block(i);
    if (!block) break;
    if (block.count === 0 || block.numbers[block.count - 1]! - 1 < from) continue;
    if (block.numbers[0]! - 1 >= to) break;
    for (let at = 0; at < block.count; at++) {
      const line = block.numbers[at]! - 1;
      if (line < from || line >= to) continue;
      if (performance.now() > end) return found;
      guard(() => {
        const whole = searchedText(block, at);
        const handed = handOn(compiled.prefregex, whole);
        if (!handed) return;
        for (const { isPrefix, searcher, group } of marked) {
          const spans = searcher.search(isPrefix ? whole : handed.text);
          if (!spans) continue;
          const piece = pieceOf(block, at, spans, group, isPrefix ? 0 : handed.moved);
          if (piece) found.push({ line, piece });
          break;
        }
      }, searchMilliseconds);
    }
  }
  return found;
}

function mark(
  { expanded }: CompiledRegex,
  { span }: RegexPartName,
  python: PythonVersion,
): Omit<Marked, 'isPrefix'> | undefined {
  if (hasNumberedReferences(expanded.text)) return undefined;
  const { pattern } = parsePattern(markSpans(expanded.text, [{ span, name: partName }]), { python, multiline: false });
  return pattern && { searcher: createSearcher(pattern, { python }), group: pattern.groupNames.get(partName)! };
}
