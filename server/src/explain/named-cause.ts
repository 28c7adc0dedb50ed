/** What keeps a regex from matching, in one word. */
export type Cause = 'text' | 'case' | 'blank' | 'date' | 'anchor' | 'address' | 'encoding' | 'prefix' | 'order';

export interface NamedCause {
  readonly cause: Cause;
  /** One sentence. */
  readonly message: string;
  /** What else does not fit follows from it, and is not told. */
  readonly isAll?: boolean;
  /** No special reason: what a part that holds others has of the line may say more. */
  readonly isGeneral?: boolean;
}

/** Where the regex was tried. */
export interface Subject {
  /** What fail2ban searches. */
  readonly text: string;
  /** True where a date was cut out at the very start of the line. */
  readonly isCutAtStart: boolean;
  /** True where a date was cut out. */
  readonly wasCut?: boolean | undefined;
  /** Where in `text` the date was cut out. */
  readonly cutAt?: number | undefined;
  /** What was cut out. */
  readonly cutOut?: string | undefined;
  /** What prefregex has taken of the line before it handed on `text`. */
  readonly taken?: { readonly before: string; readonly behind: string } | undefined;
  /** fail2ban searches one line at a time (`maxlines` is 1). */
  readonly isSingle?: boolean | undefined;
  /** True where prefregex takes nothing away. */
  readonly isHandedOnWhole?: boolean | undefined;
  /** The names that the filter gives values to. */
  readonly variables?: ReadonlySet<string> | undefined;
}
