/**
 * Memo of what searches of equal texts came to: in a flood the same message comes again and again, and once the date is cut out its
 * lines are equal. Gives itself up where a log does not repeat itself, so that it costs such a log nothing. Texts are bytes, two
 * pieces joined: what stands before the date and what stands behind it.
 */
export interface OutcomeMemo<T> {
  /** Of the lines to come. */
  begin(bytes: Uint8Array): void;
  /** What was kept for an equal text; undefined for none. */
  find(start: number, cutStart: number, cutEnd: number, end: number): T | undefined;
  /** Keeps what the text that was asked for last came to. */
  keep(result: T): void;
  readonly isGivenUp: boolean;
}

const slotCount = 1 << 13;
/** Half of the slots, so that a free one is near. */
const maxEntries = slotCount >> 1;
const roomBytes = 1 << 20;
/** So many texts are looked up before it is decided whether that pays. */
const trial = 4096;

export function createOutcomeMemo<T>(): OutcomeMemo<T> {
  return new ByteMemo();
}

/** A table of open slots over one array of all known texts. */
class ByteMemo<T> implements OutcomeMemo<T> {
  private bytes: Uint8Array = new Uint8Array(0);
  private view: DataView = new DataView(this.bytes.buffer);
  private readonly texts = new Uint8Array(roomBytes);
  private readonly textsView = new DataView(this.texts.buffer);
  private used = 0;
  private entries = 0;
  private readonly hashes = new Int32Array(slotCount);
  private readonly offsets = new Int32Array(slotCount);
  /** 0 for a free slot; else one more than the text's length. */
  private readonly lengths = new Int32Array(slotCount);
  private readonly results: (T | undefined)[] = [];
  private lookups = 0;
  private finds = 0;
  isGivenUp = false;
  private asked = { hash: 0, slot: 0, start: 0, cutStart: 0, cutEnd: 0, end: 0 };

  begin(bytes: Uint8Array): void {
    this.bytes = bytes;
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  find(start: number, cutStart: number, cutEnd: number, end: number): T | undefined {
    if (this.isGivenUp) return undefined;
    if (++this.lookups > trial) this.decide();
    const hash = this.hash(this.hash(0, start, cutStart), cutEnd, end);
    const length = cutStart - start + end - cutEnd;
    let slot = hash & (slotCount - 1);
    for (; this.lengths[slot] !== 0; slot = (slot + 1) & (slotCount - 1)) {
      if (this.hashes[slot] !== hash || this.lengths[slot] !== length + 1) continue;
      const text = this.offsets[slot]!;
      if (!this.isSame(start, cutStart, text) || !this.isSame(cutEnd, end, text + cutStart - start)) continue;
      this.finds++;
      return this.results[slot];
    }
    const { asked } = this;
    asked.hash = hash;
    asked.slot = slot;
    asked.start = start;
    asked.cutStart = cutStart;
    asked.cutEnd = cutEnd;
    asked.end = end;
    return undefined;
  }

  keep(result: T): void {
    const { hash, start, cutStart, cutEnd, end } = this.asked;
    const length = cutStart - start + end - cutEnd;
    if (this.isGivenUp || length > roomBytes >> 4) return;
    const isFull = this.entries === maxEntries || this.used + length > roomBytes;
    if (isFull) this.clear();
    const slot = isFull ? hash & (slotCount - 1) : this.asked.slot;
    this.texts.set(this.bytes.subarray(start, cutStart), this.used);
    this.texts.set(this.bytes.subarray(cutEnd, end), this.used + cutStart - start);
    this.hashes[slot] = hash;
    this.offsets[slot] = this.used;
    this.results[slot] = result;
    this.used += length;
    this.entries++;
    // Last: a search may be stopped at any point, and what is half written must not be found.
    this.lengths[slot] = length + 1;
  }

  /** At least every second text must be known, or looking it up costs more than it saves. */
  private decide(): void {
    this.isGivenUp = this.finds * 2 < this.lookups;
    if (this.isGivenUp) this.clear();
    this.lookups = 0;
    this.finds = 0;
  }

  private clear(): void {
    this.lengths.fill(0);
    this.results.length = 0;
    this.used = 0;
    this.entries = 0;
  }

  /** Two words in turn, so that neither has to wait for the other. */
  private hash(seed: number, from: number, to: number): number {
    const { view, bytes } = this;
    let hash = seed;
    let other = to - from;
    let at = from;
    for (; at + 8 <= to; at += 8) {
      hash = mix(hash ^ view.getUint32(at, true));
      other = mix(other ^ view.getUint32(at + 4, true));
    }
    for (; at < to; at++) hash = mix(hash ^ bytes[at]!);
    return mix(hash ^ other);
  }

  private isSame(from: number, to: number, text: number): boolean {
    const { view, textsView, bytes, texts } = this;
    let at = from;
    let known = text;
    for (; at + 4 <= to; at += 4, known += 4)
      if (view.getUint32(at, true) !== textsView.getUint32(known, true)) return false;
    for (; at < to; at++, known++) if (bytes[at] !== texts[known]) return false;
    return true;
  }
}

function mix(value: number): number {
  const mixed = Math.imul(value, 0x9e3779b1);
  return mixed ^ (mixed >>> 15);
}
