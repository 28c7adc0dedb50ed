import { expect, it } from 'vitest';
import { createMemoryFileSystem } from '../host/memory-file-system.ts';
import { installScript } from './install-script.ts';
import { isPack, packAround } from './is-pack.ts';

const files = createMemoryFileSystem({
  '/w/filter.d/app.conf': '[Definition]\n',
  '/w/out/fail2ban-app/install.sh': installScript('app', ['filter.d/app.conf']),
  '/w/out/fail2ban-app/filter.d/app.conf': '[Definition]\n',
  '/w/other/install.sh': '#!/bin/sh\nmake install\n',
  '/w/other/filter.d/app.conf': '[Definition]\n',
});

it('should know a pack by its script, and no other folder with an install.sh', () => {
  expect(['/w', '/w/out/fail2ban-app', '/w/other'].map((folder) => isPack(files, folder))).toEqual([
    false,
    true,
    false,
  ]);
});

it('should find the pack around a file, not the folder that is looked at itself', () => {
  const packed = '/w/out/fail2ban-app/filter.d/app.conf';
  expect(packAround(files, packed, '/w')).toBe('/w/out/fail2ban-app');
  expect(packAround(files, packed, '/w/out/fail2ban-app')).toBeUndefined();
  expect(packAround(files, '/w/filter.d/app.conf', '/w')).toBeUndefined();
});
