import type { DateTemplate } from '../date-pattern.ts';
import type { DateOutcome } from '../date-value.ts';
import type { TimeMatch } from '../plain-detector.ts';
import type { InstantContext } from '../to-instant.ts';
import { valueOfMatch, valueOfText } from '../value-of-match.ts';
import { createValueMemo, secondsOf, type KnownValue, type SteadyClock, type ValueProbe } from './value-memo.ts';

/** What matches are worth, computed once for those whose text alone says it. */
export class MatchValues {
  private readonly memo = createValueMemo();

  constructor(private readonly context: InstantContext) {}

  /** The value of a text that was computed before. Offsets of the cut into `text`; `now`: seconds since 1970. */
  recall(template: DateTemplate, text: string, start: number, end: number, now: number): KnownValue | undefined {
    return this.memo.recall(template, text, start, end, now, this.context.makeTime.guess);
  }

  /** As `getTime`, for a match whose text alone says what it is worth: once it is known. */
  of(match: TimeMatch, now: number): DateOutcome {
    const { template, line, start, end } = match;
    const { makeTime } = this.context;
    const plain = valueOfText(template, line.slice(start, end));
    if (plain) return plain;
    const known = this.memo.recall(template, line, start, end, now, makeTime.guess);
    if (known) return { kind: 'time', seconds: secondsOf(known, line, start) };
    const outcome = valueOfMatch(match.template, match.compiled, match.line, match.spans, this.context);
    if (outcome.kind === 'time')
      this.memo.learn(template, line.slice(start, end), outcome.seconds, now, makeTime.guess, this.probeOf(match));
    return outcome;
  }

  /** Lets the memory ask what the same match would be worth with another text or at another time. */
  private probeOf(match: TimeMatch): ValueProbe {
    const { makeTime } = this.context;
    const guess = makeTime.guess;
    return {
      steady: steadyClock(match),
      momentOf: (cutText, now) => {
        const line = match.line.slice(0, match.start) + cutText + match.line.slice(match.end);
        const outcome = valueOfMatch(match.template, match.compiled, line, match.spans, {
          ...this.context,
          now: () => now,
        });
        const isSteady = makeTime.guess === guess;
        makeTime.guess = guess;
        return isSteady && outcome.kind === 'time' ? outcome.seconds : NaN;
      },
    };
  }
}

/** Where `%M:%S`, and `.%f` behind it, stand in the cut text if they may vary without anything else in the match changing. */
function steadyClock({ compiled, spans, start }: TimeMatch): SteadyClock | undefined {
  if (!compiled.sticky?.hasSteadyClock) return undefined;
  const spanOf = (key: string): readonly [start: number, end: number] => {
    const group = compiled.fields.find((field) => field.key === key)?.group;
    return group === undefined ? [-1, -1] : [spans[2 * group]!, spans[2 * group + 1]!];
  };
  const [minute, minuteEnd] = spanOf('M');
  const [second, secondEnd] = spanOf('S');
  if (minute < 0 || minuteEnd - minute !== 2 || second !== minute + 3 || secondEnd - second !== 2) return undefined;
  const [fraction, fractionEnd] = spanOf('f');
  const hasFraction = fraction === secondEnd + 1;
  return {
    minuteAt: minute - start,
    fractionAt: (hasFraction ? fraction : secondEnd) - start,
    fractionEnd: (hasFraction ? fractionEnd : secondEnd) - start,
  };
}
