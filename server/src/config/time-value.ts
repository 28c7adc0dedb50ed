import { MappedText } from '../text/mapped-text.ts';
import { once } from '../text/once.ts';
import type { Span } from '../text/span.ts';

/**
 * fail2ban reads a time (`bantime = 1h 30m`) by rewriting its units to factors and having Python evaluate the result. We
 * rewrite alike and then read numbers, `+ - * / // % **`, parentheses and tuples by a grammar; nothing is ever evaluated.
 */
export type TimeReading =
  /** A bigint where Python has an int, a number where it has a float. */
  | { readonly kind: 'number'; readonly value: bigint | number }
  /** `1h,30m`: Python makes a tuple of it, which no option takes. */
  | { readonly kind: 'tuple'; readonly items: readonly TimeReading[] }
  /** Python raises; `message` is its text without the `(<string>, line 1)`. */
  | { readonly kind: 'error'; readonly exception: string; readonly message: string; readonly span: Span }
  /** Something else that Python evaluates (a call, a comparison, a name it knows): no time. */
  | { readonly kind: 'expression'; readonly span: Span };

/** Seconds in fail2ban's month and year: a twelfth of, and a whole, 365.25 days. */
const monthSeconds = 2629800;
const yearSeconds = 31557600;

/** What Python's case-insensitive `[a-z]` takes besides ASCII. */
const letter = '[a-zA-Z\\u017f\\u212a\\u0130\\u0131]';
const digit = '\\p{Nd}';
/** Python's `\s` for text: JavaScript's without U+FEFF, with U+001C to U+001F and U+0085. */
const blank = '[\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000]';

/** In the order in which fail2ban replaces them: `d` before `w` before `mo` … */
const units = once(() => [
  unit('days?|da|dd?', '*86400'),
  unit('weeks?|wee?|ww?', '*604800'),
  unit('months?|mon?', '*2629800.0'),
  unit('years?|yea?|yy?', '*31557600.0'),
  unit('seconds?|sec?|ss?', '*1'),
  unit('minutes?|min?|mm?', '*60'),
  unit('hours?|hou?|hh?', '*3600'),
]);

function unit(words: string, factor: string): { readonly pattern: RegExp; readonly factor: string } {
  const folded = words.replace(
    /[a-z]/g,
    (c) => `[${c}${c.toUpperCase()}${{ s: '\\u017f', k: '\\u212a', i: '\\u0130\\u0131' }[c] ?? ''}]`,
  );
  return { pattern: new RegExp(`(?<=${digit}|${blank})(?:${folded})(?![\\p{L}\\p{N}_])`, 'gu'), factor };
}

const digitAfterLetter = once(() => new RegExp(`(?<=${letter})${digit}`, 'gu'));
const blanksBetweenDigits = once(() => new RegExp(`(${digit})(${blank}+)(${digit})`, 'gu'));

/** Reads a time as `MyTime.str2seconds` does; spans are offsets into `text`. */
export function readTime(text: string): TimeReading {
  if (/^(?:0|[1-9]\d{0,14})$/.test(text)) return { kind: 'number', value: BigInt(text) };
  const rewritten = rewriteUnits(text);
  const toSource = (span: Span): Span => {
    const places = rewritten.whereToShow(span);
    const last = places.at(-1);
    return last
      ? { start: places[0]!.span.start, end: Math.max(places[0]!.span.start, last.span.end) }
      : { start: 0, end: text.length };
  };
  try {
    return toReading(evaluate(new Parser(rewritten.text).parse()));
  } catch (error) {
    if (error instanceof PythonError)
      return { kind: 'error', exception: error.exception, message: error.message, span: toSource(error.span) };
    if (error instanceof NotArithmetic) return { kind: 'expression', span: toSource(error.span) };
    throw error;
  }
}

/** The number of seconds, where the text is a number; undefined otherwise. */
export function timeInSeconds(text: string): number | undefined {
  const reading = readTime(text);
  return reading.kind === 'number' ? Number(reading.value) : undefined;
}

