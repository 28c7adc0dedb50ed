import type { FileSystem } from './file-system.ts';

/** Files out of a map from absolute path to text or bytes, for tests and for open editors. */
export function createMemoryFileSystem(files: Readonly<Record<string, string | Uint8Array>>): FileSystem {
  const encoder = new TextEncoder();
  const names = (path: string): Set<string> => {
    const prefix = path.endsWith('/') ? path : `${path}/`;
    return new Set(
      Object.keys(files)
        .filter((file) => file.startsWith(prefix))
        .map((file) => file.slice(prefix.length).split('/', 1)[0]!),
    );
  };
  return {
    readFile: (path) => {
      const content = files[path];
      return typeof content === 'string' ? encoder.encode(content) : content;
    },
    isFile: (path) => path in files,
    isDirectory: (path) => names(path).size > 0,
    readDirectory: (path) => [...names(path)],
  };
}
