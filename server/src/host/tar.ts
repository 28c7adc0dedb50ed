import { gzipSync } from 'node:zlib';

/** A file of an archive. */
export interface TarFile {
  /** With `/`, below the archive's folder. */
  readonly path: string;
  readonly text: string;
  /** E.g. `0o755`. */
  readonly mode: number;
}

/**
 * A gzipped archive of files, in the format of POSIX (ustar): every file below one folder, owned by nobody in particular. `seconds`: since 1970. Throws
 * where a path is too long for the format (100 bytes, 155 more for the folders before them).
 */
export function writeTarGz(folder: string, files: readonly TarFile[], seconds: number): Uint8Array {
  const blocks: Buffer[] = [];
  for (const { path, text, mode } of files) {
    const content = Buffer.from(text, 'utf8');
    const padding = Buffer.alloc((512 - (content.length % 512)) % 512);
    blocks.push(header(`${folder}/${path}`, mode, content.length, seconds), content, padding);
  }
  return gzipSync(Buffer.concat([...blocks, Buffer.alloc(1024)]));
}

function header(path: string, mode: number, size: number, seconds: number): Buffer {
  const block = Buffer.alloc(512);
  const [prefix, name] = splitPath(path);
  const put = (at: number, text: string | Buffer): void => void Buffer.from(text).copy(block, at);
  const octal = (value: number, digits: number): string => `${Math.floor(value).toString(8).padStart(digits, '0')}\0`;
  put(0, name);
  put(100, octal(mode, 7));
  put(108, octal(0, 7));
  put(116, octal(0, 7));
  put(124, octal(size, 11));
  put(136, octal(seconds, 11));
  put(148, ' '.repeat(8));
  put(156, '0');
  put(257, 'ustar\x0000');
  put(345, prefix);
  const sum = block.reduce((total, byte) => total + byte, 0);
  put(148, `${sum.toString(8).padStart(6, '0')}\0 `);
  return block;
}

/** Long paths are cut at a `/`, so that each part fits its field. */
function splitPath(path: string): [prefix: Buffer, name: Buffer] {
  const whole = Buffer.from(path, 'utf8');
  if (whole.length <= 100) return [Buffer.alloc(0), whole];
  for (let at = whole.length - 101; at <= 155 && at < whole.length; at++)
    if (at > 0 && whole[at] === 0x2f) return [whole.subarray(0, at), whole.subarray(at + 1)];
  throw new Error(`${path}: the path is too long for a tar archive`);
}
