import type { Span } from '../../text/span.ts';
import { NotArithmetic, PythonError } from './errors.ts';
import { isTuple, typeName, type Value } from './values.ts';

export function applyUnary(operator: string, value: Value, span: Span): Value {
  if (typeof value === 'object' || (operator === '~' && typeof value === 'number'))
    throw new PythonError('TypeError', `bad operand type for unary ${operator}: '${typeName(value)}'`, span);
  if (operator === '+') return value;
  return operator === '-' ? -value : ~(value as bigint);
}

export function applyBinary(operator: string, left: Value, right: Value, span: Span): Value {
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
