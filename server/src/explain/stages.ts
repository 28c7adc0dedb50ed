import type { RegexKind } from '../protocol.ts';
import type { Span } from '../text/span.ts';
import { visible } from '../text/visible.ts';
import { fateInWords, type ConnectionFate } from './connections.ts';
import { sightingInWords } from './date-advice.ts';
import type { LineExplanation, PrefixMatch } from './explain-line.ts';
import type { MatchedId } from './explain-match.ts';
import type { Miss } from './explain-regex.ts';
import { neededLinesInWords } from './needed-lines.ts';

/** One stage that fail2ban takes a line through, in words. */
export interface Stage {
  readonly name: string;
  readonly words: string;
  /** True where the line gets stuck here. */
  readonly isObstacle: boolean;
  /** The regex that is asked, from 0; of a miss with the part at fault, in UTF-16 of the expanded regex. */
  readonly regex?: { readonly kind: RegexKind; readonly index: number; readonly span?: Span };
}

/** What the date templates made of a line. */
export interface DateWords {
  /** The template that took the date. */
  readonly template: string | undefined;
  readonly datepattern: string | undefined;
}

/** The stages of a line in fail2ban's order; of the failregexes the nearest first. */
export function stagesOf(explanation: LineExplanation, dates: DateWords): Stage[] {
  const { rest, prefregex, failregex, ignoredBy, verdict } = explanation;
  return [
    { name: 'date', words: dateWords(explanation, dates.template) + advice(explanation, dates), isObstacle: false },
    { name: 'searched', words: visible(rest), isObstacle: false },
    ...(explanation.needed
      ? [{ name: 'maxlines', words: neededLinesInWords(explanation.needed), isObstacle: true }]
      : []),
    ...(prefregex === undefined ? [] : [prefregexStage(prefregex)]),
    ...(explanation.behindPrefregex ?? []).slice(0, 1).map(({ index, miss, id }): Stage => {
      const regex = { kind: 'failregex', index } as const;
      if (miss) return missStage(regex, behindIt(miss), false);
      return { ...matchStage(regex, id), words: `behind it: ${matchWords(id, undefined)}` };
    }),
    ...failregex.map(({ index, miss, id, namesNobody, connection }): Stage => {
      const regex = { kind: 'failregex', index } as const;
      if (miss) return missStage(regex, miss, verdict === 'missed');
      return namesNobody
        ? { ...matchStage(regex, id), words: `matches. ${namesNobody.message}`, isObstacle: true }
        : matchStage(regex, id, connection);
    }),
    ...(explanation.ignoredInVain ?? []).map((index): Stage => ({
      name: `ignoreregex ${index + 1}`,
      words: matchesInVain,
      isObstacle: false,
      regex: { kind: 'ignoreregex', index },
    })),
    ...(explanation.nearlyIgnoredBy ?? []).map(({ index, miss }) =>
      missStage({ kind: 'ignoreregex', index }, doesNotMatch(miss), false),
    ),
    ...ignoredBy.map((index): Stage => ({
      name: `ignoreregex ${index + 1}`,
      words: explanation.ignoringAnything?.includes(index)
        ? 'matches: the line is ignored (this ignoreregex matches even an empty line)'
        : 'matches: the line is ignored',
      isObstacle: true,
      regex: { kind: 'ignoreregex', index },
    })),
  ];
}

/** Of an ignoreregex, in a line that no failregex matches. */
export const matchesInVain = 'matches, but is asked only of lines that a failregex matches';

/** Of a failregex, behind a prefregex that does not let the line through. */
export function behindIt(miss: Miss): Miss {
  return { ...miss, message: `behind it: ${miss.message}` };
}

/** Of an ignoreregex that comes near to a matched line. */
export function doesNotMatch(miss: Miss): Miss {
  return { ...miss, message: `does not match: ${miss.message}` };
}

function prefregexStage(prefregex: NonNullable<LineExplanation['prefregex']>): Stage {
  const regex = { kind: 'prefregex', index: 0 } as const;
  if (!('content' in prefregex)) return missStage(regex, prefregex, true);
  return { name: 'prefregex', words: prefixWords(prefregex), isObstacle: false, regex };
}

/** What prefregex hands on, and what is wrong with that. */
export function prefixWords({ content, doubt }: PrefixMatch): string {
  if (content === undefined) return 'matches';
  return `matches, hands on: ${visible(content)}${doubt === undefined ? '' : `. ${doubt}`}`;
}

/** What a match names, and what it comes to for its connection. */
export function matchWords(id: MatchedId | undefined, connection: ConnectionFate | undefined): string {
  const fate = connection ? fateInWords(connection) : '';
  const name = id?.isName && !id.doubt ? ', a name: whether it is looked up is for usedns to say' : '';
  return `matches${id ? `: ${visible(id.id)}${name}` : ''}${fate === '' ? '' : `; ${fate}`}`;
}

/** What a match names, and what is wrong with it. */
function matchStage(
  regex: { kind: RegexKind; index: number },
  id: MatchedId | undefined,
  connection?: ConnectionFate,
): Stage {
  const words = `${matchWords(id, connection)}${id?.doubt ? `. ${visible(id.doubt.message)}` : ''}`;
  return { name: `${regex.kind} ${regex.index + 1}`, words, isObstacle: false, regex };
}

function missStage(regex: { kind: RegexKind; index: number }, miss: Miss, isObstacle: boolean): Stage {
  const name = regex.kind === 'prefregex' ? regex.kind : `${regex.kind} ${regex.index + 1}`;
  const span = miss.culprit?.span;
  return { name, words: visible(miss.message), isObstacle, regex: span ? { ...regex, span } : regex };
}

/** A moment, in UTC. A TAI64N stamp can lie beyond all calendars. */
export function momentWords(seconds: number): string {
  const moment = new Date(seconds * 1000);
  return Number.isNaN(moment.getTime()) ? `${seconds} seconds since 1970` : moment.toISOString();
}

function advice({ sighting }: LineExplanation, { datepattern }: DateWords): string {
  return sighting ? `; ${sightingInWords(sighting, datepattern)}` : '';
}

/** What fail2ban makes of the line's date. `template`: the one that took it. */
export function dateWords({ date, text }: LineExplanation, template: string | undefined): string {
  switch (date.kind) {
    case 'none':
      return 'none that fail2ban finds: it counts the line as of now';
    case 'unwanted':
      return 'none, as the datepattern asks for none: it counts the line as of now';
    case 'borrowed':
      return `none of its own: that of a line before stands in (${visible(date.text)})`;
    case 'unparsable':
      return `"${visible(text.slice(date.start, date.end))}" is cut out, but is no moment`;
    case 'found':
      return `"${visible(text.slice(date.start, date.end))}" is cut out: ${momentWords(date.seconds)}${template === undefined ? '' : `, by ${visible(template)}`}`;
  }
}
