import { bufferText, withoutDate } from '../matching/line-buffer.ts';
import type { LineParts } from '../matching/ticket-data.ts';
import { probeName } from './changed-regex.ts';
import { overLines, type Miss } from './explain-regex.ts';
import { rewritten } from './fixes.ts';
import { lineOfBuffer, lineOfRegex, ordinal, quoted } from './in-words.ts';
import { backReference, type ExplainedRegex, type LinePiece } from './line-pieces.ts';
import type { Trial } from './near-miss.ts';
import type { Trials } from './trials.ts';

/** Pieces of a regex, and the line, from 0, that each fits by itself: one behind the other. */
export interface FittingLines {
  readonly pieces: readonly LinePiece[];
  readonly order: readonly number[];
  readonly lines: readonly LineParts[];
}

type Answer = Omit<Miss, 'nearness'>;

/** Why lines that all fit do not match together; undefined where it is neither the lines between nor a back-reference. */
export function togetherMiss(regex: ExplainedRegex, fitting: FittingLines, trials: Trials): Answer | undefined {
  const { trial } = trials.of(bufferText(fitting.lines));
  return trials.run(() => linesBetween(regex, fitting, trial) ?? otherText(regex, fitting, trial));
}

/** A line break where other lines stand between. */
function linesBetween(regex: ExplainedRegex, { pieces, order, lines }: FittingLines, trial: Trial): Answer | undefined {
  const gaps = pieces.flatMap(({ divider }, at) =>
    divider && divider.written !== '<SKIPLINES>' && order[at]! > order[at - 1]! + 1 ? [{ divider, at }] : [],
  );
  const [first] = gaps;
  if (!first) return undefined;
  const source = regex.expanded.text;
  const relaxed = overLines(
    gaps.reduceRight(
      (text, { divider: { span } }) => `${text.slice(0, span.start)}\\n(?:.*\\n)*?${text.slice(span.end)}`,
      source,
    ),
  );
  if (!trial.search(relaxed)) return undefined;
  const { divider, at } = first;
  const between = order[at]! - order[at - 1]! - 1;
  const configured = rewritten(
    regex,
    gaps.map(({ divider: { span } }) => ({ span, text: '<SKIPLINES>' })),
  );
  return {
    cause: 'text',
    message: `${lineOfRegex(at - 1)} fits ${lineOfBuffer(order[at - 1]!, lines)}, the ${ordinal(at)} ${lineOfBuffer(order[at]!, lines)}; ${between === 1 ? 'one more line stands' : `${between} more lines stand`} between them, and the regex takes only a line break there: <SKIPLINES> passes over lines.`,
    culprit: { span: divider.span, written: divider.written, found: withoutDate(lines[order[at - 1]! + 1]!).trim() },
    relaxed,
    fix: configured && { title: 'Pass over the lines between: <SKIPLINES>', configured },
  };
}

/** A back-reference to what another line has, where this one has something else. */
function otherText({ expanded }: ExplainedRegex, { order, lines }: FittingLines, trial: Trial): Answer | undefined {
  const source = expanded.text;
  for (const { 0: written, index } of source.matchAll(backReference)) {
    const behind = source.slice(index + written.length);
    const relaxed = overLines(`${source.slice(0, index)}(?P<${probeName}>[^\\n]*?)${behind}`);
    const match = trial.search(relaxed);
    if (!match) continue;
    const name = /^\(\?P=(\w+)\)$/.exec(written)?.[1];
    const group = name === undefined ? Number(written.slice(1)) : match.groupNames.get(name)!;
    const probe = match.groupNames.get(probeName)!;
    const textOf = (of: number): string => trial.text.slice(match.spans[2 * of], match.spans[2 * of + 1]);
    return {
      cause: 'text',
      message: `Each line of the regex fits one of the ${lines.length} that are searched together, from line ${order[0]! + 1} to line ${order.at(-1)! + 1}; but ${written} wants ${quoted(textOf(group))} again, as before, and the line has ${quoted(textOf(probe))} there.`,
      culprit: { span: { start: index, end: index + written.length }, written, found: textOf(probe) },
      relaxed: overLines(`${source.slice(0, index)}[^\\n]*?${behind}`),
      fix: undefined,
    };
  }
  return undefined;
}
