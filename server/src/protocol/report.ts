/** What the command line and the editor are told of a run over a log. */

export interface LineCounts {
  readonly total: number;
  readonly ignored: number;
  readonly matched: number;
  readonly missed: number;
}

export interface RegexHits {
  /** The regex as configured, before `<HOST>` is expanded. */
  readonly pattern: string;
  readonly hits: number;
}

export interface DateTemplateHits {
  readonly name: string;
  readonly hits: number;
}

/** One failure that fail2ban would report. */
export interface Match {
  /** The log's physical line, from 1. */
  readonly line: number;
  /** Which failregex, from 1. */
  readonly failregex: number;
  /** The failure id; null while it is pending. */
  readonly id: string | null;
  /** Seconds since 1970; null where the line has no usable date. */
  readonly time: number | null;
  /** The groups that took part. */
  readonly groups: Readonly<Record<string, string>>;
}

/** What a filter does with a log, as `fail2ban-regex --raw` counts it. */
export interface MatchReport {
  readonly lines: LineCounts;
  readonly failregex: readonly RegexHits[];
  readonly ignoreregex: readonly RegexHits[];
  readonly prefregex: { readonly hits: number } | null;
  readonly dateTemplates: readonly DateTemplateHits[];
  /** Physical line numbers from 1; only where asked for. */
  readonly ignored?: readonly number[];
  /** In the order in which fail2ban reports them; only where asked for. */
  readonly matches?: readonly Match[];
}
