import { expect, it } from 'vitest';
import { folderInArchive, packName, packWords } from './pack-text.ts';

it.each([
  ['file:///e/filter.d/sshd.conf', 'fail2ban-sshd'],
  ['file:///e/filter.d/odd%20one.conf', 'fail2ban-odd one'],
])('should name the pack of %s', (filter, name) => {
  expect(packName(filter)).toBe(name);
});

it.each([
  ['a.tar.gz', 'a'],
  ['a.b.tgz', 'a.b'],
  ['a.gz', undefined],
  ['.tgz', undefined],
])('should know the folder in %s', (archive, folder) => {
  expect(folderInArchive(archive)).toBe(folder);
});

it('should say what is in a pack, and what is not as one would think', () => {
  expect(packWords({ summary: '1 file of a, no jail, 0 checks', remarks: ['There is no sample.'] }, 'a.tgz')).toBe(
    'a.tgz: 1 file of a, no jail, 0 checks. There is no sample.',
  );
});
