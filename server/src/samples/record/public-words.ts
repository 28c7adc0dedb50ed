import type { CompiledFilter } from '../../matching/compile-filter.ts';
import type { Node } from '../../pyre/nodes.ts';
import { children } from '../../pyre/walk.ts';

/** Whether a word is one that the filter itself asks for: no secret, and no match without it. */
export type IsPublic = (word: string) => boolean;

/** The words that the regexes of a filter ask for letter by letter. */
export function publicWords({ prefregex, failregex, ignoreregex }: CompiledFilter): IsPublic {
  const words = new Set<string>();
  for (const { pattern } of [...(prefregex ? [prefregex] : []), ...failregex, ...ignoreregex])
    for (const [word] of literalText(pattern.body).matchAll(/[\p{L}\p{N}_]+(?:[.@-][\p{L}\p{N}_]+)*/gu)) {
      words.add(word.toLowerCase());
      for (const part of word.split(/[.@-]/)) words.add(part.toLowerCase());
    }
  return (word) => words.has(word.toLowerCase());
}

/** What a regex asks for letter by letter; a NUL where it asks for anything else. */
function literalText(node: Node): string {
  if (node.type === 'Literal') return String.fromCodePoint(node.codePoint);
  const below = children(node).map(literalText);
  return node.type === 'Sequence' ? below.join('') : `\0${below.join('\0')}\0`;
}
