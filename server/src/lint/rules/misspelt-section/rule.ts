import type { FileAnalysis } from '../../../analysis/workspace.ts';
import { knownSections } from '../../../config/vocabulary.ts';
import { closestWord } from '../../closest.ts';
import { at } from '../../places.ts';
import type { Fix, Rule } from '../../rule.ts';

export const rule: Rule = {
  name: 'misspelt-section',
  severity: 'error',
  summary: 'A section is called nearly as one that fail2ban knows.',
  check(file, report) {
    const { kind, source } = file;
    if (!kind) return;
    const names = knownSections.filter(({ kinds }) => kinds.includes(kind)).map(({ name }) => name);
    for (const { name, nameSpan } of source.tree.sections) {
      const plain = name.split('?', 1)[0]!;
      if (names.includes(plain)) continue;
      const same = names.find((known) => known.toLowerCase() === plain.trim().toLowerCase());
      // Any name is a jail's; in other files a section may hold values to refer to.
      const meant =
        same ??
        (kind === 'jail'
          ? meantOfJail(file, plain, names)
          : names.find(
              (known) =>
                known.toLowerCase() ===
                closestWord(
                  plain.toLowerCase(),
                  names.map((one) => one.toLowerCase()),
                ),
            ));
      if (!meant) continue;
      const place = at(file, nameSpan);
      const fix: Fix = {
        title: `Write [${meant}]`,
        safe: same !== undefined && !source.tree.sections.some((section) => section.name === meant),
        edits: [{ place, text: meant }],
      };
      report({
        message: `fail2ban knows no section [${name}]: names of sections are exact. Is [${meant}] meant?`,
        place,
        fix,
      });
    }
  },
};

/** Any name is a jail's; one that has no filter, and no option of a jail alone, may be a slip of `[DEFAULT]`. */
function meantOfJail({ filterNames }: FileAnalysis, name: string, names: readonly string[]): string | undefined {
  if (filterNames?.().includes(name) !== false) return undefined;
  return names.find((known) => {
    const word = name.trim().toLowerCase();
    return known.toLowerCase() === closestWord(word, [known.toLowerCase()]);
  });
}
