import type { DateTemplate } from '../date-pattern.ts';
import { isDigitCode, isWordCode } from './char-codes.ts';
import type { Tail } from './clock.ts';
import type { LineClocks } from './line-clocks.ts';
import type { StickyTemplate } from './sticky-template.ts';
import { createCharCursor } from './text-cursor.ts';

/** Tells of most lines, by little more than a look at their colons, that no template but one can match them. */
export interface AbsenceProof {
  /** `clockCount`: of `LineClocks.find` for this line. False only where no template matches besides `except`. */
  mayMatch(text: string, start: number, end: number, clockCount: number, except: DateTemplate): boolean;
}

export interface KnownTemplate {
  readonly template: DateTemplate;
  readonly sticky: StickyTemplate | undefined;
}

/** What every match of a template holds. */
interface ClockNeed {
  readonly template: DateTemplate;
  readonly tails: readonly Tail[];
  /** How far from the line's begin the hour may stand. */
  readonly reach: number;
}

interface StartNeed {
  readonly template: DateTemplate;
  readonly sticky: StickyTemplate;
}

const epochDigits = 10;
const openParenthesis = 0x28;
/** Index of what stands before a line: no character. */
const noChar = 128;

/** Undefined where some template is of a kind that this cannot rule out. */
export function createAbsenceProof(templates: readonly KnownTemplate[], clocks: LineClocks): AbsenceProof | undefined {
  const clockNeeds: ClockNeed[] = [];
  const digitNeeds: StartNeed[] = [];
  const labelNeeds: StartNeed[] = [];
  const epochs: DateTemplate[] = [];
  for (const { template, sticky } of templates) {
    if (template.value.kind === 'epoch') epochs.push(template);
    else if (!sticky) return undefined;
    else if (template.value.kind === 'tai64n') labelNeeds.push({ template, sticky });
    else if (sticky.clock) clockNeeds.push({ template, tails: sticky.clock.tails, reach: reachOf(sticky) });
    else if (sticky.leadingDigits >= runStride && sticky.begin !== 'none') digitNeeds.push({ template, sticky });
    else return undefined;
  }
  const byChar = Array.from({ length: noChar + 1 }, (_, code) =>
    clockNeeds.filter(({ tails }) => tails.some((tail) => tail.length === 0 || tail[0]![code] === 1)),
  );
  const labels = createCharCursor('@');

  const clockMayMatch = (text: string, start: number, count: number, except: DateTemplate): boolean => {
    for (let i = 0; i < count; i++) {
      const colon = clocks.colons[i]!;
      // The hour is one digit, or two.
      for (let hour = colon - 1; hour >= start && hour >= colon - 2 && isDigitCode(text.charCodeAt(hour)); hour--) {
        for (const need of byChar[hour === start ? noChar : text.charCodeAt(hour - 1)]!)
          if (
            need.template !== except &&
            hour - start <= need.reach &&
            need.tails.some((tail) => fitsLeftwards(tail, text, start, hour))
          )
            return true;
      }
    }
    return false;
  };
  const labelMayMatch = (text: string, start: number, end: number, except: DateTemplate): boolean => {
    for (let at = labels.next(text, start); at < end; at = labels.next(text, at + 1))
      for (const { template, sticky } of labelNeeds)
        if (template !== except && matchesHere(sticky, text, at)) return true;
    return false;
  };
  const digitsMayMatch = (text: string, start: number, end: number, except: DateTemplate): boolean => {
    for (let probe = start + runStride - 1; probe < end; probe += runStride) {
      if (!isDigitCode(text.charCodeAt(probe))) continue;
      let first = probe;
      while (first > start && isDigitCode(text.charCodeAt(first - 1))) first--;
      let last = probe;
      while (last + 1 < end && isDigitCode(text.charCodeAt(last + 1))) last++;
      if (runMayMatch(text, start, first, last + 1 - first, except)) return true;
      probe = last;
    }
    return false;
  };
  const runMayMatch = (text: string, start: number, first: number, length: number, except: DateTemplate): boolean => {
    if (length >= epochDigits && epochs.some((epoch) => epoch !== except && epochMayBegin(epoch, text, start, first)))
      return true;
    if (length < runStride || (first > start && isWordCode(text.charCodeAt(first - 1)))) return false;
    return digitNeeds.some(({ template, sticky }) => template !== except && matchesHere(sticky, text, first));
  };
  const hasRunNeeds = epochs.length + digitNeeds.length > 0;
  return {
    mayMatch: (text, start, end, clockCount, except) =>
      clockCount < 0 ||
      clockMayMatch(text, start, clockCount, except) ||
      (labelNeeds.length > 0 && labelMayMatch(text, start, end, except)) ||
      (hasRunNeeds && digitsMayMatch(text, start, end, except)),
  };
}

/** Every run of so many digits holds one of the places that `digitsMayMatch` looks at. */
const runStride = 8;

function reachOf({ begin, clock }: StickyTemplate): number {
  if (begin === 'line') return clock!.prefix.max;
  return begin === 'line-loose' ? clock!.prefix.max + 2 : Infinity;
}

function fitsLeftwards(tail: Tail, text: string, start: number, hour: number): boolean {
  for (let i = 0; i < tail.length; i++) {
    const at = hour - 1 - i;
    if (at < start || tail[i]![text.charCodeAt(at)] !== 1) return false;
  }
  return true;
}

/** The plain Epoch stands near the line's begin or in `audit(`; one among other text (`{EPOCH}`) anywhere. */
function epochMayBegin({ value }: DateTemplate, text: string, start: number, first: number): boolean {
  if (value.kind !== 'epoch' || value.group !== 1) return true;
  return first - start <= 2 || text.charCodeAt(first - 1) === openParenthesis;
}

function matchesHere({ here }: StickyTemplate, text: string, at: number): boolean {
  here.lastIndex = at;
  return here.test(text);
}
