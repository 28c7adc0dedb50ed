import type { CompiledRegex } from '../matching/compile-filter.ts';
import { addressOfNumber } from '../matching/looked-up-ids.ts';
import { escapeRegex } from '../text/escape-regex.ts';
import { MappedText } from '../text/mapped-text.ts';
import type { Span } from '../text/span.ts';
import { visible } from '../text/visible.ts';
import type { Trial, TrialMatch } from './near-miss.ts';

/** What a match of a failregex names, and whether that is what stands in the line. */
export interface MatchedId {
  readonly id: string;
  /** Place in the text that was searched. */
  readonly span: Span;
  /** A host name: `usedns` says whether it is looked up. */
  readonly isName: boolean;
  /** Undefined where nothing is wrong with it. */
  readonly doubt:
    | {
        /** One sentence. */
        readonly message: string;
        /** The address of which the id is only the end, or which stands elsewhere. */
        readonly meant: string | undefined;
        readonly fix: MatchFix | undefined;
      }
    | undefined;
}

interface MatchFix {
  readonly title: string;
  readonly configured: MappedText;
}

/** How a fix is tried: searches of the text, and what Python compiles of a regex. */
interface Tried {
  readonly trial: Trial;
  expand(configured: MappedText): MappedText;
}

const address =
  /(?<![\w.:])(?:(?:\d{1,3}\.){3}\d{1,3}(?!\.?\w)|(?:[0-9a-f]{1,4}:){7}[0-9a-f]{1,4}(?![\w:])|(?=[0-9a-f:]*::)(?:[0-9a-f]{0,4}:){2,7}[0-9a-f]{0,4}(?![\w:]))/giu;

/**
 * Looks at the id that `regex` takes out of `text`: a piece before it may have taken too much and left only the end of it. `expand`: the
 * text that Python compiles (`expandRegex`).
 */
export function explainMatch(
  { configured, expanded }: Pick<CompiledRegex, 'configured' | 'expanded'>,
  text: string,
  trial: Trial,
  expand: (configured: MappedText) => MappedText,
): MatchedId | undefined {
  const tried = { trial, expand };
  const match = trial.search(expanded.text);
  const hit = match && idIn(match);
  if (!hit) return undefined;
  const { kind, span } = hit;
  const id = text.slice(span.start, span.end);
  const found = { id, span, isName: kind === 'dns' && addressOfNumber(id) === undefined };
  const isCutOff = /[\w.]$/.test(text.slice(0, span.start)) && /^\w/.test(id);
  const more = kind === 'ip4' ? /^[.-]?(?=[\w.-]*[a-z])[\w.-]*\w/i.exec(text.slice(span.end))?.[0] : undefined;
  if (more !== undefined && !isCutOff) {
    const whole = `${id}${more}`;
    return {
      ...found,
      doubt: {
        message: `It names "${visible(id)}", only the beginning of "${visible(whole)}": nothing behind the tag says where it ends.`,
        meant: undefined,
        fix: wholeWordFix(configured, whole, tried),
      },
    };
  }
  if (!isCutOff && kind !== 'dns') return { ...found, doubt: undefined };
  const others = [...text.matchAll(address)].map(({ 0: other, index }) => ({ other, index }));
  const around = others.find(({ other, index }) => index < span.start && span.end <= index + other.length);
  const meant = around?.other ?? (kind === 'dns' && others.length === 1 ? others[0]!.other : undefined);
  if (!around && !(kind === 'dns' && (isCutOff || addressOfNumber(id) !== undefined || meant !== undefined)))
    return { ...found, doubt: undefined };
  const number = kind === 'dns' ? addressOfNumber(id) : undefined;
  const what = number ? `"${visible(id)}", for fail2ban the address ${number}` : `"${visible(id)}"`;
  const why = around
    ? `a piece before ${kind === 'dns' ? '<HOST>' : 'it'} takes the beginning of ${around.other}`
    : meant
      ? `${meant} stands elsewhere in the line`
      : 'a piece before it takes the beginning of the word';
  return {
    ...found,
    doubt: {
      message: `It names ${what}: ${why}.`,
      meant,
      fix:
        meant === undefined
          ? undefined
          : (nameBeforeFix(configured, span, meant, tried) ?? lazyFix(configured, meant, tried)),
    },
  };
}

