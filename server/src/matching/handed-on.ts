import { textsOf } from '../translate/searcher.ts';
import type { CompiledFilter } from './compile-filter.ts';
import { contentOf } from './search-run.ts';

/** What the failregexes search of a text that prefregex lets through: the text of `<F-CONTENT>`, or all of it. */
export function handedOn({ prefregex }: Pick<CompiledFilter, 'prefregex'>, text: string): string {
  const spans = prefregex?.searcher.search(text);
  const content = spans ? contentOf(prefregex!, textsOf(text, spans)) : '';
  return content === '' ? text : `${content}\n`;
}
