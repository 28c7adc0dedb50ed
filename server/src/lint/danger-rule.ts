import type { FileAnalysis } from '../analysis/workspace.ts';
import type { Origin } from '../text/mapped-text.ts';
import { encloses } from '../text/span.ts';
import { deadInAllModes } from './dangers.ts';
import type { DangerInFile, Fix, Report, Rule } from './rule.ts';

type Danger = DangerInFile['danger'];
type Kind = Danger['kind'];
/** The member of the union that may be of the kind. */
type OfKind<K extends Kind, D = Danger> = D extends { readonly kind: infer Own } ? (K extends Own ? D : never) : never;

/** What a rule says of a danger; undefined where another rule tells of it. */
type Told = string | (Pick<Report, 'message' | 'severity'> & { readonly fix?: Fix | undefined }) | undefined;

export interface DangerRule<K extends Kind> extends Pick<Rule, 'name' | 'severity' | 'summary'> {
  readonly kind: K;
  /** Only what is so in each mode of the filter is told. */
  readonly isOfAllModes?: boolean;
  /**
   * The message, or it with what is otherwise than the rule's severity and the danger's own fix. `inside`: what else is known of its place and of
   * parts of it: of two that say the same the one with the cause is told.
   */
  tell(danger: OfKind<K>, fix: Fix | undefined, file: FileAnalysis, inside: readonly Danger[]): Told;
}

/** A rule that tells of one kind of what running the regexes has shown: at its place, with its proof and its fix. */
export function dangerRule<K extends Kind>({ kind, isOfAllModes, tell, ...rule }: DangerRule<K>): Rule {
  return {
    ...rule,
    check(file, report, dangers) {
      for (const { danger, place, related, fix, proof } of isOfAllModes
        ? deadInAllModes(file, dangers, kind)
        : dangers) {
        const told = isOfKind(danger, kind) ? tell(danger, fix, file, dangersIn(place, dangers)) : undefined;
        if (told === undefined) continue;
        const { fix: mended, ...words } = typeof told === 'string' ? { message: told, fix } : { fix, ...told };
        report({ ...words, place, related, ...(proof ? { proof } : {}), ...(mended ? { fix: mended } : {}) });
      }
    },
  };
}

function isOfKind<K extends Kind>(danger: Danger, kind: K): danger is Danger & OfKind<K> {
  return danger.kind === kind;
}

function dangersIn({ file, span }: Origin, dangers: readonly DangerInFile[]): Danger[] {
  return dangers.filter(({ place }) => place.file === file && encloses(span, place.span)).map(({ danger }) => danger);
}