/** Seconds in words, for people: `5400` is "1 hour 30 minutes". Months and years only where they come out even. */
export function timeInWords(seconds: number): string {
  if (!Number.isFinite(seconds)) return 'for ever';
  if (seconds < 0) return `minus ${timeInWords(-seconds)}`;
  const parts: string[] = [];
  let rest = seconds;
  for (const [size, name] of scaleOf(seconds)) {
    const count = size === 1 ? Math.round(rest * 1000) / 1000 : Math.floor(rest / size);
    rest -= count * size;
    if (count > 0) parts.push(`${count} ${name}${count === 1 ? '' : 's'}`);
  }
  return parts.length > 0 ? parts.join(' ') : '0 seconds';
}

function scaleOf(seconds: number): readonly (readonly [number, string])[] {
  if (seconds > 0 && seconds % monthSeconds === 0)
    return [
      [yearSeconds, 'year'],
      [monthSeconds, 'month'],
    ];
  if (seconds > 0 && seconds % 604800 === 0) return [[604800, 'week']];
  return [
    [86400, 'day'],
    [3600, 'hour'],
    [60, 'minute'],
    [1, 'second'],
  ];
}

/** `1h30` -> `1*3600+30`, each piece still knowing where it stands in `text`. */
function rewriteUnits(text: string): MappedText {
  let mapped = MappedText.exact(text, 'time', 0);
  mapped = mapped.replace(digitAfterLetter(), (_, matched) => MappedText.concat([standsFor(' ', matched), matched]));
  for (const { pattern, factor } of units())
    mapped = mapped.replace(pattern, (_, matched) => standsFor(factor, matched));
  return mapped.replace(blanksBetweenDigits(), (match, matched) => {
    const [, before, blanks] = match as unknown as [string, string, string];
    const gap = { start: before.length, end: before.length + blanks.length };
    return MappedText.concat([
      matched.slice(0, gap.start),
      standsFor('+', matched.slice(gap.start, gap.end)),
      matched.slice(gap.end),
    ]);
  });
}

function standsFor(text: string, matched: MappedText): MappedText {
  return MappedText.derived(text, matched.whereToShow({ start: 0, end: matched.length })[0]!);
}

type Expression =
  | { readonly type: 'number'; readonly span: Span; readonly value: bigint | number }
  | { readonly type: 'name'; readonly span: Span; readonly name: string }
  /** A value that is no int or float: `1j`, `True`. */
  | { readonly type: 'other'; readonly span: Span }
  | { readonly type: 'unary'; readonly span: Span; readonly operator: string; readonly operand: Expression }
  | {
      readonly type: 'binary';
      readonly span: Span;
      readonly operator: string;
      readonly left: Expression;
      readonly right: Expression;
    }
  | { readonly type: 'tuple'; readonly span: Span; readonly items: readonly Expression[] }
  | { readonly type: 'starred'; readonly span: Span; readonly operand: Expression }
  | { readonly type: 'call'; readonly span: Span; readonly callee: Expression; readonly args: readonly Expression[] }
  | { readonly type: 'attribute'; readonly span: Span; readonly of: Expression; readonly name: string };

/** What Python raises. */
class PythonError extends Error {
  constructor(
    readonly exception: string,
    message: string,
    readonly span: Span,
  ) {
    super(message);
  }
}

/** Python goes on here where our grammar ends. */
class NotArithmetic extends Error {
  constructor(readonly span: Span) {
    super();
  }
}

interface Token {
  readonly type: 'number' | 'name' | 'operator' | 'newline' | 'indent' | 'end';
  readonly text: string;
  readonly span: Span;
  /** Set on the last token where the text is no Python from there on; raised when the parser comes to it. */
  readonly failure?: Error;
}

/** Python's limits on nesting and on the digits of a number. */
const deepest = 200;
const mostDigits = 4300;

/** The part of CPython's expression grammar that makes numbers; method by method from the loosest binding. */
class Parser {
  private readonly tokens: readonly Token[];
  private at = 0;
  private depth = 0;

  constructor(private readonly text: string) {
    this.tokens = tokenize(text);
  }

  /** eval: expressions NEWLINE* end */
  parse(): Expression {
    const whole = this.expressions(false);
    while (this.next.type === 'newline') this.at++;
    if (this.next.type !== 'end') this.refuse();
    return whole;
  }

  /** expressions: item (',' item)* [',']; an item may have a star only in parentheses */
  private expressions(starred: boolean): Expression {
    const first = this.item(starred);
    if (!this.sees(',')) {
      if (first.type === 'starred')
        throw new PythonError('SyntaxError', 'cannot use starred expression here', first.span);
      return first;
    }
    const items = [first];
    while (this.takes(',')) {
      if (!this.startsItem(starred)) break;
      items.push(this.item(starred));
    }
    return { type: 'tuple', span: { start: first.span.start, end: items.at(-1)!.span.end }, items };
  }

