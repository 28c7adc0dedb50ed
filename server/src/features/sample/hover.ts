import type { HoverAnswer } from '../answers.ts';
import { directives, isDirective, keysIn, keysOf, lineOf, sampleLines } from './sample-text.ts';

/** What a directive and a key of its JSON mean. */
export function sampleHover(text: string, offset: number): HoverAnswer | undefined {
  const comment = lineOf(sampleLines(text), offset)?.comment;
  if (!comment || !isDirective(comment.word)) return undefined;
  const { word, wordSpan, valueSpan } = comment;
  if (offset >= wordSpan.start && offset <= wordSpan.end) return { span: wordSpan, markdown: directives[word] };
  const key = keysIn(text.slice(valueSpan.start, valueSpan.end)).find(
    ({ start, end }) => offset >= valueSpan.start + start && offset <= valueSpan.start + end,
  );
  if (!key) return undefined;
  const span = { start: valueSpan.start + key.start, end: valueSpan.start + key.end };
  const known = Object.hasOwn(keysOf[word], key.key) ? keysOf[word][key.key] : undefined;
  if (known) return { span, markdown: known.words };
  return word === 'failJSON'
    ? { span, markdown: 'A group of the failure, as `<F-…>` names it: its value.' }
    : { span, markdown: 'An option of the filter.' };
}
