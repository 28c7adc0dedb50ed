import { tagTable } from '../../../analysis/analyse-regexes.ts';
import { closestWord } from '../../closest.ts';
import { regexesIn, severityIn } from '../../facts.ts';
import { shownAt, startOf } from '../../places.ts';
import type { Fix, Rule } from '../../rule.ts';

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
    for (const { regex, jail } of regexesIn(file))
      // A tag that fail2ban knows has become something else by now.
      for (const match of regex.expanded.text.matchAll(/(?<!\(\?P?)<(\/?)([\w-]+)(\/?)>/g)) {
        const [text, closes, name, single] = match as unknown as [string, string, string, string];
        const upper = name.toUpperCase();
        const isTag = tags.has(upper) || upper === 'SKIPLINES';
        const meant = isTag || upper !== name ? undefined : (lookAlikes.get(name) ?? slipOf(name, tags.keys()));
        if (!/^F-/i.test(name) && !isTag && meant === undefined) continue;
        const span = { start: match.index, end: match.index + text.length };
        const better =
          upper !== name && (isTag || /^F-[A-Z0-9_-]+$/.test(upper)) ? `<${closes}${upper}${single}>` : undefined;
        const edit = better === undefined ? undefined : regex.expanded.whereToEdit(span);
        const fix: Fix | undefined =
          edit && better !== undefined
            ? { title: `Write ${better}`, safe: false, edits: [{ place: edit, text: better }] }
            : undefined;
        report({
          message: `'${text}' is no tag, so fail2ban looks for it as text: ${meant === undefined ? reason(closes, name, single, upper) : `${meant} is meant, perhaps`}.`,
          ...shownAt(regex.expanded, span, startOf(file.path)),
          // A log may hold such a word in angle brackets.
          severity: severityIn(jail, meant === undefined ? 'error' : 'warning'),
          ...(fix ? { fix } : {}),
        });
      }
  },
};

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