  private startsItem(starred: boolean): boolean {
    const { type, text } = this.next;
    return (
      type === 'number' ||
      type === 'name' ||
      (type === 'operator' && (['(', '+', '-', '~'].includes(text) || (starred && text === '*')))
    );
  }

  private item(starred: boolean): Expression {
    const star = this.next;
    if (!starred || !this.takes('*')) return this.sum();
    const operand = this.sum();
    return { type: 'starred', span: { start: star.span.start, end: operand.span.end }, operand };
  }

  /** sum: term (('+' | '-') term)* */
  private sum(): Expression {
    return this.chain(['+', '-'], () => this.term());
  }

  /** term: factor (('*' | '/' | '//' | '%') factor)* */
  private term(): Expression {
    return this.chain(['*', '/', '//', '%'], () => this.factor());
  }

  private chain(operators: readonly string[], operand: () => Expression): Expression {
    let left = operand();
    while (this.next.type === 'operator' && operators.includes(this.next.text)) {
      const operator = this.next.text;
      this.at++;
      const right = operand();
      left = { type: 'binary', span: { start: left.span.start, end: right.span.end }, operator, left, right };
    }
    return left;
  }

  /** factor: ('+' | '-' | '~') factor | power */
  private factor(): Expression {
    const { text, type, span } = this.next;
    if (type !== 'operator' || !['+', '-', '~'].includes(text)) return this.power();
    this.at++;
    const operand = this.factor();
    return { type: 'unary', span: { start: span.start, end: operand.span.end }, operator: text, operand };
  }

  /** power: primary ['**' factor] */
  private power(): Expression {
    const left = this.primary();
    if (!this.takes('**')) return left;
    const right = this.factor();
    return { type: 'binary', span: { start: left.span.start, end: right.span.end }, operator: '**', left, right };
  }

  /** primary: atom ('(' [expressions] ')' | '.' NAME)* */
  private primary(): Expression {
    let left = this.atom();
    for (;;) {
      const { start } = left.span;
      if (this.takes('(')) {
        const { items, end } = this.inParentheses();
        left = {
          type: 'call',
          span: { start, end },
          callee: left,
          args: items ? (items.type === 'tuple' ? items.items : [items]) : [],
        };
      } else if (this.takes('.')) {
        const { type, text, span } = this.next;
        if (type !== 'name') this.refuse();
        this.at++;
        left = { type: 'attribute', span: { start, end: span.end }, of: left, name: text };
      } else return left;
    }
  }

  private atom(): Expression {
    const token = this.next;
    if (token.type === 'number') {
      this.at++;
      return numberOf(token);
    }
    if (token.type === 'name') {
      this.at++;
      return constants.has(token.text)
        ? { type: 'other', span: token.span }
        : { type: 'name', span: token.span, name: token.text };
    }
    if (this.takes('(')) {
      const { items, end } = this.inParentheses();
      const span = { start: token.span.start, end };
      return items ? { ...items, span } : { type: 'tuple', span, items: [] };
    }
    return this.refuse();
  }

  private inParentheses(): { items?: Expression; end: number } {
    if (++this.depth > deepest) throw new PythonError('SyntaxError', 'too many nested parentheses', this.next.span);
    const items = this.sees(')') ? undefined : this.expressions(true);
    const close = this.next;
    if (!this.takes(')')) this.refuse();
    this.depth--;
    return { items, end: close.span.end };
  }

  private get next(): Token {
    const token = this.tokens[this.at]!;
    if (token.failure) throw token.failure;
    return token;
  }

  private sees(operator: string): boolean {
    return this.next.type === 'operator' && this.next.text === operator;
  }

  private takes(operator: string): boolean {
    if (!this.sees(operator)) return false;
    this.at++;
    return true;
  }

  private refuse(): never {
    const { type, span } = this.next;
    if (type === 'indent') throw new PythonError('IndentationError', 'unexpected indent', span);
    throw new PythonError('SyntaxError', 'invalid syntax', type === 'end' ? { start: 0, end: this.text.length } : span);
  }
}

