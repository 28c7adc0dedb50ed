import { lineFeed } from './encodings/codec.ts';

/** Bytes that come in chunks, looked at from one place on: as far as is asked for, and no longer than they are needed. */
export class ByteWindow {
  /** Bytes in front of the window. */
  position = 0;
  private room: Uint8Array = new Uint8Array(1 << 16);
  private start = 0;
  private end = 0;
  private readonly chunks: AsyncIterator<Uint8Array>;

  constructor(chunks: AsyncIterable<Uint8Array>) {
    this.chunks = chunks[Symbol.asyncIterator]();
  }

  /** Behind the first LF at `from` or later, or where all bytes end. */
  async lineEnd(from: number): Promise<number> {
    for (let at = from; ;) {
      const found = this.room.subarray(this.start, this.end).indexOf(lineFeed, at);
      if (found !== -1) return found + 1;
      at = this.end - this.start;
      if (!(await this.pull())) return at;
    }
  }

  /** Good until more is asked for. */
  bytes(from: number, to: number): Uint8Array {
    return this.room.subarray(this.start + from, this.start + to);
  }

  /** Moves the window's begin on, also beyond what has come; it ends where all bytes end. */
  async skip(count: number): Promise<void> {
    while (this.end - this.start < count && (await this.pull()));
    const skipped = Math.min(count, this.end - this.start);
    this.start += skipped;
    this.position += skipped;
  }

  /** Ends the reading. */
  async close(): Promise<void> {
    await this.chunks.return?.();
  }

  private async pull(): Promise<boolean> {
    const { value: chunk, done } = await this.chunks.next();
    if (done) return false;
    const length = this.end - this.start;
    if (this.end + chunk.length > this.room.length) {
      const { room } = this;
      if (2 * (length + chunk.length) > room.length) this.room = new Uint8Array(2 * (length + chunk.length));
      this.room.set(room.subarray(this.start, this.end));
      [this.start, this.end] = [0, length];
    }
    this.room.set(chunk, this.end);
    this.end += chunk.length;
    return true;
  }
}
