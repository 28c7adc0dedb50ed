import type { MappedText } from '../text/mapped-text.ts';
import type { Span } from '../text/span.ts';
import type { RegexProblem } from './compile-regex.ts';
import type { Fail2banVersion } from '../config/fail2ban-version.ts';
import { tagTable } from './failregex-tags.ts';

/** Python's own words of why a regex does not compile, on one line. */
export function pythonsWords({ crashes, message }: RegexProblem): string {
  const said = crashes ? message : message.slice(message.lastIndexOf(':\n') + 2);
  return said.replace(/\s*\n\s*/g, ' ');
}

/** What fail2ban's message leaves open: where the author went wrong, and what to write. Empty where that is not known. */
export function adviceOn(problem: RegexProblem, fail2ban: Fail2banVersion): string {
  if (problem.kind === 'no-failure-id') return failureIdHint(problem.configured.text, fail2ban);
  if (problem.kind !== 'not-compilable') return '';
  return bracketClosedByTag(problem.expanded)
    ? 'A [ is never closed: all up to a ] inside of a tag is one set of characters. Write \\[ for the mark itself.'
    : compileHint(problem);
}

/** A `[` that is written in the regex and whose `]` comes from what a tag became: nobody means that. Undefined where there is none. */
export function bracketClosedByTag(expanded: MappedText): Span | undefined {
  const { text } = expanded;
  const isTyped = (offset: number): boolean => expanded.whereToEdit({ start: offset, end: offset + 1 }) !== undefined;
  for (let i = 0; i < text.length; i++) {
    if (text[i] === '\\') i++;
    if (text[i] !== '[' || text[i - 1] === '\\') continue;
    const begin = i;
    // A ] that comes first belongs to the set.
    i += text[i + 1] === '^' ? 2 : 1;
    if (text[i] === ']') i++;
    while (i < text.length && text[i] !== ']') i += text[i] === '\\' ? 2 : 1;
    if (i < text.length && isTyped(begin) && !isTyped(i)) return { start: begin, end: begin + 1 };
  }
  return undefined;
}

/** What the author of a regex that does not compile probably wanted; empty where that is not known. */
export function compileHint(problem: RegexProblem): string {
  const said = pythonsWords(problem);
  const there = problem.expanded.text.slice(problem.span.start, problem.span.start + 12);
  const group = /redefinition of group name '(\w+)'/.exec(said)?.[1];
  if (group)
    return `Two tags fill the group '${group}', which Python allows not even in alternatives: put one of them outside, or use <F-ALT_…>.`;
  if (said.startsWith('global flags not at the start')) return 'Write the flags first, or for a part as (?i:…).';
  if (said.startsWith('invalid group reference'))
    return 'fail2ban turns ((?i)…) into (?i:…), which is no group any more: later groups count one less.';
  if (/^bad escape \\[hRKpPGzQEec]/.test(said)) return 'That is PCRE, not Python.';
  if (said.startsWith('unknown extension ?<') && /^\?<[a-zA-Z_]/.test(there.replace(/^\(/, '')))
    return 'Python names a group (?P<name>…).';
  if (said.startsWith('nothing to repeat') && there.startsWith('*'))
    return 'A * repeats what stands before it: any text is .*';
  return '';
}

/** What a failregex needs that names nobody, and what looks like a name in it. */
export function failureIdHint(regex: string, fail2ban: Fail2banVersion): string {
  const tags = tagTable({ useDns: 'warn', fail2ban });
  const needed = 'It needs <HOST>, <ADDR>, <IP4>, <IP6>, <DNS>, <SUBNET>, <F-ID> or <F-MLFID>.';
  const meant = [...regex.matchAll(/<\/?([\w-]+)\/?>/g)].find(([, name]) => tags.has(name!.toUpperCase()));
  const own = /\(\?P<(?:host|ip|addr)>/.exec(regex);
  if (own) return `${needed} ${own[0]}…) is a group like any other to fail2ban: write <HOST> in its place.`;
  const byHand = addressByHand(regex);
  if (byHand !== undefined)
    return `${needed} '${regex.slice(byHand.start, byHand.end)}' takes an address and names nobody: write <HOST> in its place.`;
  const unset = /^<([\w-]+)>$/.exec(regex);
  if (unset && !tags.has(unset[1]!.toUpperCase()))
    return `${needed} Nothing sets '${unset[1]}', so the tag stays text: a name in it, such as that of a mode, is likely misspelt.`;
  if (meant) return `${needed} '${meant[0]}' is text: tags are written in capitals.`;
  if (/<F-(?:HOST|ADDR|IP)>/.test(regex)) return `${needed} <F-HOST>, <F-ADDR> and <F-IP> only keep their text.`;
  const disguised =
    /&lt;\/?(?:HOST|ADDR|IP[46]|F-ID)\b.*?&gt;|\\<(?:HOST|ADDR|IP[46]|F-ID)\\?>|<(?:HOST|ADDR|IP[46]|F-ID)\\>/.exec(
      regex,
    );
  return disguised ? `${needed} '${disguised[0]}' is text: write ${tagIn(disguised[0])}.` : needed;
}

/** Where a regex takes an IPv4 address number by number: `\\d+\\.\\d+\\.\\d+\\.\\d+`, in a group or not. */
export function addressByHand(regex: string): Span | undefined {
  const number = String.raw`(?:\\d|\[0-9\])(?:\+|\{1,3\})`;
  const match = new RegExp(String.raw`\(${number}(?:\\?\.${number}){3}\)|${number}(?:\\?\.${number}){3}`).exec(regex);
  return match ? { start: match.index, end: match.index + match[0].length } : undefined;
}

function tagIn(text: string): string {
  return `<${/[A-Z][\w-]*/.exec(text)![0]}>`;
}
