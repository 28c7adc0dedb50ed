/** What an edit of a filter changes in its logs. */

export const changeKinds = ['gained', 'lost', 'changed'] as const;
/** `gained`: matched now and not before. `lost`: the other way round. `changed`: another failregex, failure id or time, or ignored or missed instead. */
export type ChangeKind = (typeof changeKinds)[number];

/** Those that an edit changed in one way, or in any. */
export interface ChangeName {
  readonly change: ChangeKind | 'any';
}

/** What edits are compared with. */
export type Baseline =
  /** Files as they were, where they are not as they are saved now. */
  | {
      readonly kind: 'revision';
      /** Subjects inside of this folder are compared with it. */
      readonly folder: string;
      /** What it is called: `HEAD`. */
      readonly name: string;
      /** The user chose it: that a subject is not there, or the same, is told, too. */
      readonly isAsked: boolean;
      /** `text`: null for a file that was not there. All others are as they are saved. */
      readonly files: readonly { readonly uri: string; readonly text: string | null }[];
    }
  /** What is saved without any `.local`: the packaged version below them. */
  | { readonly kind: 'packaged' }
  /** The same filter or jail in another folder of configuration, e.g. a server's that is mounted or copied. */
  | { readonly kind: 'configuration'; readonly folder: string };

/** What the filter as it is written now does otherwise than it did before. */
export interface LineChanges {
  readonly run: number;
  /** What it is compared with: `since HEAD`, `since the saved file`, `against /srv/fail2ban`. */
  readonly reference: string;
  readonly counts: Readonly<Record<ChangeKind, number>>;
  /** Why the counts are not known, in words; null where they are. */
  readonly problem: string | null;
  /** The first 5,000 of each kind, in the order of the logs. */
  readonly lines: readonly {
    readonly log: string;
    readonly line: number;
    readonly kind: ChangeKind;
    /** E.g. `was missed, now 192.0.2.1 by failregex 2`. */
    readonly words: string;
  }[];
}
