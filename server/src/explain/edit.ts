import { escapeRegex } from '../text/escape-regex.ts';
import type { Span } from '../text/span.ts';
import type { Cause, Subject } from './named-cause.ts';
import type { RegexPart } from './regex-parts.ts';

/** A better reason than the general one, good where the changed regex matches. */
export interface EditReason {
  readonly cause: Cause;
  readonly message: string;
}

/** One place of the expanded regex that is written anew. */
export interface Edit {
  readonly span: Span;
  readonly text: string;
  readonly title: string;
  readonly reason?: EditReason | undefined;
  /** Other places that go with it. */
  readonly also?: readonly { readonly span: Span; readonly text: string }[];
}

/** Where a regex and a line part. */
export interface Place {
  readonly parts: readonly RegexPart[];
  /** The expanded regex. */
  readonly source: string;
  readonly subject: Subject;
  readonly found: Span;
  /** What the line has there. */
  readonly text: string;
  /** The parts that gave way. */
  readonly lost: readonly RegexPart[];
  readonly before: RegexPart | undefined;
  readonly after: RegexPart | undefined;
  readonly from: number;
}

/** Undefined where the place is of another kind. */
export type FindEdit = (place: Place) => Edit | undefined;

export function behind({ whole }: RegexPart, text: string): Pick<Edit, 'span' | 'text'> {
  return { span: { start: whole.end, end: whole.end }, text };
}

export function inFront({ whole }: RegexPart, text: string): Pick<Edit, 'span' | 'text'> {
  return { span: { start: whole.start, end: whole.start }, text };
}

export function isOneBlank({ literal, written }: RegexPart): boolean {
  return (literal !== '' && literal.trim() === '') || written === '\\s';
}

/** A regex for `text`: blanks as white space, numbers as any number. */
export function literally(text: string): string {
  return escapeRegex(text).replace(/\s+/g, '\\s+').replace(/\d+/g, '\\d+');
}

export function cut(text: string): string {
  return text.length > 40 ? `${text.slice(0, 30)}…` : text;
}
