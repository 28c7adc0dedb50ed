import type { FoldAnswer } from '../answers.ts';
import { sampleLines } from './sample-text.ts';

/** Each option set with the lines that are tried with it, and runs of comments for people. */
export function sampleFolding(text: string): FoldAnswer[] {
  const lines = sampleLines(text);
  const folds: FoldAnswer[] = [];
  const heads = lines.flatMap(({ comment }, i) => (comment?.word === 'filterOptions' ? [i] : []));
  const isRemark = (i: number): boolean => lines[i]!.text.startsWith('#') && !lines[i]!.comment;
  heads.forEach((head, i) => {
    let last = (heads[i + 1] ?? lines.length) - 1;
    while (last > head && (lines[last]!.text.trim() === '' || isRemark(last))) last--;
    if (last > head)
      folds.push({ span: { start: lines[head]!.span.start, end: lines[last]!.span.end }, kind: 'region' });
  });
  for (let i = 0; i < lines.length; i++) {
    const first = i;
    while (i < lines.length && isRemark(i)) i++;
    if (i - first > 1)
      folds.push({ span: { start: lines[first]!.span.start, end: lines[i - 1]!.span.end }, kind: 'comment' });
  }
  return folds;
}
