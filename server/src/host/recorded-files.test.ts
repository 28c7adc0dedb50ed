import { expect, it } from 'vitest';
import { createMemoryFileSystem } from './memory-file-system.ts';
import { createSnapshotFileSystem, recordFiles } from './recorded-files.ts';

it('should answer again what was asked, and know of nothing else', () => {
  const { files, snapshot } = recordFiles(createMemoryFileSystem({ '/d/a.conf': 'a', '/d/b.conf': 'b' }));
  files.readFile('/d/a.conf');
  files.isFile('/d/none.conf');
  files.isDirectory('/d');
  files.readDirectory('/d');
  const again = createSnapshotFileSystem(structuredClone(snapshot));
  expect(new TextDecoder().decode(again.readFile('/d/a.conf'))).toBe('a');
  expect([again.isFile('/d/a.conf'), again.isFile('/d/none.conf'), again.isFile('/d/b.conf')]).toEqual([
    true,
    false,
    false,
  ]);
  expect(again.isDirectory('/d')).toBe(true);
  expect(again.readDirectory('/d')).toEqual(['a.conf', 'b.conf']);
  expect(again.readFile('/d/b.conf')).toBeUndefined();
});

it('should give the first answer for good', () => {
  let text = 'first';
  const { files } = recordFiles({
    ...createMemoryFileSystem({}),
    readFile: () => new TextEncoder().encode(text),
  });
  files.readFile('/a');
  text = 'second';
  expect(new TextDecoder().decode(files.readFile('/a'))).toBe('first');
});
