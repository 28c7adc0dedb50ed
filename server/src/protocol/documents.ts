/** Documents that the server writes. */
import type { Location, Range, Subject } from './places.ts';
import type { LineStatus } from './runs.ts';
import type { AttemptSelection, SimulationSubject } from './simulation.ts';

/** A document that the server writes; the editor shows it under the scheme `virtualScheme`. */
export type VirtualDocument =
  /** The lines of one status, one a line, each with a link to the log. */
  | { readonly kind: 'lines'; readonly subject: Subject; readonly status: LineStatus }
  /** The lines of all logs that the edit of the subject changes, each with what it was and is and a link to the log. */
  | { readonly kind: 'changes'; readonly subject: Subject }
  /** Every regex of the subject as Python sees it, each piece with the place where it is written. */
  | { readonly kind: 'expanded'; readonly subject: Subject }
  /** What the server would load: every option after includes, `.local` and substitution, with origins. */
  | { readonly kind: 'effective'; readonly subject: Subject }
  /** The lines of attempts of a jail's simulation, one a line, each with a link to the log. */
  | ({
      readonly kind: 'attempts';
      readonly attempts: AttemptSelection;
    } & SimulationSubject)
  /** A compressed log's text. */
  | { readonly kind: 'log'; readonly log: string }
  /** A configuration file that stands in for one that is nowhere installed. `place`: in a configuration folder, `filter.d/common.conf`. */
  | { readonly kind: 'builtin'; readonly place: string }
  /** The page that explains a rule; the code of a diagnostic leads to it. */
  | { readonly kind: 'rule'; readonly rule: string };

export const virtualScheme = 'fail2ban-lens';

export interface VirtualText {
  readonly text: string;
  readonly languageId: string;
  readonly links: readonly { readonly range: Range; readonly target: Location }[];
}
