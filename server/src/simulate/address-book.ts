import { ipv4Number } from '../matching/ip-address.ts';
import { ownCopy } from '../text/own-copy.ts';

/** Numbers for failure ids, in the order in which they are first seen. */
export class AddressBook {
  readonly ids: string[] = [];
  private readonly numbers = new Map<string, number>();
  /** IPv4 addresses in open slots: a log of a million lines asks for each, and a map of texts has to hash every one of them. */
  private slots = new Int32Array(1024);
  private keys = new Uint32Array(1024);
  private used = 0;

  numberOf(id: string): number {
    const address = ipv4Number(id);
    return address === -1 ? this.numberOfText(id) : this.numberOfAddress(id, address);
  }

  private numberOfText(id: string): number {
    const known = this.numbers.get(id);
    if (known !== undefined) return known;
    const kept = ownCopy(id);
    this.numbers.set(kept, this.ids.length);
    return this.ids.push(kept) - 1;
  }

  private numberOfAddress(id: string, address: number): number {
    const slot = slotOf(this.slots, this.keys, address);
    if (this.slots[slot] !== 0) return this.slots[slot]! - 1;
    const number = this.ids.push(ownCopy(id)) - 1;
    this.keys[slot] = address;
    // 0 is a free slot.
    this.slots[slot] = number + 1;
    if (++this.used * 2 > this.slots.length) this.grow();
    return number;
  }

  private grow(): void {
    const { slots: oldSlots, keys: oldKeys } = this;
    this.slots = new Int32Array(2 * oldSlots.length);
    this.keys = new Uint32Array(2 * oldSlots.length);
    for (let i = 0; i < oldSlots.length; i++) {
      if (oldSlots[i] === 0) continue;
      const slot = slotOf(this.slots, this.keys, oldKeys[i]!);
      this.slots[slot] = oldSlots[i]!;
      this.keys[slot] = oldKeys[i]!;
    }
  }
}

/** Where the key stands, or the free slot where it belongs. */
function slotOf(slots: Int32Array, keys: Uint32Array, key: number): number {
  const mask = slots.length - 1;
  let slot = Math.imul(key, 0x9e3779b1) >>> 7;
  slot &= mask;
  while (slots[slot] !== 0 && keys[slot] !== key) slot = (slot + 1) & mask;
  return slot;
}
