import { inflateSync } from 'node:zlib';
import { packed, pairs, tables } from './multi-byte-data.ts';

/** What two bytes come to, beside a character: nothing, or an error of both at once. */
export const nothing = 0;
export const wideError = 1;
const firstPair = 0x110000;

const firstLead = 0x81;
const firstTrail = 0x31;
const leads = 0xff - firstLead;
const trails = 0xff - firstTrail;
const cells = leads * trails;

/** One of Python's tables of two bytes: code points, `nothing`, `wideError`, or a number of two characters (`textOf`). */
export class PairTable {
  constructor(private readonly values: Int32Array) {}

  at(lead: number, trail: number): number {
    if (lead < firstLead || trail < firstTrail || lead === 0xff || trail === 0xff) return nothing;
    return this.values[(lead - firstLead) * trails + trail - firstTrail]!;
  }

  /** Every character or two, without order. */
  *texts(): Generator<string> {
    for (const value of this.values) if (value > wideError) yield textOf(value);
  }
}

export function textOf(value: number): string {
  const at = 2 * (value - firstPair);
  return value < firstPair ? String.fromCodePoint(value) : pairs.slice(at, at + 2);
}

const unpacked = new Map<string, PairTable>();

/** The table of that name in multi-byte-data.ts, which must be there. */
export function pairTable(name: string): PairTable {
  const known = unpacked.get(name);
  if (known) return known;
  const index = tables.findIndex((table) => table.name === name);
  const { base, isShifted } = tables[index]!;
  const table = new PairTable(
    read(index, base === undefined ? undefined : basedOn(pairTable(base), isShifted ?? false)),
  );
  unpacked.set(name, table);
  return table;
}

let bytes: Uint8Array | undefined;

/** The inverse of `write_multi` in scripts/generate-encodings.py. */
function read(index: number, base: Int32Array | undefined): Int32Array {
  bytes ??= inflateSync(Buffer.from(packed, 'base64'));
  const plane = cells * tables.length;
  const values = new Int32Array(cells);
  let last = 0;
  for (let i = 0, at = index * cells; i < cells; i++, at++) {
    const coded = bytes[at]! | (bytes[plane + at]! << 8) | (bytes[2 * plane + at]! << 16);
    const based = base ? base[i]! : nothing;
    const delta = coded & 1 ? -(coded - 1) / 2 : coded / 2 - 1;
    values[i] = coded === 0 ? based : coded === 1 ? nothing : (based === nothing ? last : based) + delta;
    if (values[i] !== nothing) last = values[i]!;
  }
  return values;
}

/** `isShifted`: the grid of a Shift JIS whose first 94 rows are those of this EUC. */
function basedOn(table: PairTable, isShifted: boolean): Int32Array {
  return Int32Array.from({ length: cells }, (_, i) => {
    const lead = firstLead + Math.floor(i / trails);
    const trail = firstTrail + (i % trails);
    if (!isShifted) return table.at(lead, trail);
    const row = 2 * (lead - (lead < 0xe0 ? 0x81 : 0xc1)) + (trail >= 0x9f ? 1 : 0);
    const column = (trail - (trail < 0x80 ? 0x40 : 0x41)) % 94;
    const isInside = trail >= 0x40 && trail <= 0xfc && trail !== 0x7f && (lead < 0xa0 || lead >= 0xe0) && row < 94;
    return isInside ? table.at(0xa1 + row, 0xa1 + column) : nothing;
  });
}
