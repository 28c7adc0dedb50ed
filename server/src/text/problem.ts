import type { Span } from './span.ts';

export type Severity = 'error' | 'warning' | 'information' | 'hint';

/** Something wrong at a place in one file's text. `message` is one line; `code` names the kind, stable across wordings. */
export interface Problem {
  readonly code: string;
  readonly severity: Severity;
  readonly message: string;
  readonly span: Span;
}
