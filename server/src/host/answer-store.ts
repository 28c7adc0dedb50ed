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

/** What may be kept; the answers that were not asked for longest go first. */
export interface AnswerLimits {
  readonly mostAnswers?: number;
  readonly mostBytes?: number;
}

export interface AnswerStoreOptions extends AnswerLimits {
  /** Who works out the answers: what another one has kept is not taken. */
  readonly producer: string;
}

/** Answers that are kept as long as the program runs. */
export function createAnswerMemory(limits: AnswerLimits = {}): Pick<AnswerStore, 'get' | 'set'> {
  const answers = new Answers(new Map(), limits);
  return {
    get: (question) => answers.get(question),
    set: (question, answer) => {
      answers.set(question, answer);
      answers.trim();
    },
  };
}

/**
 * A store in one file, which is read at the first question and replaced in one step. A file that is damaged, of another producer, of another user, one that others
 * may write, or a link counts as none.
 */
export function openAnswerStore(path: string, { producer, ...limits }: AnswerStoreOptions): AnswerStore {
  let known: Answers | undefined;
  let isChanged = false;
  const answers = (): Answers =>
    (known ??= new Answers(read(path, producer, 2 * (limits.mostBytes ?? usualLimits.mostBytes)), limits));
  return {
    get: (question) => answers().get(question),
    set(question, answer) {
      answers().set(question, answer);
      isChanged = true;
    },
    save() {
      if (!isChanged) return;
      isChanged = false;
      answers().trim();
      write(path, producer, answers().entries);
    },
  };
}

const usualLimits = { mostAnswers: 2000, mostBytes: 4_000_000 };

class Answers {
  private readonly byKey: Map<string, Uint8Array>;
  private readonly limits: Required<AnswerLimits>;
  private bytes = 0;

  constructor(byKey: Map<string, Uint8Array>, limits: AnswerLimits) {
    this.byKey = byKey;
    this.limits = { ...usualLimits, ...limits };
    for (const entry of byKey) this.bytes += sizeOf(entry);
  }

  get entries(): [string, Uint8Array][] {
    return [...this.byKey];
  }

  get(question: unknown): unknown {
    const key = keyOf(question);
    const answer = this.byKey.get(key);
    if (!answer) return undefined;
    // The last asked for stands last.
    this.byKey.delete(key);
    this.byKey.set(key, answer);
    return deserialize(answer);
  }

  set(question: unknown, answer: unknown): void {
    const key = keyOf(question);
    this.forget(key);
    const bytes = serialize(answer);
    this.byKey.set(key, bytes);
    this.bytes += sizeOf([key, bytes]);
  }

  trim(): void {
    for (const key of this.byKey.keys()) {
      if (this.byKey.size <= this.limits.mostAnswers && this.bytes <= this.limits.mostBytes) return;
      this.forget(key);
    }
  }

  private forget(key: string): void {
    const answer = this.byKey.get(key);
    if (answer && this.byKey.delete(key)) this.bytes -= sizeOf([key, answer]);
  }
}

function sizeOf([key, answer]: [string, Uint8Array]): number {
  return key.length + answer.length;
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
