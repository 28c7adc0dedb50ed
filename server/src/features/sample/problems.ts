import { closestWord } from '../../lint/closest.ts';
import { momentOf } from '../../samples/compare.ts';
import { readSample, type Expectation } from '../../samples/read-sample.ts';
import type { Severity } from '../../text/problem.ts';
import type { Span } from '../../text/span.ts';
import { directives, isDirective, keysIn, sampleLines, type SampleTextLine } from './sample-text.ts';

/** What is wrong with a sample as it is written; whether its expectations hold is told by running it. */
export interface SampleProblem {
  /** `unread-expectation`, `unknown-directive`, `impossible-time`. */
  readonly code: string;
  readonly severity: Severity;
  readonly message: string;
  readonly span: Span;
}

export function sampleProblems(text: string): SampleProblem[] {
  const lines = sampleLines(text);
  return [
    ...readSample(text).flatMap((item): SampleProblem[] => {
      switch (item.kind) {
        case 'problem':
          return [unread(lines[item.line - 1]!, item.message)];
        case 'line':
          return item.isCommented ? ofTime(lines[item.line - 2]!, item.expected, item.text) : [];
        default:
          return [];
      }
    }),
    ...lines.flatMap(ofDirective),
  ];
}

/** Where the JSON breaks off, where that is told. */
function unread({ text, span, comment }: SampleTextLine, message: string): SampleProblem {
  const value = comment?.valueSpan ?? span;
  const position = /at position (\d+)/.exec(message);
  const start = position
    ? Math.min(value.start + Number(position[1]), Math.max(value.start, value.end - 1))
    : value.start;
  const end = position ? start + 1 : value.end;
  return {
    code: 'unread-expectation',
    severity: 'error',
    message: `${message}. fail2ban’s tests end here.`,
    span: text === '' ? span : { start, end },
  };
}

/** A word that is nearly one of the directives: it says nothing to fail2ban. */
function ofDirective({ comment, text }: SampleTextLine): SampleProblem[] {
  if (!comment || isDirective(comment.word)) return [];
  const names = Object.keys(directives);
  const meant =
    names.find((name) => name.toLowerCase() === comment.word.toLowerCase()) ?? closestWord(comment.word, names);
  if (meant === undefined || !/:\s*["[{]/.test(text)) return [];
  return [
    {
      code: 'unknown-directive',
      severity: 'warning',
      message: `${comment.word} is a comment to fail2ban: ${meant} is meant.`,
      span: comment.wordSpan,
    },
  ];
}

function ofTime(line: SampleTextLine, { time, match }: Expectation, logLine: string): SampleProblem[] {
  // Of a line that is not to match no time is asked.
  if (time === undefined || time === null || !match) return [];
  const tell = (message: string): SampleProblem[] => [
    { code: 'impossible-time', severity: 'warning', message, span: valueSpan(line, 'time') },
  ];
  if (typeof time !== 'string' || momentOf(time) === undefined)
    return tell(`${JSON.stringify(time)} is no local time such as 2005-08-14T12:00:00: the expectation cannot hold.`);
  const clocks = [...logLine.matchAll(/(?<![\d:])\d{1,2}:\d{2}:(\d{2})(?![\d:])/g)].map((found) => found[1]!);
  const seconds = time.split(':')[2]!.padStart(2, '0').slice(0, 2);
  // A zone may be any hours and minutes away, never seconds.
  return clocks.length === 1 && clocks[0] !== seconds && !/\d{9}/.test(logLine)
    ? tell(`The line’s clock stands at second ${clocks[0]}, in no zone at second ${seconds}.`)
    : [];
}

/** Where the value of a key stands, up to the next key; the whole JSON where that cannot be told. */
function valueSpan({ comment, text, span }: SampleTextLine, key: string): Span {
  const value = comment?.valueSpan ?? span;
  const json = text.slice(value.start - span.start);
  const keys = keysIn(json);
  const at = keys.findIndex((one) => one.key === key);
  if (at === -1) return value;
  const found = /\s*:\s*("(?:[^"\\]|\\.)*"|[^,}\s]+)/y;
  found.lastIndex = keys[at]!.end;
  const match = found.exec(json);
  if (!match) return value;
  const end = value.start + match.index + match[0].length;
  return { start: end - match[1]!.length, end };
}
