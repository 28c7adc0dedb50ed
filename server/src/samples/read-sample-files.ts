import { folderOf, joinPath, normalizePath } from '../config/paths.ts';
import type { FileSystem } from '../host/file-system.ts';
import { readSample, type SampleItem } from './read-sample.ts';
import { readSampleFile } from './read-sample-file.ts';

/** So many files of one sample are read: a link may lead to ever new names of the same one. */
const mostFiles = 1000;

/** A sample file and those that it adds, in the order in which fail2ban's tests read them; items are undefined where one cannot be read. */
export function readSampleFiles(
  files: FileSystem,
  path: string,
): { readonly file: string; readonly items: readonly SampleItem[] | undefined }[] {
  const paths = [path];
  const read: { file: string; items: readonly SampleItem[] | undefined }[] = [];
  // The list grows while it is read.
  for (const file of paths) {
    const text = readSampleFile(files, file);
    const items = text === undefined ? undefined : readSample(text);
    read.push({ file, items });
    for (const item of items ?? []) {
      if (item.kind !== 'addFile') continue;
      const added = normalizePath(joinPath(folderOf(file), item.name));
      if (!paths.includes(added) && paths.length < mostFiles) paths.push(added);
    }
  }
  return read;
}
