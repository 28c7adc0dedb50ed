import type { IniOption } from '../../ini/nodes.ts';
import { encloses, type Span } from '../../text/span.ts';
import type { CodeActionAnswer, FeatureInput, TextChange } from '../answers.ts';

/** Another way to write a filter. Nothing is proved by the one who proposes it: `prove.ts` does that before it is offered. */
export interface Refactoring {
  readonly title: string;
  readonly kind: CodeActionAnswer['kind'];
  readonly changes: readonly TextChange[];
  /** It is meant to match fewer texts; the title says which it leaves. */
  readonly narrows?: true;
  /** A file that is to be made, and what stands in it. */
  readonly creates?: { readonly file: string; readonly text: string };
}

/** What to propose for a place of a filter: `span` is the cursor, or what is selected. */
export type Refactor = (input: FeatureInput, span: Span) => readonly Refactoring[];

export const regexOptions = ['prefregex', 'failregex', 'ignoreregex'];

/** The regex option that the span lies in. */
export function regexOptionAt({ analysis }: FeatureInput, at: Span): IniOption | undefined {
  return optionsOf(analysis.source.tree).find(({ key, span }) => regexOptions.includes(key) && encloses(span, at));
}

export function optionsOf({ sections }: FeatureInput['analysis']['source']['tree']): IniOption[] {
  return sections.flatMap(({ options }) => options);
}

/** The regex that the span lies in: one trimmed line of an option's value. */
export function regexLineAt(
  input: FeatureInput,
  span: Span,
): { readonly option: IniOption; readonly line: Span; readonly text: string } | undefined {
  const option = regexOptionAt(input, span);
  const line = option?.valueLines.find((one) => encloses(one, span) && one.start < one.end);
  return option && line && { option, line, text: textIn(input, line) };
}

export function textIn({ analysis }: FeatureInput, { start, end }: Span): string {
  return analysis.source.tree.text.slice(start, end);
}

export function changeIn({ analysis }: FeatureInput, span: Span, text: string): TextChange {
  return { place: { file: analysis.path, span }, text };
}

/** How the file ends its lines. */
export function lineEndOf({ analysis }: FeatureInput): string {
  return analysis.source.tree.text.includes('\r\n') ? '\r\n' : '\n';
}

/** From the line's first character to the next line's. */
export function wholeLine({ analysis }: FeatureInput, { start, end }: Span): Span {
  const { text } = analysis.source.tree;
  const after = text.indexOf('\n', end);
  return { start: text.lastIndexOf('\n', start - 1) + 1, end: after < 0 ? text.length : after + 1 };
}

/** The blanks that a further line of the option begins with: as its second line has them, else below its value. */
export function indentOf(input: FeatureInput, { span, valueSpan, valueLines }: IniOption): string {
  const second = valueLines.find(({ start, end }, i) => i > 0 && start < end);
  if (second) return textIn(input, { start: wholeLine(input, second).start, end: second.start });
  return ' '.repeat(Math.max(1, valueSpan.start - span.start));
}
