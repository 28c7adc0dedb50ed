import { fail2banReleases } from '../config/fail2ban-version.ts';
import { actionTags, dateDirectives, dateWords, regexTags, type KnownWord } from '../config/vocabulary-tags.ts';
import { findKnownOption, knownSections, type FileKind, type KnownOption } from '../config/vocabulary.ts';
import { tagTable, groupOfTag, type TagOptions } from '../matching/failregex-tags.ts';
import { code, codeBlock, paragraphs } from '../text/markdown.ts';

/** The vocabulary's words as Markdown; they are ours and hold Markdown already. */

export function describeSection(kind: FileKind, name: string): string | undefined {
  const known = knownSections.find((section) => section.name === name && section.kinds.includes(kind));
  return known && `**[${known.name}]** — ${known.summary}`;
}

export function describeOption(option: KnownOption): string {
  const facts = [
    option.values ? `One of ${option.values.map(code).join(', ')}.` : '',
    option.default === undefined ? '' : `Where it is not set: ${code(option.default)}.`,
    option.since ? `Since fail2ban ${fail2banReleases[option.since]}.` : '',
    option.until ? `Until fail2ban ${fail2banReleases[option.until]}.` : '',
    option.read ? '' : 'fail2ban itself does not read it: the stock configuration uses it inside other options.',
  ].filter(Boolean);
  return paragraphs(`**${option.name}** — ${option.summary}`, option.details, facts.join(' '));
}

export function describeKnownOption(kind: FileKind | undefined, section: string, name: string): string | undefined {
  const known = kind && findKnownOption(kind, section, name);
  return known && describeOption(known);
}

export function describeWord({ text, summary, details }: KnownWord): string {
  return paragraphs(`${code(text)} — ${summary}`, details);
}

/** A tag of a regex with the text that it becomes; undefined for one that fail2ban leaves as it is. */
export function describeRegexTag(tag: string, options: TagOptions): string | undefined {
  const word = tag.slice(1, -1);
  const becomes = becomesOf(word, options);
  if (becomes === undefined) return undefined;
  const isClosing = word.startsWith('/');
  const known = regexTags.find(({ text }) => text === (isClosing ? `<${word.slice(1)}>` : tag)) ?? familyOf(word);
  return paragraphs(
    known ? describeWord({ ...known, text: tag }) : code(tag),
    `Becomes:\n${codeBlock(becomes, 'regex')}`,
  );
}

function becomesOf(word: string, options: TagOptions): string | undefined {
  if (word === 'SKIPLINES') return String.raw`\n(?P<skiplines0>(?:(?:.*\n)*?))`;
  const fixed = tagTable(options).get(word);
  if (fixed !== undefined) return fixed;
  const custom = /^(\/?)F-([A-Z0-9_-]+)$/.exec(word);
  if (!custom) return undefined;
  return custom[1] ? ')' : `(?P<${groupOfTag(custom[2]!)}>`;
}

/** `<F-ALT_HOST>` is described by `<F-ALT_USER>`, any other by `<F-NAME>`. */
function familyOf(word: string): KnownWord | undefined {
  const name = word.replace(/^\//, '');
  const family = name.startsWith('F-ALT_') ? '<F-ALT_USER>' : name.startsWith('F-TUPLE_') ? '<F-TUPLE_ID>' : '<F-NAME>';
  const known = regexTags.find(({ text }) => text === family);
  return known && family === '<F-ALT_USER>'
    ? { ...known, summary: 'Another place of a group, taken where the group itself is empty.' }
    : known;
}

export function describeActionTag(tag: string): string | undefined {
  const known =
    actionTags.find(({ text }) => text === tag) ??
    (/^<F-[A-Z0-9_-]+>$/.test(tag) ? actionTags.find(({ text }) => text === '<F-NAME>') : undefined);
  return known && describeWord({ ...known, text: tag });
}

/** `text`: as in a date pattern, with one `%`. */
export function describeDateDirective(text: string): string | undefined {
  const known = [...dateDirectives, ...dateWords].find((word) => word.text === text);
  return known && describeWord(known);
}
