import type { FilterOfSamples } from '../samples/find-samples.ts';
import type { SampleMachine } from '../samples/subject.ts';
import type { Origin } from '../text/mapped-text.ts';

/** A filter that is to be packed. */
export interface PackRequest extends SampleMachine {
  readonly filter: FilterOfSamples;
  readonly samples: readonly string[];
  /** Where a file that the filter's folder lacks is lent from: a path, or null for a text of ours. Undefined: it lies there itself. */
  readonly lentFrom?: (file: string) => string | null | undefined;
}

/** Why a filter cannot be packed. */
export class PackError extends Error {
  constructor(
    message: string,
    /** Where the cause is written, where that is known. */
    readonly place?: Origin,
  ) {
    super(message);
  }
}
