import { usesIn } from '../../../analysis/names.ts';
import { isKnownIn, optionsOf } from '../../../config/vocabulary.ts';
import { meantOption } from '../../called-elsewhere.ts';
import { layersOf, writtenOptions } from '../../facts.ts';
import { at } from '../../places.ts';
import type { Fix, Rule } from '../../rule.ts';

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
        .filter((one) => isKnownIn(one, versions.fail2ban))
        .map(({ name }) => name);
      const meant = meantOption(option.key, names) ?? longerName(option.key, names);
      if (!meant || isUsed(option.key)) continue;
      const place = at(file, option.keySpan);
      const adds = kind === 'filter' && isAddition(option.key, meant);
      const before = `%(known/${meant})s`;
      const start = at(file, { start: option.valueSpan.start, end: option.valueSpan.start });
      const fix: Fix = adds
        ? {
            title: `Write ${meant} = ${before} …`,
            safe: false,
            edits: [
              { place, text: meant },
              { place: start, text: `${before}\n    ` },
            ],
          }
        : { title: `Write ${meant}`, safe: false, edits: [{ place, text: meant }] };
      const how = adds ? ` To add to what other files set: ${meant} = ${before}, and the new ones on lines below.` : '';
      report({
        message: `fail2ban knows no option '${option.key}' and passes over it in silence. Is '${meant}' meant?${how}`,
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

/** `failregex +=`, and `addfailregex`, which is a command of the client. */
function isAddition(key: string, meant: string): boolean {
  return key === `add${meant}` || /\+$/.test(key);
}
