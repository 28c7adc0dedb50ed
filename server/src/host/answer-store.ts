import { createHash, randomUUID } from 'node:crypto';
import {
  closeSync,
  constants,
  fstatSync,
  lstatSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { deserialize, serialize } from 'node:v8';

/** Answers that are kept from one run to the next, each under all that it depends on. Answers are plain data. */
export interface AnswerStore {
  /** Undefined where it is not known. */
  get(question: unknown): unknown;
  set(question: unknown, answer: unknown): void;
  /** Writes what is new; where that is not possible, the next run works it out again. */
  save(): void;
}

export interface AnswerStoreOptions {
  /** Who works out the answers: what another one has kept is not taken. */
  readonly producer: string;
  /** What the file may hold; the answers that were not asked for longest go first. */
  readonly mostAnswers?: number;
  readonly mostBytes?: number;
}

/**
 * A store in one file, which is read at the first question and replaced in one step. A file that is damaged, of another producer, of another user, one that others
 * may write, or a link counts as none.
 */
export function openAnswerStore(
  path: string,
  { producer, mostAnswers = 2000, mostBytes = 4_000_000 }: AnswerStoreOptions,
): AnswerStore {
  let known: Map<string, Uint8Array> | undefined;
  let isChanged = false;
  const answers = (): Map<string, Uint8Array> => (known ??= read(path, producer, 2 * mostBytes));
  return {
    get(question) {
      const key = keyOf(question);
      const answer = answers().get(key);
      if (!answer) return undefined;
      // The last asked for stands last.
      answers().delete(key);
      answers().set(key, answer);
      return deserialize(answer);
    },
    set(question, answer) {
      answers().set(keyOf(question), serialize(answer));
      isChanged = true;
    },
    save() {
      if (!isChanged) return;
      isChanged = false;
      const kept: [string, Uint8Array][] = [];
      let bytes = 0;
      for (const entry of [...answers()].reverse()) {
        bytes += entry[0].length + entry[1].length;
        if (kept.length >= mostAnswers || bytes > mostBytes) break;
        kept.unshift(entry);
      }
      write(path, producer, kept);
    },
  };
}

function keyOf(question: unknown): string {
  return createHash('sha256').update(JSON.stringify(question)).digest('base64');
}

/** 32 bytes that vouch for the rest, and who worked it out. */
function sealOf(producer: string, body: Uint8Array): Buffer {
  return createHash('sha256').update(`${producer}\n${process.version}\n`).update(body).digest();
}

function read(path: string, producer: string, mostBytes: number): Map<string, Uint8Array> {
  let file: number | undefined;
  try {
    file = openSync(path, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0));
    const stat = fstatSync(file);
    const isOwn = process.getuid === undefined || (stat.uid === process.getuid() && (stat.mode & 0o022) === 0);
    if (!stat.isFile() || !isOwn || stat.size > mostBytes) return new Map();
    const content = readFileSync(file);
    const body = content.subarray(32);
    return sealOf(producer, body).equals(content.subarray(0, 32))
      ? new Map(deserialize(body) as [string, Uint8Array][])
      : new Map();
  } catch {
    return new Map();
  } finally {
    if (file !== undefined) closeSync(file);
  }
}

function write(path: string, producer: string, entries: readonly [string, Uint8Array][]): void {
  const folder = dirname(path);
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const stat = lstatSync(folder);
    if (!stat.isDirectory() || (process.getuid !== undefined && stat.uid !== process.getuid())) return;
  } catch {
    return;
  }
  const temporary = `${path}.${randomUUID()}.tmp`;
  try {
    const body = serialize(entries);
    writeFileSync(temporary, Buffer.concat([sealOf(producer, body), body]), { mode: 0o600, flag: 'wx' });
    renameSync(temporary, path);
  } catch {
    rmSync(temporary, { force: true });
  }
}
