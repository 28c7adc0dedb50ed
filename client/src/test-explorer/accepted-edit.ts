/** The comment that says an expectation: in place of the one above the line, or in a new line. */
export interface AcceptedEdit {
  readonly replaces: boolean;
  readonly text: string;
}

/** `above`: the line before the log line; null where that is the first. */
export function acceptedEdit(above: string | null, fitting: string): AcceptedEdit {
  const written = /^(#+ ?)failJSON:/.exec(above ?? '');
  return { replaces: written !== null, text: `${written?.[1] ?? '# '}failJSON: ${fitting}` };
}
