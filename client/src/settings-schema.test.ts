import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { defaultSettings } from '../../server/src/protocol.ts';
import { contributedConfiguration, settingGroups, settingWords, untrustedWorkspaces } from './settings-schema.ts';

const manifest = JSON.parse(readFileSync('package.json', 'utf8'));
const words: Record<string, string> = JSON.parse(readFileSync('package.nls.json', 'utf8'));
const settings = settingGroups.flatMap((group) => group.settings);

/** `{ live: { delay: 50 } }` -> `['live.delay', 50]`. */
function flatten(value: object, prefix = ''): [string, unknown][] {
  return Object.entries(value).flatMap(([key, inner]) =>
    typeof inner === 'object' && Object.keys(inner).length > 0
      ? flatten(inner, `${prefix}${key}.`)
      : [[prefix + key, inner] as [string, unknown]],
  );
}

it('should stand in package.json as the schema says (else: node scripts/run-ts.mjs scripts/write-manifest-settings.ts)', () => {
  expect(manifest.contributes.configuration).toEqual(contributedConfiguration());
  expect(Object.fromEntries(Object.entries(words).filter(([key]) => key.startsWith('settings.')))).toEqual(
    settingWords(),
  );
});

it('should leave to a trusted workspace what names files anywhere and what a regex may take', () => {
  expect(manifest.capabilities.untrustedWorkspaces).toEqual(untrustedWorkspaces());
  expect(untrustedWorkspaces()).toMatchObject({
    restrictedConfigurations: ['samples', 'configDir', 'live.regexTimeout', 'compareWith'].map(
      (key) => `fail2banLens.${key}`,
    ),
  });
});

it('should describe exactly what the server reads, with the same defaults', () => {
  const described = settings
    .filter(({ key }) => !key.startsWith('trace.'))
    .map(({ key, default: value }) => [key, value]);
  expect(Object.fromEntries(described)).toEqual(Object.fromEntries(flatten(defaultSettings)));
});

it.each(settings.map((setting) => [setting.key, setting] as const))(
  'should describe %s in a full sentence and give it a default of its type',
  (_key, setting) => {
    expect(setting.description).toMatch(/^[A-Z`a-z].*\.$/s);
    expect(typeof setting.default).toBe(setting.type);
    if (setting.more?.enum) expect(setting.more.enum).toContain(setting.default);
  },
);