/** Words that Python knows as values, and those with which its grammar goes on beyond ours. */
const constants = new Set(['True', 'False', 'None']);
const grammarWords = new Set(['and', 'or', 'not', 'in', 'is', 'if', 'else', 'lambda', 'for', 'async']);
const statementWords = new Set([
  'as',
  'assert',
  'await',
  'break',
  'class',
  'continue',
  'def',
  'del',
  'elif',
  'except',
  'finally',
  'from',
  'global',
  'import',
  'nonlocal',
  'pass',
  'raise',
  'return',
  'try',
  'while',
  'with',
  'yield',
]);

const numberPattern =
  /0[xX](?:_?[0-9a-fA-F])+|0[oO](?:_?[0-7])+|0[bB](?:_?[01])+|(?:(?:\d(?:_?\d)*)?\.\d(?:_?\d)*|\d(?:_?\d)*\.?)(?:[eE][+-]?\d(?:_?\d)*)?[jJ]?/y;
const namePattern = once(() => /[\p{XID_Start}_]\p{XID_Continue}*/uy);
const operatorPattern = once(() => /\*\*|\/\/|[+\-*/%~(),]|\.(?=[ \t\f]*[\p{XID_Start}_])/uy);

/** CPython's tokenizer for what our grammar takes; what it cannot take ends the tokens. */
function tokenize(text: string): Token[] {
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
  if (open < 0) return new PythonError('SyntaxError', "unmatched ')'", span);
  if (grammarWords.has(word) || (/^\w/.test(word) && /^["']/.test(text.slice(span.end))))
    return new NotArithmetic(span);
  return statementWords.has(word) ? new PythonError('SyntaxError', 'invalid syntax', span) : undefined;
}

/** A number must not run on into a letter, nor a decimal int start with 0: `1hr`, `08`. */
function whatFailsInNumber(number: string, at: number, text: string): Error | undefined {
  const end = at + number.length;
  const span = { start: at, end: end + 1 };
  const rest = text.slice(end);
  if (/^0[0-9_]*[1-9][0-9_]*$/.test(number))
    return new PythonError(
      'SyntaxError',
      'leading zeros in decimal integer literals are not permitted; use an 0o prefix for octal integers',
      { start: at, end },
    );
  if (/^\d+$/.test(number) && number.length > mostDigits)
    return new PythonError(
      'SyntaxError',
      `Exceeds the limit (${mostDigits} digits) for integer string conversion: value has ${number.length} digits`,
      { start: at, end },
    );
  const word = /^[\p{XID_Start}_]\p{XID_Continue}*/u.exec(rest)?.[0];
  if (word === undefined || grammarWords.has(word)) return undefined;
  const base =
    number === '0'
      ? ({ x: 'hexadecimal', o: 'octal', b: 'binary' } as Record<string, string>)[word[0]!.toLowerCase()]
      : undefined;
  return new PythonError(
    'SyntaxError',
    `invalid ${base ?? (/[jJ]$/.test(number) ? 'imaginary' : 'decimal')} literal`,
    span,
  );
}

function strangeCharacter(text: string, at: number): Error {
  const char = String.fromCodePoint(text.codePointAt(at)!);
  const span = { start: at, end: at + char.length };
  if (char === '\0') return new PythonError('ValueError', 'source code string cannot contain null bytes', span);
  if (/["'[\]{}<>&|^@\\]/.test(char) || /^[=!]=/.test(text.slice(at))) return new NotArithmetic(span);
  return new PythonError(
    'SyntaxError',
    char.charCodeAt(0) < 128
      ? 'invalid syntax'
      : `invalid character '${char}' (U+${text.codePointAt(at)!.toString(16).toUpperCase().padStart(4, '0')})`,
    span,
  );
}

function numberOf({ text, span }: Token): Expression {
  const plain = text.replaceAll('_', '');
  if (/[jJ]$/.test(plain)) return { type: 'other', span };
  const isInt = /^(?:\d+|0[xXoObB].*)$/.test(plain);
  return { type: 'number', span, value: isInt ? BigInt(plain) : Number(plain) };
}

/** Names that Python finds where fail2ban evaluates: its built-ins, that module's imports, that function's variables. */
const knownNames = new Map<string, string>([
  ...(
    'abs aiter all anext any ascii bin breakpoint callable chr compile delattr dir divmod eval exec format getattr globals hasattr hash hex id ' +
    'isinstance issubclass iter len locals max min next oct ord pow print repr round setattr sorted sum vars'
  )
    .split(' ')
    .map((name) => [name, 'builtin_function_or_method'] as const),
  ...(
    'bool bytearray bytes classmethod complex dict enumerate filter float frozenset int list map memoryview object property range reversed set ' +
    'slice staticmethod str super tuple type zip MyTime'
  )
    .split(' ')
    .map((name) => [name, 'type'] as const),
  ...['datetime', 'time', 're'].map((name) => [name, 'module'] as const),
  ...'copyright credits exit help input license open quit Ellipsis NotImplemented val rexp rpl'
    .split(' ')
    .map((name) => [name, ''] as const),
]);

/** A value that is no number: only its Python type is known, or nothing. */
interface Thing {
  readonly type: string;
  readonly span: Span;
}

type Value = bigint | number | Thing | readonly Value[];

function evaluate(node: Expression): Value {
  switch (node.type) {
    case 'number':
      return node.value;
    case 'other':
      throw new NotArithmetic(node.span);
    case 'name':
      if (knownNames.has(node.name)) return { type: knownNames.get(node.name)!, span: node.span };
      if (/^__\w+__$|^[A-Z]\w+(?:Error|Warning|Exception|Exit|Iteration|Interrupt|Group)$/.test(node.name))
        throw new NotArithmetic(node.span);
      throw new PythonError('NameError', `name '${node.name}' is not defined`, node.span);
    case 'unary':
      return applyUnary(node.operator, evaluate(node.operand), node.span);
    case 'binary':
      return applyBinary(node.operator, evaluate(node.left), evaluate(node.right), node.span);
    case 'tuple':
      return node.items.map((item) => evaluate(item));
    case 'starred': {
      const value = evaluate(node.operand);
      if (isTuple(value)) throw new NotArithmetic(node.span);
      throw new PythonError('TypeError', `Value after * must be an iterable, not ${typeName(value)}`, node.span);
    }
    case 'call': {
      const callee = evaluate(node.callee);
      if (typeof callee === 'object' && !isTuple(callee)) throw new NotArithmetic(node.span);
      for (const arg of node.args) evaluate(arg);
      throw new PythonError('TypeError', `'${typeName(callee)}' object is not callable`, node.span);
    }
    case 'attribute': {
      const of = evaluate(node.of);
      const mayHave = typeof of === 'object' && (isTuple(of) || of.type !== 'builtin_function_or_method');
      if (
        mayHave ||
        /^__|^(?:real|imag|conjugate|numerator|denominator|bit_length|bit_count|to_bytes|as_integer_ratio|from_bytes|is_integer|hex|fromhex)$/.test(
          node.name,
        )
      )
        throw new NotArithmetic(node.span);
      throw new PythonError('AttributeError', `'${typeName(of)}' object has no attribute '${node.name}'`, node.span);
    }
  }
}

function isTuple(value: Value): value is readonly Value[] {
  return Array.isArray(value);
}

/** Python's name for the value's type. Throws NotArithmetic where we do not know it. */
function typeName(value: Value): string {
  if (typeof value === 'bigint') return 'int';
  if (typeof value === 'number') return 'float';
  if (isTuple(value)) return 'tuple';
  if (value.type === '') throw new NotArithmetic(value.span);
  return value.type;
}

function applyUnary(operator: string, value: Value, span: Span): Value {
  if (typeof value === 'object' || (operator === '~' && typeof value === 'number'))
    throw new PythonError('TypeError', `bad operand type for unary ${operator}: '${typeName(value)}'`, span);
  if (operator === '+') return value;
  return operator === '-' ? -value : ~(value as bigint);
}

function applyBinary(operator: string, left: Value, right: Value, span: Span): Value {
  if (isTuple(left) || isTuple(right)) throw new NotArithmetic(span);
  if (typeof left === 'object' || typeof right === 'object')
    throw new PythonError(
      'TypeError',
      `unsupported operand type(s) for ${operator === '**' ? '** or pow()' : operator}: '${typeName(left)}' and '${typeName(right)}'`,
      span,
    );
  if (typeof left === 'bigint' && typeof right === 'bigint') return ofInts(operator, left, right, span);
  return ofFloats(operator, toFloat(left, span), toFloat(right, span), span);
}

function ofInts(operator: string, left: bigint, right: bigint, span: Span): bigint | number {
  if (operator === '+') return left + right;
  if (operator === '-') return left - right;
  if (operator === '*') return left * right;
  if (operator === '**') return power(left, right, span);
  if (right === 0n)
    throw divisionByZero(
      operator === '/'
        ? 'division by zero'
        : operator === '%'
          ? 'integer modulo by zero'
          : 'integer division or modulo by zero',
      span,
    );
  if (operator === '/') return divideInts(left, right, span);
  const quotient = left / right;
  const floor = left % right !== 0n && left < 0n !== right < 0n ? quotient - 1n : quotient;
  return operator === '//' ? floor : left - floor * right;
}

function power(base: bigint, exponent: bigint, span: Span): bigint | number {
  if (exponent < 0n) return ofFloats('**', toFloat(base, span), toFloat(exponent, span), span);
  // Beyond any time; Python itself would be busy for long.
  if (BigInt(base.toString(2).length) * exponent > 100_000n) throw new NotArithmetic(span);
  return base ** exponent;
}

/** The float nearest to a quotient of ints: exact where both are floats without loss, else through 64 more bits of quotient. */
function divideInts(left: bigint, right: bigint, span: Span): number {
  const direct = Number(left) / Number(right);
  if (BigInt.asIntN(54, left) === left && BigInt.asIntN(54, right) === right) return direct;
  const sign = left < 0n !== right < 0n ? -1 : 1;
  const [a, b] = [left < 0n ? -left : left, right < 0n ? -right : right];
  const shift = Math.max(0, b.toString(2).length - a.toString(2).length + 66);
  const scaled = (a << BigInt(shift)) / b;
  const sticky = (a << BigInt(shift)) % b === 0n ? 0n : 1n;
  const result = (sign * Number((scaled << 1n) | sticky)) / 2 ** (shift + 1);
  if (!Number.isFinite(result))
    throw new PythonError('OverflowError', 'integer division result too large for a float', span);
  return result;
}

function toFloat(value: bigint | number, span: Span): number {
  const float = Number(value);
  if (typeof value === 'bigint' && !Number.isFinite(float))
    throw new PythonError('OverflowError', 'int too large to convert to float', span);
  return float;
}

function ofFloats(operator: string, left: number, right: number, span: Span): number {
  switch (operator) {
    case '+':
      return left + right;
    case '-':
      return left - right;
    case '*':
      return left * right;
    case '**':
      return floatPower(left, right, span);
  }
  if (right === 0)
    throw divisionByZero(
      operator === '/' ? 'float division by zero' : operator === '%' ? 'float modulo' : 'float floor division by zero',
      span,
    );
  if (operator === '/') return left / right;
  const remainder = floorRemainder(left, right);
  if (operator === '%') return remainder;
  return floorQuotient(left, right, remainder);
}

function floatPower(base: number, exponent: number, span: Span): number {
  if (base === 0 && exponent < 0) throw divisionByZero('0.0 cannot be raised to a negative power', span);
  if (base < 0 && !Number.isInteger(exponent)) throw new NotArithmetic(span);
  const result = base ** exponent;
  if (!Number.isFinite(result) && Number.isFinite(base) && Number.isFinite(exponent))
    throw new PythonError('OverflowError', "(34, 'Numerical result out of range')", span);
  return result;
}

/** As CPython's `float_rem`: the remainder has the divisor's sign. */
function floorRemainder(left: number, right: number): number {
  const remainder = left % right;
  if (remainder === 0) return right < 0 ? -0 : 0;
  return remainder < 0 !== right < 0 ? remainder + right : remainder;
}

/** As CPython's `_float_div_mod`. */
function floorQuotient(left: number, right: number, remainder: number): number {
  const quotient = (left - remainder) / right;
  if (quotient === 0) return left / right < 0 ? -0 : 0;
  const floor = Math.floor(quotient);
  return quotient - floor > 0.5 ? floor + 1 : floor;
}

function divisionByZero(message: string, span: Span): PythonError {
  return new PythonError('ZeroDivisionError', message, span);
}

function toReading(value: Value): TimeReading {
  if (isTuple(value)) return { kind: 'tuple', items: value.map(toReading) };
  if (typeof value === 'object') throw new NotArithmetic(value.span);
  return { kind: 'number', value };
}
