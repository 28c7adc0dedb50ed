import { tagTable } from '../../../analysis/analyse-regexes.ts';
import { closestWord } from '../../closest.ts';
import { regexesIn, severityIn } from '../../facts.ts';
import { shownAt, startOf } from '../../places.ts';
import type { MappedText } from '../../../text/mapped-text.ts';
import type { Span } from '../../../text/span.ts';
import type { Edit, Fix, Rule } from '../../rule.ts';

/** What people write for a tag that has another name; what they mean. */
const lookAlikes: ReadonlyMap<string, string> = new Map([
  ...['USER', 'USERNAME', 'LOGIN', 'NAME'].map((word) => [word, '<F-USER>…</F-USER> or .*'] as const),
  ...['IP', 'IPADDR', 'ADDRESS', 'CLIENT', 'HOSTNAME', 'REMOTE_ADDR'].map(
    (word) => [word, '<HOST> or <ADDR>'] as const,
  ),
  ...['IPV4', 'IPV6'].map((word) => [word, `<IP${word.at(-1)}>`] as const),
  ['PORT', '<F-PORT/>'],
  ['ID', '<F-ID>…</F-ID>'],
]);

export const rule: Rule = {
  name: 'no-such-tag',
  severity: 'error',
  summary: 'What looks like a tag of fail2ban is none, so it stays as text.',
  check(file, report) {
    const { fail2ban } = file.versions;
    const tags = tagTable({ useDns: 'warn', fail2ban });
    for (const { regex, jail } of regexesIn(file)) {
      const words = tagWords(regex.expanded.text);
      for (const word of words) {
        const { text, closes, name, single, span } = word;
        const upper = name.toUpperCase();
        const isTag = tags.has(upper) || upper === 'SKIPLINES';
        const meant = isTag || upper !== name ? undefined : (lookAlikes.get(name) ?? slipOf(name, tags.keys()));
        if (!/^F-/i.test(name) && !isTag && meant === undefined) continue;
        const fix =
          upper !== name && (isTag || /^F-[A-Z0-9_-]+$/.test(upper))
            ? inCapitals([word, partnerOf(word, words) ?? []].flat(), regex.expanded)
            : undefined;
        report({
          message: `'${text}' is no tag, so fail2ban looks for it as text: ${meant === undefined ? reason(closes, name, single, upper) : `${meant} is meant, perhaps`}.`,
          ...shownAt(regex.expanded, span, startOf(file.path)),
          // A log may hold such a word in angle brackets.
          severity: severityIn(jail, meant === undefined ? 'error' : 'warning'),
          ...(fix ? { fix } : {}),
        });
      }
    }
  },
};

interface TagWord {
  readonly text: string;
  readonly span: Span;
  readonly name: string;
  /** A slash or nothing. */
  readonly closes: string;
  readonly single: string;
}

/** A tag that fail2ban knows has become something else in an expanded regex. */
function tagWords(expanded: string): TagWord[] {
  return [...expanded.matchAll(/(?<!\(\?P?)<(\/?)([\w-]+)(\/?)>/g)].map(
    ({ index, 0: text, 1: closes, 2: name, 3: single }) => ({
      text,
      span: { start: index, end: index + text.length },
      name: name!,
      closes: closes!,
      single: single!,
    }),
  );
}

/** The closing tag of an opening one, and the other way round: one without the other would not compile. */
function partnerOf(word: TagWord, words: readonly TagWord[]): TagWord | undefined {
  const at = words.indexOf(word);
  const isPartner = ({ name, closes, single }: TagWord): boolean =>
    name.toUpperCase() === word.name.toUpperCase() && single === '' && closes !== word.closes;
  if (word.single !== '') return undefined;
  return word.closes === '' ? words.slice(at + 1).find(isPartner) : words.slice(0, at).findLast(isPartner);
}

/** The first word gives the title. */
function inCapitals(words: readonly TagWord[], expanded: MappedText): Fix | undefined {
  const edits = words.map(({ span, closes, name, single }) => ({
    place: expanded.whereToEdit(span),
    text: `<${closes}${name.toUpperCase()}${single}>`,
  }));
  return edits.every((edit): edit is Edit => edit.place !== undefined)
    ? { title: `Write ${edits[0]!.text}`, safe: false, edits }
    : undefined;
}

/** Shorter words, such as `<TD>`, are too near to too many. */
const shortestSlip = 4;

/**
 * The tag, or what stands for a look-alike, that a word is a slip of. `<POST>` is an honest word of a log: nobody mistypes the first letter,
 * and `<PORT>` is no tag either.
 */
function slipOf(name: string, tags: Iterable<string>): string | undefined {
  if (name.length < shortestSlip || name.startsWith('F-')) return undefined;
  const words = [...tags, 'SKIPLINES', ...lookAlikes.keys()].filter((word) => word !== 'PORT' && word[0] === name[0]);
  const close = closestWord(name, words);
  return close === undefined ? undefined : (lookAlikes.get(close) ?? `<${close}>`);
}

function reason(closes: string, name: string, single: string, upper: string): string {
  if (upper !== name) return 'tags are written in capitals';
  if (closes) return `there is no <${name}> before it`;
  if (single)
    return `only <F-IP4/>, <F-IP6/>, <F-ADDR/>, <F-CIDR/>, <F-SUBNET/>, <F-DNS/>, <F-ID/> and <F-PORT/> stand alone`;
  return 'its name is none that fail2ban takes';
}
