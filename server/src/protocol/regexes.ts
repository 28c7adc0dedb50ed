/** A regex in words, and as a picture. */
import type { Location, Range } from './places.ts';
import type { RegexKind } from './runs.ts';

/** A regex in words, part by part. */
export interface RegexWords {
  readonly kind: RegexKind;
  /** As configured. */
  readonly pattern: string;
  /** What holds for the whole of it. */
  readonly words: string;
  readonly parts: readonly RegexPartWords[];
  /** From the outermost part to the selected one, each by its place among its neighbours; empty for the whole. */
  readonly path: readonly number[];
  /** How many other regexes hold what is selected. */
  readonly others: number;
}

export interface RegexPartWords {
  /** `text`, `characters`, `place`, `repeat`, `choice`, `sequence`, `group`, `look`, `reference`, `condition`, `flags`, `remark`, `nothing`, `tag`, `variable` */
  readonly kind: string;
  /** As its author wrote it. */
  readonly written: string;
  /** One line. */
  readonly words: string;
  /** The variable that it is a piece of; null where it is none, or the whole of one. */
  readonly from: string | null;
  readonly location: Location | null;
  readonly parts: readonly RegexPartWords[];
  /** The words tell of the parts, too. */
  readonly isTold: boolean;
}

/** An element of a picture. Names are the server's own; text is text, to be shown as text nodes. */
export interface SvgElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly (SvgElement | string)[];
}

export interface RegexDiagramParams {
  readonly uri: string;
  readonly range: Range;
  /** Variables as a box with their name, or with what they stand for. */
  readonly variables: 'names' | 'values';
  /** Only the part that is selected. */
  readonly isPart: boolean;
}

/** A regex as a railroad diagram. */
export interface RegexDiagram {
  readonly kind: RegexKind;
  /** As configured. */
  readonly pattern: string;
  /** Each part is an element with its number in `data-part`; null where there is too much to draw. */
  readonly svg: SvgElement | null;
  /** Where the parts are written, by their numbers. */
  readonly places: readonly (Location | null)[];
  /** The part that is selected; null where it is not drawn, or the whole. */
  readonly current: number | null;
}
