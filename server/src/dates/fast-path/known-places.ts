import type { DetectorTemplate } from '../plain-detector.ts';
import { anchored } from '../template-regex.ts';
import { KnownDates } from './known-dates.ts';
import type { StickyTemplate } from './sticky-template.ts';

/** Places beyond this are forgotten: each is looked at for a line that none of them knows. */
const maxPlaces = 4;

/** The dates of each template by their place in the line. */
export class KnownPlaces {
  private readonly places = new Map<DetectorTemplate, readonly KnownDates[]>();

  /** The one asked for last first. */
  of(entry: DetectorTemplate): readonly KnownDates[] {
    return this.places.get(entry) ?? none;
  }

  /** A template's dates at a place like this. Undefined for templates of which too little is known. */
  at(entry: DetectorTemplate, { begin, ends }: StickyTemplate, start: number, end: number): KnownDates | undefined {
    const isAnchored = begin === 'line' || begin === 'line-loose';
    if (ends === undefined || isAnchored !== ((entry.template.flags & anchored) !== 0)) return undefined;
    const length = end - start;
    const lead = isAnchored ? start : Math.min(start, 1);
    const isHere = ({ place }: KnownDates): boolean => place.length === length && place.lead === lead;
    const all = this.of(entry);
    if (all[0] && isHere(all[0])) return all[0];
    const known = all.find(isHere) ?? new KnownDates({ length, lead, isAnchored }, ends);
    this.places.set(entry, [known, ...all.filter((dates) => dates !== known)].slice(0, maxPlaces));
    return known;
  }
}

const none: readonly KnownDates[] = [];
