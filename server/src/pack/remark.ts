import { code } from '../text/markdown.ts';

/** A sentence about a pack: plain, and as Markdown, where all that comes from files stands in code marks. */
export interface Remark {
  readonly text: string;
  readonly markdown: string;
}

/** E.g. remark`${path} cannot be read.` */
export function remark(words: TemplateStringsArray, ...written: readonly string[]): Remark {
  const join = (pieces: readonly string[]): string => words.map((word, i) => word + (pieces[i] ?? '')).join('');
  return { text: join(written), markdown: join(written.map((piece) => code(piece))) };
}
