import { nameOf } from '../../../config/paths.ts';
import { at } from '../../places.ts';
import type { Rule } from '../../rule.ts';
import { shorten } from '../../shorten.ts';

export const rule: Rule = {
  name: 'overridden-option',
  severity: 'warning',
  summary: 'An option of a jail that a file read later sets to something else.',
  check(file, report) {
    const layers = file.jails?.layers;
    // Everything in jail.conf is there to be overridden.
    if (!layers || nameOf(file.path) === 'jail.conf') return;
    for (const section of file.source.tree.sections)
      for (const option of section.options) {
        if (section.name === 'INCLUDES') continue;
        const options = section.name === 'DEFAULT' ? layers.defaults : layers.sections.get(section.name);
        const last = options?.get(option.key);
        const origin = last?.segments[0]?.origin;
        if (!last || !origin || origin.file === file.path || last.text === option.value.text) continue;
        const isLater = layers.files.lastIndexOf(origin.file) > layers.files.lastIndexOf(file.path);
        if (!isLater) continue;
        report({
          message: `This has no effect: ${file.nameOfPlace(origin)} is read later and sets ${option.key} = ${shorten(last.text)}.`,
          place: at(file, option.keySpan),
          related: [{ place: origin, message: 'this one counts' }],
        });
      }
  },
};
