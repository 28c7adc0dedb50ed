import { posixMessage, posixSet, withoutPosix } from '../pyre/posix-classes.ts';
import { MappedText } from '../text/mapped-text.ts';
import type { Span } from '../text/span.ts';
import { quoted } from './in-words.ts';
import type { NamedCause } from './named-cause.ts';
import { asciiOf, codePoint } from './look-alikes.ts';

/** A regex that is written as another language or another place wants it, and as it was meant. */
export interface KnownMistake extends NamedCause {
  readonly configured: MappedText;
  readonly title: string;
  /** Where the mistake stands in the expanded regex. */
  readonly span: Span;
}

/** Mistakes that change the meaning of a whole regex, so that no part of it is at fault alone, for a text that is searched. Whether one keeps it from matching is for the engine to say. */
export function knownMistakes(configured: MappedText, expanded: MappedText, line: string): KnownMistake[] {
  return [posixSets, slashesAround, quotesAround, doubledBackslashes, parentheses, typography, virtualHost].flatMap(
    (find) => {
      const found = find(configured, expanded, line);
      return found ? [found] : [];
    },
  );
}

function posixSets(configured: MappedText, { text }: MappedText): KnownMistake | undefined {
  const [first] = text.matchAll(posixSet);
  const instead = first && withoutPosix(first[0]);
  if (instead === undefined) return undefined;
  return {
    cause: 'text',
    message: posixMessage(first![1]!),
    configured: configured.replace(new RegExp(posixSet.source, 'g'), ([set]) => {
      const piece = withoutPosix(set);
      return piece === undefined ? undefined : written(piece);
    }),
    title: `Write it for Python: ${instead}`,
    span: spanOf(first!),
  };
}

function slashesAround(configured: MappedText, expanded: MappedText): KnownMistake | undefined {
  const match = /^\/(.*)\/([a-z]*)$/s.exec(configured.text);
  if (!match || expanded.text[0] !== '/') return undefined;
  const [, inner, flags] = match;
  const bare = configured.slice(1, 1 + inner!.length);
  return {
    cause: 'text',
    message: `The slashes around the regex are part of it: fail2ban takes the regex alone${flags ? `, and ${flags.includes('i') ? '(?i) at its start' : 'its flags at its start'}` : ''}.`,
    configured: flags!.includes('i') ? MappedText.concat([written('(?i)'), bare]) : bare,
    title: `Leave out the slashes${flags!.includes('i') ? ': (?i) ignores case' : ''}`,
    span: { start: 0, end: 1 },
  };
}

function quotesAround(configured: MappedText): KnownMistake | undefined {
  const mark = /^(["']).*\1$/s.exec(configured.text)?.[1];
  if (mark === undefined || configured.length < 3) return undefined;
  return {
    cause: 'text',
    message: `The quotes around the regex are part of it: the line has no ${mark} there. Values need no quotes.`,
    configured: configured.slice(1, configured.length - 1),
    title: 'Leave out the quotes',
    span: { start: 0, end: 1 },
  };
}

const doubled = /\\\\(?=[.()[\]{}|^$*+?dswbDSWB/"'-])/g;

function doubledBackslashes(configured: MappedText, { text }: MappedText): KnownMistake | undefined {
  const [first, ...others] = text.matchAll(doubled);
  if (!first) return undefined;
  const more = others.length === 0 ? '' : `, here and at ${others.length} more place${others.length === 1 ? '' : 's'}`;
  return {
    cause: 'text',
    message: `"\\\\" stands for a backslash in the line, which has none there. One backslash is enough before a mark${more}.`,
    configured: configured.replace(new RegExp(doubled.source, 'g'), () => written('\\')),
    title: 'Write one backslash for two',
    span: spanOf(first),
  };
}

const plainGroup = /(?<!\\)\([\w ,:;.'=-]+\)(?![*+?{])/g;

/** `(user bob)` where the line has these parentheses themselves. */
function parentheses(configured: MappedText, { text }: MappedText, line: string): KnownMistake | undefined {
  const first = [...text.matchAll(plainGroup)].find(([group]) => line.includes(group));
  if (!first) return undefined;
  const meant = (group: string): string => group.replace(/^\(/, '\\(').replace(/\)$/, '\\)');
  return {
    cause: 'text',
    message: '( and ) make a group; the line has the marks themselves.',
    configured: configured.replace(new RegExp(plainGroup.source, 'g'), ([group]) =>
      line.includes(group) ? written(meant(group)) : undefined,
    ),
    title: `Mean the marks themselves: ${meant(first[0])}`,
    span: spanOf(first),
  };
}

/** Characters of a word processor or a web page in the regex: the line has the plain ones. */
function typography(configured: MappedText, { text }: MappedText): KnownMistake | undefined {
  const odd = [...text.matchAll(/[^\0-\x7f]/gu)].filter(([char]) => asciiOf(char) !== undefined);
  const [first, ...others] = odd;
  if (!first) return undefined;
  const more = others.length === 0 ? '' : `, and ${others.length} more like it`;
  return {
    cause: 'encoding',
    message: `The regex has ${JSON.stringify(first[0])} (${codePoint(first[0])}), which only looks like ${JSON.stringify(asciiOf(first[0]))}${more}; the line has the plain ones.`,
    configured: configured.replace(/[^\0-\x7f]/gu, ([char]) => {
      const plain = asciiOf(char);
      return plain === undefined ? undefined : written(plain);
    }),
    title: 'Write the plain characters',
    span: spanOf(first),
  };
}

const addressAtStart = /^\^(\\s[*+])?(?=<(?:HOST|ADDR|IP4|IP6)>)/;
const hostBeforeAddress =
  /^\s*((?:[A-Za-z0-9_-]+\.)+[A-Za-z][A-Za-z0-9-]*\.?(?::\d+)?) +(?:\d{1,3}(?:\.\d{1,3}){3}|[\da-f]*:[\da-f:.]*:[\da-f.]*)(?![\w.:])/i;

/** `www.example.com:443 192.0.2.1 - -`, as web servers write it for many sites in one log. */
function virtualHost(configured: MappedText, _: MappedText, line: string): KnownMistake | undefined {
  const start = addressAtStart.exec(configured.text);
  const name = hostBeforeAddress.exec(line)?.[1];
  if (!start || name === undefined) return undefined;
  const piece = `${start[1] ?? ''}\\S+\\s+`;
  return {
    cause: 'address',
    message: `${quoted(name)} stands before the address, as the name of the site (virtual host); the regex wants the address right at ^.`,
    configured: MappedText.concat([configured.slice(0, 1), written(piece), configured.slice(start[0].length)]),
    title: `Take the name of the site: ^${piece}`,
    span: { start: 0, end: 1 },
  };
}

function written(text: string): MappedText {
  return MappedText.builtin(text, 'fix');
}

function spanOf({ 0: text, index }: RegExpExecArray): Span {
  return { start: index, end: index + text.length };
}
