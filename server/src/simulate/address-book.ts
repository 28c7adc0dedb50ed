import { ipv4Number } from '../matching/ip-address.ts';
import { ownCopy } from '../text/own-copy.ts';

/** Numbers for failure ids, in the order in which they are first seen. */
export class AddressBook {
  readonly ids: string[] = [];
  private readonly numbers = new Map<string, number>();
  /** IPv4 addresses in open slots: a log of a million lines asks for each, and a map of texts has to hash every one of them. */
  private table = createTable(1024);
  private used = 0;

  numberOf(id: string): number {
    const address = ipv4Number(id);
    return address === -1 ? this.numberOfText(id) : this.numberOfAddress(id, address);
  }

  /** Undefined where it is not in the book. */
  find(id: string): number | undefined {
    const address = ipv4Number(id);
    if (address === -1) return this.numbers.get(id);
    const slot = slotOf(this.table, address);
    return this.table.slots[slot] === 0 ? undefined : this.table.slots[slot]! - 1;
  }

  clear(): void {
    this.ids.length = 0;
    this.numbers.clear();
    this.table = createTable(1024);
    this.used = 0;
  }

  private numberOfText(id: string): number {
    const known = this.numbers.get(id);
    if (known !== undefined) return known;
    const kept = ownCopy(id);
    this.numbers.set(kept, this.ids.length);
    return this.ids.push(kept) - 1;
  }

  /** May be stopped at any moment: what is half done is done again, or never seen. */
  private numberOfAddress(id: string, address: number): number {
    const { slots, keys } = this.table;
    const slot = slotOf(this.table, address);
    if (slots[slot] !== 0) return slots[slot]! - 1;
    const number = this.ids.push(ownCopy(id)) - 1;
    keys[slot] = address;
    // 0 is a free slot.
    slots[slot] = number + 1;
    if (++this.used * 2 > slots.length) this.table = grown(this.table);
    return number;
  }
}

interface Table {
  readonly slots: Int32Array;
  readonly keys: Uint32Array;
}

function createTable(size: number): Table {
  return { slots: new Int32Array(size), keys: new Uint32Array(size) };
}

function grown({ slots, keys }: Table): Table {
  const larger = createTable(2 * slots.length);
  for (let i = 0; i < slots.length; i++) {
    if (slots[i] === 0) continue;
    const slot = slotOf(larger, keys[i]!);
    larger.slots[slot] = slots[i]!;
    larger.keys[slot] = keys[i]!;
  }
  return larger;
}

/** Where the key stands, or the free slot where it belongs. */
function slotOf({ slots, keys }: Table, key: number): number {
  const mask = slots.length - 1;
  let slot = (Math.imul(key, 0x9e3779b1) >>> 7) & mask;
  while (slots[slot] !== 0 && keys[slot] !== key) slot = (slot + 1) & mask;
  return slot;
}
