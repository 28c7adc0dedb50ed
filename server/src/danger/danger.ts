import type { Span } from '../text/span.ts';
import type { Unexamined } from './bounds.ts';
import type { RegexName } from './probe.ts';

/** What a proof is about. */
export type DangerKind =
  /** The id is not the address that stands in the line. */
  | 'wrong-address'
  /** A stranger gets an address of his choice banned. */
  | 'forged-address'
  /** A stranger keeps himself from being found. */
  | 'forged-exception'
  /** What was meant for one quoted field is found in another. */
  | 'left-field'
  /** The id is the address of a proxy or a gateway. */
  | 'proxy-address'
  /** A line of another connection stands among those of a failure. */
  | 'untied-lines'
  /** The id is a name, which fail2ban looks up. */
  | 'looked-up-name'
  /** The program writes under a longer name now. */
  | 'longer-name';

export type Danger = LineDanger | Catastrophe | DeadPart | Unexamined;

/** Text on which the search of a regex (almost) never ends, or takes long. */
export interface Catastrophe {
  readonly kind: 'catastrophe';
  readonly regex: RegexName;
  /** The loop, in the configured text of the regex. */
  readonly span: Span;
  readonly part: string;
  /** Each more of it multiplies the steps. */
  readonly word: string;
  /** The power of the length with which the steps grow; Infinity: each word multiplies them. */
  readonly degree: number;
  /** So many seconds or more Python takes on a line of the longest length that is common; only with a degree. */
  readonly seconds?: number;
  /** The text that the regex is searched in, and the steps that took. */
  readonly proof: { readonly text: string; readonly steps: number };
  readonly fix: DangerFix | undefined;
}

/** What can do nothing, whatever the log says. */
export type DeadKind =
  /** The regex matches no line at all. */
  | 'never-matches'
  /** A failregex matches nothing that prefregex hands on. */
  | 'outside-content'
  /** A regex that wants something else at the line's start than what stands behind the date. */
  | 'against-date'
  /** An earlier failregex matches every line that this one matches. */
  | 'covered'
  /** An earlier branch takes every text that this one takes. */
  | 'dead-alternative'
  /** The end of a regex may be missing, and nothing comes behind it. */
  | 'idle-end'
  /** No line that a failregex matches is one of this ignoreregex. */
  | 'idle-exception'
  /** Every line that a failregex matches is one of this ignoreregex: the filter finds nothing. */
  | 'total-exception';

/** A part of a filter that can do nothing: proved by automaton, so that there is no line to show. */
export interface DeadPart {
  readonly kind: DeadKind;
  readonly regex: RegexName;
  /** The part, in the configured text of the regex. */
  readonly span: Span;
  readonly part: string;
  /** What makes it so: the part that excludes it, the regex or branch that covers it. */
  readonly because?: { readonly regex: RegexName; readonly span: Span; readonly part: string };
  /** It is dead only at this place of this regex: the same text may do something where a variable brings it elsewhere. */
  readonly isOfPlace: boolean;
  readonly fix: DangerFix | undefined;
}

/** Something bad that a filter does with a line, shown by a line that the engine was run on. */
export interface LineDanger {
  readonly kind: DangerKind;
  readonly regex: RegexName;
  /** The part at fault, in the configured text of the regex. */
  readonly span: Span;
  /** The part as it is written there. */
  readonly part: string;
  readonly proof: LogProof;
  /** The stranger's text stands in a line of another event. */
  readonly isElsewhere?: boolean;
  /** The id is an address of Cloudflare's proxies. */
  readonly isOfCloudflare?: boolean;
  /** The id is the same public address in all lines of the sample. */
  readonly isSame?: boolean;
  /** The id is a word or a number that is no address. */
  readonly isNoAddress?: boolean;
  /** The id stands elsewhere in the line than the address that is meant. */
  readonly isBeside?: boolean;
  /** The stranger's text turns what is known of a connection (`<F-MLFID>`). `isOfServer`: fail2ban-regex shows it only with `--no-check-all`. `isInSample`: the sample has lines that the regex takes. */
  readonly ofConnection?: { readonly isOfServer: boolean; readonly isInSample: boolean };
  /** Of an ignoreregex: it is found at the line's beginning alone. */
  readonly isAnchored?: boolean;
  /** The program's longer names, and how many lines of the sample name a failure under them. */
  readonly longer?: { readonly names: readonly string[]; readonly lines: number };
  /** The longer word that the id is cut out of, where no address of the line was meant. */
  readonly partOf?: string;
  readonly fix: DangerFix | undefined;
}

/** Put through fail2ban-regex with the filter, the lines give the id. */
export interface LogProof {
  /** One or more log lines. */
  readonly log: string;
  /** What fail2ban takes for the attacker; null where it takes nobody. */
  readonly id: string | null;
  /** Who it should have been; undefined where that is nobody, or not known. */
  readonly meant: string | undefined;
  /** Whether it is a line of the sample, made of one, made of a line that the program is known to write, or of the regex alone. */
  readonly from: 'sample' | 'shape' | 'program' | 'regex';
}

/** Changes of one regex's configured text after which the proof does not work any more, and every line that matched still does. */
export interface DangerFix {
  readonly title: string;
  readonly regex: RegexName;
  readonly edits: readonly { readonly span: Span; readonly text: string }[];
  /** Proved: the filter finds the same in every line. */
  readonly keepsMeaning?: boolean;
}

/** The client of made lines. All addresses here are reserved for documentation. */
export const client = '198.51.100.7';
export const client6 = '2001:db8::7';

/** Who is to be banned in the place of another: an address that stands in none of the texts, which may use addresses of documentation themselves. */
export function victimBeside(text: string): string {
  let host = 1;
  while (text.includes(`192.0.2.${host}`)) host++;
  return `192.0.2.${host}`;
}
