import { passedOf } from '../samples/verify-sample.ts';
import { plural } from '../text/amounts.ts';
import { visible } from '../text/visible.ts';
import type { Pack } from './packed.ts';

/** What a pack holds, in one line: `5 files of app, jail app (enabled, logpath), 2 checks; the sample: 3 hold, 0 do not`. */
export function describePack({ name, placed, jails, checks, tests }: Pack): string {
  const jailsInWords = jails.map(
    (jail) => `${visible(jail.name)} (${jail.options.map(({ key }) => visible(key)).join(', ')})`,
  );
  const held = passedOf(tests);
  return [
    `${plural(placed.length, 'file')} of ${visible(name)}`,
    jails.length === 0 ? 'no jail' : `jail ${jailsInWords.join(', ')}`,
    `${plural(checks.length, 'check')}${tests.length > 0 ? `; the sample: ${held} hold, ${tests.length - held} do not` : ''}`,
  ].join(', ');
}
