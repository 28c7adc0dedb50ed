import type { Span } from '../../text/span.ts';

/** What Python raises. */
export class PythonError extends Error {
  constructor(
    readonly exception: string,
    message: string,
    readonly span: Span,
  ) {
    super(message);
  }
}

/** Python goes on here where our grammar ends. */
export class NotArithmetic extends Error {
  constructor(readonly span: Span) {
    super();
  }
}

export function syntaxError(message: string, span: Span): PythonError {
  return new PythonError('SyntaxError', message, span);
}
