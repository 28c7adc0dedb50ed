import { describe, expect, it } from 'vitest';
import type { Fail2banVersion } from './fail2ban-version.ts';
import { filterTemplate } from './filter-commands.ts';
import { findKnownOption, knownOptions, optionsOf, readerTemplate } from './vocabulary.ts';

describe('the vocabulary', () => {
  it('should hold each option of a section once', () => {
    const names = knownOptions.map(({ kind, section, name }) => `${kind} [${section}] ${name}`);
    expect(names.filter((name, i) => names.indexOf(name) !== i)).toEqual([]);
  });

  it.each(knownOptions.map((option) => [`${option.kind} ${option.name}`, option] as const))(
    'should say something short about %s',
    (_, { summary, name }) => {
      expect(summary).toMatch(/^[^\n]{10,120}[.]$/);
      expect(name).toBe(name.toLowerCase());
    },
  );

  it('should name the filter options that the reader reads, in its order', () => {
    expect(readerTemplate('filter', 'Definition', '1.0')).toEqual(filterTemplate);
  });

  it('should know options of 1.1.1 only there', () => {
    const names = (version: Fail2banVersion) => readerTemplate('jail', '*', version).map(({ name }) => name);
    const added = ['skip_if_nologs', 'systemd_if_nologs'];
    expect(names('1.1').filter((name) => !names('1.0').includes(name))).toEqual(added);
    expect(names('1.1').filter((name) => !names('1.1.0').includes(name))).toEqual(added);
  });

  it.each([
    ['jail', 'sshd', 'MaxRetry', 'maxretry'],
    ['jail', 'DEFAULT', 'failregex', 'failregex'],
    ['jail', 'INCLUDES', 'before', 'before'],
    ['jail', 'INCLUDES', 'maxretry', undefined],
    ['filter', 'Definition', 'failregex', 'failregex'],
    ['filter', 'Init', 'failregex', undefined],
    ['action', 'Init', 'timeout', 'timeout'],
    ['fail2ban', 'Thread', 'stacksize', 'stacksize'],
  ] as const)('should find in a %s file, section [%s]: %s', (kind, section, name, found) => {
    expect(findKnownOption(kind, section, name)?.name).toBe(found);
  });

  it('should offer a filter section its options', () => {
    expect(optionsOf('filter', 'INCLUDES').map(({ name }) => name)).toEqual(['before', 'after']);
  });
});
