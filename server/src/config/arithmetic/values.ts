import type { Span } from '../../text/span.ts';
import { NotArithmetic, PythonError } from './errors.ts';

/** A value that is no number: only its Python type is known, or nothing. */
export interface Thing {
  readonly type: string;
  readonly span: Span;
}

export type Value = bigint | number | Thing | readonly Value[];

export function isTuple(value: Value): value is readonly Value[] {
  return Array.isArray(value);
}

/** Python's name for the value's type. Throws NotArithmetic where we do not know it. */
export function typeName(value: Value): string {
  if (typeof value === 'bigint') return 'int';
  if (typeof value === 'number') return 'float';
  if (isTuple(value)) return 'tuple';
  if (value.type === '') throw new NotArithmetic(value.span);
  return value.type;
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

/** The value of a number's literal: `1_000`, `0x1f`, `.5`. */
export function valueOfNumber(text: string, span: Span): Value {
  const plain = text.replaceAll('_', '');
  if (/[jJ]$/.test(plain)) throw new NotArithmetic(span);
  return /^(?:\d+|0[xXoObB].*)$/.test(plain) ? BigInt(plain) : Number(plain);
}

export function valueOfName(name: string, span: Span): Value {
  const type = knownNames.get(name);
  if (type !== undefined) return { type, span };
  if (/^(?:True|False|None|__\w+__|[A-Z]\w+(?:Error|Warning|Exception|Exit|Iteration|Interrupt|Group))$/.test(name))
    throw new NotArithmetic(span);
  throw new PythonError('NameError', `name '${name}' is not defined`, span);
}

/** What Python says of `value.name`; nearly always that there is no such thing. */
export function failAttribute(value: Value, name: string, span: Span): never {
  const mayHave = typeof value === 'object' && (isTuple(value) || value.type !== 'builtin_function_or_method');
  if (mayHave || numberAttributes.test(name)) throw new NotArithmetic(span);
  throw new PythonError('AttributeError', `'${typeName(value)}' object has no attribute '${name}'`, span);
}

/** What Python says of `value(…)`: only what is no number can be called. */
export function failCall(callee: Value, span: Span): never {
  if (typeof callee === 'object' && !isTuple(callee)) throw new NotArithmetic(span);
  throw new PythonError('TypeError', `'${typeName(callee)}' object is not callable`, span);
}

export function failStar(value: Value, span: Span): never {
  if (isTuple(value)) throw new NotArithmetic(span);
  throw new PythonError('TypeError', `Value after * must be an iterable, not ${typeName(value)}`, span);
}

const numberAttributes =
  /^__|^(?:real|imag|conjugate|numerator|denominator|bit_length|bit_count|to_bytes|as_integer_ratio|from_bytes|is_integer|hex|fromhex)$/;
