import type { CoverageCounts } from '../samples/coverage.ts';
import type { SampleTest } from '../samples/verify-sample.ts';
import type { Remark } from './remark.ts';

/** A file of a pack. */
export interface PackedFile {
  /** Below the pack. E.g. `filter.d/sshd.conf` */
  readonly path: string;
  readonly text: string;
  readonly mode: number;
}

/** A folder to carry: a filter with all that it needs, what is expected of it, and a script that puts it in place. */
export interface Pack {
  /** Of the filter. */
  readonly name: string;
  readonly files: readonly PackedFile[];
  /** What goes into the configuration folder. */
  readonly placed: readonly string[];
  readonly jails: readonly PackedJail[];
  readonly checks: readonly PackedCheck[];
  /** Of the sample here and now. */
  readonly tests: readonly SampleTest[];
  readonly coverage: CoverageCounts;
  /** What the pack does not hold, in words. */
  readonly remarks: readonly Remark[];
}

/** A jail with the options of its own section, as they are packed. */
export interface PackedJail {
  readonly name: string;
  readonly options: readonly { readonly key: string; readonly value: string }[];
}

/** Lines of the sample under one set of options, for `fail2ban-regex -o id`. */
export interface PackedCheck {
  /** In the filter's brackets. */
  readonly options: Readonly<Record<string, string>>;
  readonly lines: readonly string[];
  /** One for each failure. */
  readonly ids: readonly string[];
}
