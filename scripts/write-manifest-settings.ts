// node scripts/run-ts.mjs scripts/write-manifest-settings.ts  writes client/src/settings-schema.ts into package.json and package.nls.json.
import { readFileSync, writeFileSync } from 'node:fs';
import { contributedConfiguration, settingWords, untrustedWorkspaces } from '../client/src/settings-schema.ts';

const read = (file: string) => JSON.parse(readFileSync(file, 'utf8'));
const write = (file: string, value: unknown) => writeFileSync(file, JSON.stringify(value, null, 2) + '\n');

const manifest = read('package.json');
manifest.contributes.configuration = contributedConfiguration();
manifest.capabilities.untrustedWorkspaces = untrustedWorkspaces();
write('package.json', manifest);

const words = Object.entries<string>(read('package.nls.json')).filter(([key]) => !key.startsWith('settings.'));
write('package.nls.json', { ...Object.fromEntries(words), ...settingWords() });
