import { describe, expect, it } from 'vitest';
import { defaultSettings } from '../protocol.ts';
import { createSettings, readSettings } from './settings.ts';

describe('readSettings', () => {
  it.each([
    ['nothing', undefined],
    ['null, as a client without settings answers', null],
    ['a text', 'x'],
    ['values of the wrong kind', { live: 3, samples: 'x', configDir: null, fail2banVersion: '2.0', usedns: 'perhaps' }],
    ['numbers that are none', { live: { delay: Number.NaN, regexTimeout: -1 } }],
  ])('should give the defaults for %s', (_, sent) => expect(readSettings(sent)).toEqual(defaultSettings));

  it('should let no folder ask for a deadline beyond all patience', () =>
    expect(readSettings({ live: { delay: 1e9, regexTimeout: 1e300 } }).live).toMatchObject({
      delay: 5000,
      regexTimeout: 60,
    }));

  it('should take what was sent and fill up the rest', () => {
    const settings = readSettings({
      live: { delay: 10 },
      fail2banVersion: '1.0',
      samples: { sshd: 'a.log', 'x*': ['b.log', 3] },
    });
    expect(settings).toEqual({
      ...defaultSettings,
      fail2banVersion: '1.0',
      live: { ...defaultSettings.live, delay: 10 },
      samples: { sshd: ['a.log'], 'x*': ['b.log'] },
    });
  });
});

describe('createSettings', () => {
  const folders = [
    { uri: 'file:///w/inner', path: '/w/inner' },
    { uri: 'file:///w', path: '/w' },
  ];

  it('should answer with the defaults before the client has answered', () => {
    expect(createSettings({ folders: () => folders, ask: async () => [] }).of('/w/a')).toBe(defaultSettings);
  });

  it('should answer for the folder that holds the file, the innermost first', async () => {
    const settings = createSettings({
      folders: () => folders,
      ask: async () => [{ timezone: 'none' }, { timezone: 'inner' }, { timezone: 'outer' }],
    });
    await settings.refresh();
    expect(['/w/inner/a', '/w/b', '/elsewhere', null].map((path) => settings.of(path).timezone)).toEqual([
      'inner',
      'outer',
      'none',
      'none',
    ]);
  });
});