/** A piece of a regex as it is configured, and what is written in its place. */
interface Rewriting {
  readonly start: number;
  readonly end: number;
  readonly written: string;
}

/** `.*` before the tag gives way to `.*?\b`, and the tag to one that takes addresses only: offered where the engine then finds the address that is meant. */
function lazyFix(configured: MappedText, meant: string, tried: Tried): MatchFix | undefined {
  const place = /\.[*+]\??(?=(?:<HOST>|<ADDR>))/.exec(configured.text);
  if (!place) return undefined;
  const written = `${place[0].slice(0, 2)}?\\b<ADDR>`;
  const end = place.index + place[0].length + '<HOST>'.length;
  const title = `Take the whole address: ${written}`;
  return provedFix(title, configured, { start: place.index, end, written }, tried, (id) => id === meant);
}

/** A tag that takes part of a word has to end where the word ends. */
function wholeWordFix(configured: MappedText, whole: string, tried: Tried): MatchFix | undefined {
  const tag = /<(?:HOST|ADDR|IP4)>/.exec(configured.text);
  if (!tag) return undefined;
  const end = tag.index + tag[0].length;
  const written = '(?![\\w.-])';
  const title = `Take the whole word: ${tag[0]}${written}`;
  return provedFix(title, configured, { start: end, end, written }, tried, (id) => id === whole);
}

/** `from host.example (192.0.2.1)`: the tag takes the name, and the address stands right behind it. */
function nameBeforeFix(configured: MappedText, name: Span, meant: string, tried: Tried): MatchFix | undefined {
  const { text } = tried.trial;
  const at = text.indexOf(meant, name.end);
  const between = at < 0 ? '' : text.slice(name.end, at);
  if (!/^[\s([/:,]{1,3}$/.test(between)) return undefined;
  const tag = '<HOST>';
  const start = configured.text.indexOf(tag);
  if (start < 0) return undefined;
  const written = `\\S+${escapeRegex(between)}<ADDR>`;
  const title = `Take the address behind the name: ${written}`;
  return provedFix(
    title,
    configured,
    { start, end: start + tag.length, written },
    tried,
    (id, place) => id === meant && place === at,
  );
}

/** A fix with which the engine names what is meant. */
function provedFix(
  title: string,
  configured: MappedText,
  { start, end, written }: Rewriting,
  { trial, expand }: Tried,
  isMeant: (id: string, at: number) => boolean,
): MatchFix | undefined {
  const fixed = MappedText.concat([
    configured.slice(0, start),
    MappedText.builtin(written, 'fix'),
    configured.slice(end),
  ]);
  const match = trial.search(expand(fixed).text);
  const span = match && idIn(match)?.span;
  return span && isMeant(trial.text.slice(span.start, span.end), span.start) ? { title, configured: fixed } : undefined;
}

/** The group that names the failure, and where; undefined for one of the author's own (`<F-ID>`). */
function idIn({ groupNames, spans }: TrialMatch): { kind: 'ip4' | 'ip6' | 'dns'; span: Span } | undefined {
  const spanOf = (name: string): Span | undefined => {
    const group = groupNames.get(name);
    const [start, end] = group === undefined ? [-1, -1] : [spans[2 * group]!, spans[2 * group + 1]!];
    return end > start && start >= 0 ? { start, end } : undefined;
  };
  if (spanOf('fid')) return undefined;
  for (const kind of ['ip4', 'ip6', 'dns'] as const) {
    const span = spanOf(kind);
    if (span) return { kind, span };
  }
  return undefined;
}
