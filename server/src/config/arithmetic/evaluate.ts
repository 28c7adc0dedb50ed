import type { Span } from '../../text/span.ts';
import { PythonError, syntaxError } from './errors.ts';
import { applyBinary, applyUnary } from './operators.ts';
import { tokenize, type Token } from './tokens.ts';
import { failAttribute, failCall, failStar, valueOfName, valueOfNumber, type Value } from './values.ts';

/** Python's limit on nesting. */
const deepest = 200;

/**
 * What Python's `eval` makes of a text, as far as it is arithmetic.
 * Throws PythonError where Python raises, NotArithmetic where its grammar, or its values, go on beyond ours.
 */
export function evaluateArithmetic(text: string): Value {
  return new Parser(text).parse().value();
}

/** Its value is asked for when all is read: Python finds every syntax error before it computes. */
interface Expression {
  readonly span: Span;
  readonly isStarred?: boolean;
  value(): Value;
}

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
  private expressions(mayStar: boolean): Expression {
    const first = this.item(mayStar);
    if (!this.sees(',')) {
      if (first.isStarred) throw syntaxError('cannot use starred expression here', first.span);
      return first;
    }
    const items = [first];
    while (this.takes(',') && this.startsItem(mayStar)) items.push(this.item(mayStar));
    return { span: join(first.span, items.at(-1)!.span), value: () => items.map((item) => item.value()) };
  }

  private startsItem(mayStar: boolean): boolean {
    const { type, text } = this.next;
    if (type !== 'operator') return type === 'number' || type === 'name';
    return ['(', '+', '-', '~'].includes(text) || (mayStar && text === '*');
  }

  private item(mayStar: boolean): Expression {
    const star = this.next;
    if (!mayStar || !this.takes('*')) return this.sum();
    const operand = this.sum();
    const span = join(star.span, operand.span);
    return { span, isStarred: true, value: () => failStar(operand.value(), span) };
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
    for (let operator = this.takesOneOf(operators); operator; operator = this.takesOneOf(operators))
      left = binary(operator, left, operand());
    return left;
  }

  /** factor: ('+' | '-' | '~') factor | power */
  private factor(): Expression {
    const { start } = this.next.span;
    const operator = this.takesOneOf(['+', '-', '~']);
    if (!operator) return this.power();
    const operand = this.factor();
    const span = { start, end: operand.span.end };
    return { span, value: () => applyUnary(operator, operand.value(), span) };
  }

  /** power: primary ['**' factor] */
  private power(): Expression {
    const left = this.primary();
    return this.takes('**') ? binary('**', left, this.factor()) : left;
  }

  /** primary: atom ('(' [expressions] ')' | '.' NAME)* */
  private primary(): Expression {
    let left = this.atom();
    for (;;) {
      if (this.takes('(')) left = this.call(left);
      else if (this.takes('.')) left = this.attribute(left);
      else return left;
    }
  }

  private call(callee: Expression): Expression {
    const args = this.inParentheses();
    const span = join(callee.span, args.span);
    const value = (): Value => {
      const called = callee.value();
      if (typeof called !== 'object' || Array.isArray(called)) args.value();
      return failCall(called, span);
    };
    return { span, value };
  }

  private attribute(of: Expression): Expression {
    const { type, text: name, span: nameSpan } = this.next;
    if (type !== 'name') this.refuse();
    this.at++;
    const span = join(of.span, nameSpan);
    return { span, value: () => failAttribute(of.value(), name, span) };
  }

  private atom(): Expression {
    const { type, text, span } = this.next;
    if (this.takes('(')) {
      const inner = this.inParentheses();
      return { span: join(span, inner.span), value: inner.value };
    }
    if (type !== 'number' && type !== 'name') return this.refuse();
    this.at++;
    return { span, value: () => (type === 'number' ? valueOfNumber(text, span) : valueOfName(text, span)) };
  }

  /** [expressions] ')', behind its '(' */
  private inParentheses(): Expression {
    const { span: begin } = this.next;
    if (++this.depth > deepest) throw syntaxError('too many nested parentheses', begin);
    const inner = this.sees(')') ? undefined : this.expressions(true);
    const { span: end } = this.next;
    if (!this.takes(')')) this.refuse();
    this.depth--;
    return { span: join(begin, end), value: () => (inner ? inner.value() : []) };
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
    return this.takesOneOf([operator]) !== undefined;
  }

  private takesOneOf(operators: readonly string[]): string | undefined {
    const found = operators.find((operator) => this.sees(operator));
    if (found !== undefined) this.at++;
    return found;
  }

  private refuse(): never {
    const { type, span } = this.next;
    if (type === 'indent') throw new PythonError('IndentationError', 'unexpected indent', span);
    throw syntaxError('invalid syntax', type === 'end' ? { start: 0, end: this.text.length } : span);
  }
}

function binary(operator: string, left: Expression, right: Expression): Expression {
  const span = join(left.span, right.span);
  return { span, value: () => applyBinary(operator, left.value(), right.value(), span) };
}

function join(first: Span, last: Span): Span {
  return { start: first.start, end: last.end };
}
