import type { FileSystem } from '../host/file-system.ts';
import { decodeUtf8 } from '../host/log-encoding.ts';

/** Bytes; more is a log, and is not read to look for expectations in it. */
const largestSample = 1 << 25;

export function isTooLarge(files: FileSystem, path: string): boolean {
  return (files.inspect?.(path)?.size ?? 0) > largestSample;
}

/** The text of a sample; undefined where there is no such file, or one that is too large. A device, which need not end, is no file. */
export function readSampleFile(files: FileSystem, path: string): string | undefined {
  if (!files.isFile(path) || isTooLarge(files, path)) return undefined;
  const bytes = files.readFile(path);
  return bytes && decodeUtf8(bytes).text;
}

/** Whether a file is there whose text nobody gets: no permission, mostly. */
export function isUnreadable(files: FileSystem, path: string): boolean {
  return files.isFile(path) && !isTooLarge(files, path) && files.readFile(path) === undefined;
}

/** Why a sample has no text. */
export function whyNotRead(files: FileSystem, path: string): string {
  if (!files.isFile(path)) return 'there is no such sample file';
  return isTooLarge(files, path) ? 'it is larger than 32 MB' : 'it cannot be read';
}
