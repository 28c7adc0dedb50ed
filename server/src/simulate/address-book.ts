import { ipv4Number, ipv4Text } from '../matching/ip-address.ts';
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
    return address === -1 ? this.numberOfText(id) : this.numberOfAddress(address);
  }

  /** Undefined where it is not in the book. */
  find(id: string): number | undefined {
    const address = ipv4Number(id);
    if (address === -1) return this.numbers.get(id);
    const slot = slotOf(this.table, address);
    return this.table[slot + 1] === 0 ? undefined : this.table[slot + 1]! - 1;
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

  /**
   * Of an IPv4 address (`ipv4Number`), which is written in one way. May be stopped at any moment: what is half done is done again, or never seen.
   */
  numberOfAddress(address: number): number {
    const { table } = this;
    const slot = slotOf(table, address);
    if (table[slot + 1] !== 0) return table[slot + 1]! - 1;
    const number = this.ids.push(ownCopy(ipv4Text(address))) - 1;
    table[slot] = address | 0;
    // 0 is a free slot.
    table[slot + 1] = number + 1;
    if (++this.used * 4 > table.length) this.table = grown(table);
    return number;
  }
}

/** Two entries a slot: the key, and its number + 1. */
type Table = Int32Array;

function createTable(slots: number): Table {
  return new Int32Array(2 * slots);
}

function grown(table: Table): Table {
  const larger = createTable(table.length);
  for (let i = 0; i < table.length; i += 2) {
    if (table[i + 1] === 0) continue;
    const slot = slotOf(larger, table[i]!);
    larger[slot] = table[i]!;
    larger[slot + 1] = table[i + 1]!;
  }
  return larger;
}

/** Where the key stands, or the free slot where it belongs. */
function slotOf(table: Table, address: number): number {
  const key = address | 0;
  const mask = table.length / 2 - 1;
  // The upper bits of a product depend on all of the key's.
  let slot = Math.imul(key, 0x9e3779b1) >>> Math.clz32(mask);
  while (table[2 * slot + 1] !== 0 && table[2 * slot] !== key) slot = (slot + 1) & mask;
  return 2 * slot;
}
