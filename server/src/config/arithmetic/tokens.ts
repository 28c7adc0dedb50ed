import { once } from '../../text/once.ts';
import type { Span } from '../../text/span.ts';
import { NotArithmetic, PythonError, syntaxError } from './errors.ts';

export interface Token {
  readonly type: 'number' | 'name' | 'operator' | 'newline' | 'indent' | 'end';
  readonly text: string;
  readonly span: Span;
  /** Set on the last token where the text is no Python from there on; raised when the parser comes to it. */
  readonly failure?: Error;
}

/** How many digits Python reads a number from at most. */
const mostDigits = 4300;

/** Words with which Python's expressions go on beyond our grammar, and those that stand in none. */
const grammarWords = /^(?:and|or|not|in|is|if|else|lambda|for|async)$/;
const statementWords =
  /^(?:as|assert|await|break|class|continue|def|del|elif|except|finally|from|global|import|nonlocal|pass|raise|return|try|while|with|yield)$/;

const numberPattern =
  /0[xX](?:_?[0-9a-fA-F])+|0[oO](?:_?[0-7])+|0[bB](?:_?[01])+|(?:(?:\d(?:_?\d)*)?\.\d(?:_?\d)*|\d(?:_?\d)*\.?)(?:[eE][+-]?\d(?:_?\d)*)?[jJ]?/y;
const namePattern = once(() => /[\p{XID_Start}_]\p{XID_Continue}*/uy);
const operatorPattern = once(() => /\*\*|\/\/|[+\-*/%~(),]|\.(?=[ \t\f]*[\p{XID_Start}_])/uy);

/** CPython's tokenizer for what our grammar takes; what it cannot take ends the tokens. */
export function tokenize(text: string): Token[] {
  const tokens: Token[] = [];
  let at = /^[ \t]*/.exec(text)![0].length;
  let open = 0;
  const take = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = at;
    return pattern.exec(text)?.[0];
  };
  const push = (type: Token['type'], found: string, failure?: Error): void => {
    tokens.push({ type, text: found, span: { start: at, end: at + found.length }, failure });
    at += found.length;
  };
  while (at < text.length) {
    at += take(/(?:[ \t\f]|#[^\r\n]*)*/y)!.length;
    const lineEnd = take(/\r\n?|\n/y);
    if (lineEnd) {
      if (open === 0 && tokens.length > 0 && tokens.at(-1)!.type !== 'newline') push('newline', lineEnd);
      else at += lineEnd.length;
      const indent = open === 0 ? take(/[ \t]+(?![ \t\f\r\n#])/y) : undefined;
      if (indent) push('indent', indent);
      continue;
    }
    if (at >= text.length) break;
    const number = take(numberPattern);
    const word = number ?? take(namePattern()) ?? take(operatorPattern()) ?? '';
    if (word === '(') open++;
    if (word === ')') open--;
    const failure = whatFails(text, at, word, number !== undefined, open);
    push(number !== undefined ? 'number' : /^[\p{XID_Start}_]/u.test(word) ? 'name' : 'operator', word, failure);
    if (failure) return tokens;
  }
  push('end', '');
  return tokens;
}

/** Why Python, or our grammar, cannot take `word` at `at`. */
function whatFails(text: string, at: number, word: string, isNumber: boolean, open: number): Error | undefined {
  const span = { start: at, end: at + word.length };
  if (isNumber) return whatFailsInNumber(word, at, text);
  if (word === '') return strangeCharacter(text, at);
  if (open < 0) return syntaxError("unmatched ')'", span);
  if (grammarWords.test(word) || (/^\w/.test(word) && /^["']/.test(text.slice(span.end))))
    return new NotArithmetic(span);
  return statementWords.test(word) ? syntaxError('invalid syntax', span) : undefined;
}

/** A number must not run on into a letter, nor a decimal int start with 0: `1hr`, `08`. */
function whatFailsInNumber(number: string, at: number, text: string): Error | undefined {
  const end = at + number.length;
  const span = { start: at, end: end + 1 };
  const rest = text.slice(end);
  if (/^0[0-9_]*[1-9][0-9_]*$/.test(number))
    return syntaxError(
      'leading zeros in decimal integer literals are not permitted; use an 0o prefix for octal integers',
      { start: at, end },
    );
  if (/^\d+$/.test(number) && number.length > mostDigits)
    return syntaxError(
      `Exceeds the limit (${mostDigits} digits) for integer string conversion: value has ${number.length} digits`,
      { start: at, end },
    );
  const word = /^[\p{XID_Start}_]\p{XID_Continue}*/u.exec(rest)?.[0];
  if (word === undefined || grammarWords.test(word)) return undefined;
  const base =
    number === '0'
      ? ({ x: 'hexadecimal', o: 'octal', b: 'binary' } as Record<string, string>)[word[0]!.toLowerCase()]
      : undefined;
  return syntaxError(`invalid ${base ?? (/[jJ]$/.test(number) ? 'imaginary' : 'decimal')} literal`, span);
}

function strangeCharacter(text: string, at: number): Error {
  const char = String.fromCodePoint(text.codePointAt(at)!);
  const span = { start: at, end: at + char.length };
  if (char === '\0') return new PythonError('ValueError', 'source code string cannot contain null bytes', span);
  if (/["'[\]{}<>&|^@\\]/.test(char) || /^[=!]=/.test(text.slice(at))) return new NotArithmetic(span);
  return syntaxError(
    char.charCodeAt(0) < 128
      ? 'invalid syntax'
      : `invalid character '${char}' (U+${text.codePointAt(at)!.toString(16).toUpperCase().padStart(4, '0')})`,
    span,
  );
}
