import { ownCopy } from '../text/own-copy.ts';

/** Numbers for failure ids, in the order in which they are first seen. */
export class AddressBook {
  readonly ids: string[] = [];
  private readonly numbers = new Map<string, number>();

  numberOf(id: string): number {
    const known = this.numbers.get(id);
    if (known !== undefined) return known;
    const kept = ownCopy(id);
    this.numbers.set(kept, this.ids.length);
    return this.ids.push(kept) - 1;
  }
}
