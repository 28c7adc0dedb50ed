import { expandTags, type TagOptions } from '../matching/failregex-tags.ts';
import { MappedText } from '../text/mapped-text.ts';

/**
 * Whether fail2ban's own tests refuse an expanded failregex: it takes anything, as much as it can, before `<HOST>`, with neither `^` nor `$` between
 * them, and behind `<HOST>` it either takes anything again or does not end in `$`. A stranger then chooses the address.
 */
export function isGreedyBeforeHost(expanded: string, options: TagOptions): boolean {
  const host = expandTags(MappedText.builtin('<HOST>', 'host'), options).text;
  for (let at = expanded.indexOf(host); at !== -1; at = expanded.indexOf(host, at + 1)) {
    const before = expanded.slice(0, at);
    const open = before.slice(Math.max(before.lastIndexOf('$'), before.lastIndexOf('^')) + 1);
    if (!/\.[+*](?!\?)/.test(open)) continue;
    const after = expanded.slice(at + host.length);
    if (/\.[+*]/.test(after) || (after !== '' && !after.endsWith('$'))) return true;
  }
  return false;
}
