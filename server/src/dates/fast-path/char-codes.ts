/** `[0-9]` */
export function isDigitCode(code: number): boolean {
  return code >= 0x30 && code <= 0x39;
}

/** `\w` in ASCII text; false for NaN, which stands behind the text's end. */
export function isWordCode(code: number): boolean {
  return isDigitCode(code) || (code >= 0x61 && code <= 0x7a) || (code >= 0x41 && code <= 0x5a) || code === 0x5f;
}
