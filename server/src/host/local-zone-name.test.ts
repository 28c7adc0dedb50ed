import { expect, it } from 'vitest';
import { localZoneName } from './local-zone-name.ts';

const machine = Intl.DateTimeFormat().resolvedOptions().timeZone;
const isUtc = (name: string) => name === 'UTC' || name === 'Etc/UTC';

it.each([
  ['UTC', 'UTC'],
  [':Europe/Berlin', 'Europe/Berlin'],
])('should take TZ=%s for %s', (TZ, zone) => {
  expect(localZoneName({ TZ })).toBe(zone);
});

it.each([[{}], [{ TZ: '' }], [{ TZ: 'Nowhere/AtAll' }]])('should take the zone of the machine with %j', (env) => {
  const zone = localZoneName(env);
  expect(zone === machine || (isUtc(zone) && isUtc(machine))).toBe(true);
});
