import { describe, expect, it } from 'vitest';
import { createMemoryFileSystem } from '../host/memory-file-system.ts';
import { createVirtualFiles, type EditorReader } from './virtual-files.ts';

function editor(files: Record<string, string>): EditorReader & { asked: string[] } {
  const memory = createMemoryFileSystem(files);
  const asked: string[] = [];
  return {
    asked,
    async readFile(path) {
      asked.push(path);
      return memory.readFile(path) ?? null;
    },
    async readFolder(path) {
      asked.push(`${path}/`);
      return memory.readDirectory(path).map((name) => ({ name, isFolder: memory.isDirectory(`${path}/${name}`) }));
    },
  };
}

const path = '/@vscode-vfs/+github/a/filter.d/x.conf';

describe('createVirtualFiles', () => {
  it('should know a file after two rounds: its folder, then its text', async () => {
    const reader = editor({ [path]: 'text' });
    let rounds = 0;
    const files = createVirtualFiles(reader, () => rounds++);
    expect(files.readFile(path)).toBeUndefined();
    await files.settled();
    expect(files.isFile(path)).toBe(true);
    expect(files.readFile(path)).toBeUndefined();
    await files.settled();
    expect(Buffer.from(files.readFile(path)!).toString()).toBe('text');
    expect(rounds).toBe(2);
  });

  it('should not ask for a file that its folder does not list, nor twice for one folder', async () => {
    const reader = editor({ [path]: 'text' });
    const files = createVirtualFiles(reader, () => {});
    for (const name of ['x.local', 'common.conf', 'common.local']) files.readFile(path.replace('x.conf', name));
    await files.settled();
    expect(files.readFile(path.replace('x.conf', 'x.local'))).toBeUndefined();
    await files.settled();
    expect(reader.asked).toEqual(['/@vscode-vfs/+github/a/filter.d/']);
  });

  it('should see a change after it was told to forget', async () => {
    const sources: Record<string, string> = { [path]: 'old' };
    const files = createVirtualFiles(editor(sources), () => {});
    const read = async (): Promise<string | undefined> => {
      for (let round = 0; round < 2; round++) {
        files.readFile(path);
        await files.settled();
      }
      return files.readFile(path) && Buffer.from(files.readFile(path)!).toString();
    };
    expect(await read()).toBe('old');
    sources[path] = 'new';
    files.forget(path);
    expect(await read()).toBe('new');
  });

  it('should take a failing editor for a missing file', async () => {
    const files = createVirtualFiles(
      { readFile: () => Promise.reject(new Error('no')), readFolder: () => Promise.reject(new Error('no')) },
      () => {},
    );
    files.readFile(path);
    await files.settled();
    expect(files.readFile(path)).toBeUndefined();
  });
});
