import { isTyped } from '../../../config/resolve.ts';
import { actionTags } from '../../../config/vocabulary-tags.ts';
import { closestWord } from '../../closest.ts';
import { shownAt, startOf } from '../../places.ts';
import type { Rule } from '../../rule.ts';

export const rule: Rule = {
  name: 'unknown-action-tag',
  severity: 'warning',
  summary: 'A command of an action holds a tag that fail2ban does not replace, nearly called as one that it does.',
  check(file, report) {
    const { action, path } = file;
    if (!action?.resolved || file.includedBy().length > 0) return;
    const { options } = action.resolved;
    for (const [name, value] of options) {
      if (!/^action(?:start|stop|check|ban|unban|prolong|reban|flush|repair)$/.test(name) || !value || isTyped(value))
        continue;
      for (const match of value.text.matchAll(/<([A-Za-z][\w-]*)>/g)) {
        const tag = match[1]!;
        if (ofBans.has(tag) && !options.has(tag) && name === 'actioncheck') {
          report({
            message: `${name} runs for the jail, not for an address: fail2ban does not replace <${tag}> there, and the shell reads a file for "<". What shall be done with an address belongs into actionban.`,
            ...shownAt(value, { start: match.index, end: match.index + match[0].length }, startOf(path)),
          });
          continue;
        }
        if (known.has(tag) || tag.startsWith('F-') || options.has(tag)) continue;
        const meant =
          [...known].find((one) => one === tag.toLowerCase()) ?? calledElsewhere.get(tag.toLowerCase()) ?? slipOf(tag);
        if (meant === undefined) continue;
        report({
          message: `fail2ban does not replace <${tag}>: the shell gets it as it stands, and reads a file for "<". Is <${meant}> meant?`,
          ...shownAt(value, { start: match.index, end: match.index + match[0].length }, startOf(path)),
        });
      }
    }
  },
};

/** What a ban alone knows. */
const ofBans = new Set([
  'ip',
  'ip-rev',
  'ip-host',
  'fid',
  'failures',
  'matches',
  'ipmatches',
  'ipfailures',
  'restored',
]);

/** What the server puts in when a command runs, and `<port>` and `<timeout>`, which jails and actions give. */
const known = new Set([...actionTags.map(({ text }) => text.slice(1, -1)), 'port', 'timeout']);

/** What authors of actions call it. */
const calledElsewhere = new Map([
  ['host', 'ip'],
  ['addr', 'ip'],
  ['address', 'ip'],
  ['jail', 'name'],
  ['jailname', 'name'],
  ['user', 'F-USER'],
  ['username', 'F-USER'],
]);

/** Short names are near to anything. */
function slipOf(tag: string): string | undefined {
  return tag.length < 5
    ? undefined
    : closestWord(
        tag,
        [...known].filter((one) => one.length >= 5),
      );
}
