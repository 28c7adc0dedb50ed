import { usesIn } from '../../../analysis/names.ts';
import { isKnownIn, optionsOf } from '../../../config/vocabulary.ts';
import { closestWord } from '../../closest.ts';
import { layersOf, writtenOptions } from '../../facts.ts';
import { at } from '../../places.ts';
import type { Fix, Rule } from '../../rule.ts';

/** What other programs, and the words around fail2ban, call an option. */
const calledElsewhere: ReadonlyMap<string, string> = new Map([
  ['logfile', 'logpath'],
  ['logfiles', 'logpath'],
  ['log', 'logpath'],
  ['dateformat', 'datepattern'],
  ['regex', 'failregex'],
  ['whitelist', 'ignoreip'],
  ['allowlist', 'ignoreip'],
]);

export const rule: Rule = {
  name: 'misspelt-option',
  severity: 'warning',
  summary: 'An option that fail2ban does not know is called nearly as one that it knows, or as other programs call it.',
  check(file, report) {
    const { kind, source, versions } = file;
    if (!kind) return;
    const used = new Set(usesIn(source.tree).map(({ name }) => name.toLowerCase()));
    // Another file may use it, too.
    const values = [...(layersOf(file)?.sections.values() ?? [])].flatMap((options) =>
      [...options.values()].map(({ text }) => text),
    );
    const isUsed = (name: string) =>
      used.has(name) || values.some((text) => text.includes(`(${name})`) || text.includes(`<${name}>`));
    for (const { section, option, known } of writtenOptions(file)) {
      if (known || (kind !== 'jail' && !['Definition', 'Thread', 'INCLUDES'].includes(section.name))) continue;
      const names = optionsOf(kind, section.name)
        .filter((one) => isKnownIn(one, versions.fail2ban) && one.read)
        .map(({ name }) => name);
      const elsewhere = calledElsewhere.get(option.key);
      const meant =
        elsewhere && names.includes(elsewhere)
          ? elsewhere
          : (closestWord(option.key, names) ?? longerName(option.key, names));
      if (!meant || isUsed(option.key)) continue;
      const place = at(file, option.keySpan);
      const fix: Fix = { title: `Write ${meant}`, safe: false, edits: [{ place, text: meant }] };
      report({
        message: `fail2ban knows no option '${option.key}' and passes over it in silence. Is '${meant}' meant?`,
        place,
        fix,
      });
    }
  },
};

/** `bantime.max` for `bantime.maxtime`. */
function longerName(key: string, names: readonly string[]): string | undefined {
  return /\.\w+$/.test(key) ? names.find((name) => name.startsWith(key)) : undefined;
}
