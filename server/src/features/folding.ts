import { lineAt } from '../ini/at.ts';
import type { IniFile, IniLine } from '../ini/nodes.ts';
import type { FeatureInput, FoldAnswer } from './answers.ts';

/** Sections, options over several lines, runs of comment lines. */
export function folding({ analysis }: FeatureInput): FoldAnswer[] {
  const { tree } = analysis.source;
  const { sections, lines } = tree;
  const folds: FoldAnswer[] = [];
  for (const { name, span, options } of sections) {
    folds.push({ span, ...(name === 'INCLUDES' ? { kind: 'imports' as const } : {}) });
    for (const option of options) folds.push({ span: option.span });
  }
  return [...folds, ...commentFolds(lines)].filter(({ span }) => spansLines(tree, span.start, span.end));
}

function commentFolds(lines: readonly IniLine[]): FoldAnswer[] {
  const folds: FoldAnswer[] = [];
  let first: IniLine | undefined;
  let last: IniLine | undefined;
  for (const line of [...lines, undefined]) {
    if (line?.type === 'comment' && line.comment) {
      first ??= line;
      last = line;
    } else {
      if (first && last && first !== last)
        folds.push({ span: { start: first.span.start, end: last.span.end }, kind: 'comment' });
      first = last = undefined;
    }
  }
  return folds;
}

function spansLines(tree: IniFile, start: number, end: number): boolean {
  const line = lineAt(tree, start);
  return line !== undefined && end > line.span.end;
}
