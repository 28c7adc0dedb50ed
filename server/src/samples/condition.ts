/** The options of one `filterOptions` set, as JSON gave them. */
export type SampleOptions = Readonly<Record<string, unknown>>;

/** What a condition may ask of: `name`, `opts.get('mode')`. */
export interface ConditionScope {
  /** The filter's name. */
  readonly name: string;
  readonly options: SampleOptions;
}

/** A condition of a form that is not read here: fail2ban's tests would have Python evaluate it. */
export class UnreadCondition extends Error {}

/**
 * Whether a `test.condition` or a `constraint` holds: an expression of Python over `name` and `opts`, of the forms that a sample has use for
 * (comparisons, `in`, `and`, `or`, `not`, texts, lists of texts). Throws UnreadCondition; nothing is ever evaluated.
 */
export function holds(condition: string, scope: ConditionScope): boolean {
  const reader = new ConditionReader(tokensOf(condition), scope, condition);
  return isTrue(reader.whole());
}

type Value = unknown;

function tokensOf(condition: string): string[] {
  const token = /\s*(?:([A-Za-z_]\w*|==|!=|[()[\],.]|'(?:[^'\\\n]|\\['"\\])*'|"(?:[^"\\\n]|\\['"\\])*"|-?\d+)|$)/y;
  const tokens: string[] = [];
  while (token.lastIndex < condition.length) {
    const found = token.exec(condition);
    if (!found) throw new UnreadCondition(`a condition of another form: ${condition}`);
    if (found[1] === undefined) break;
    tokens.push(found[1]);
  }
  return tokens;
}

/** Python's grammar from the outside in, as far as it goes here. */
class ConditionReader {
  private at = 0;
  constructor(
    private readonly tokens: readonly string[],
    private readonly scope: ConditionScope,
    private readonly condition: string,
  ) {}

  whole(): Value {
    const value = this.disjunction();
    if (this.at < this.tokens.length) throw this.unread();
    return value;
  }

  /** `a or b`. Gives one of its operands, as Python does. */
  private disjunction(): Value {
    let value = this.conjunction();
    while (this.take('or')) {
      const other = this.conjunction();
      if (!isTrue(value)) value = other;
    }
    return value;
  }

  private conjunction(): Value {
    let value = this.negation();
    while (this.take('and')) {
      const other = this.negation();
      if (isTrue(value)) value = other;
    }
    return value;
  }

  private negation(): Value {
    return this.take('not') ? !isTrue(this.negation()) : this.comparison();
  }

  /** `a == b`, `a in (b, c)`; one of them. */
  private comparison(): Value {
    const left = this.atom();
    if (this.take('==')) return isEqual(left, this.atom());
    if (this.take('!=')) return !isEqual(left, this.atom());
    if (this.take('is')) {
      const isNegated = this.take('not');
      return isEqual(left, this.atom()) !== isNegated;
    }
    if (this.take('in')) return this.isIn(left, this.atom());
    if (this.tokens[this.at] === 'not' && this.tokens[this.at + 1] === 'in') {
      this.at += 2;
      return !this.isIn(left, this.atom());
    }
    return left;
  }

  private isIn(value: Value, container: Value): boolean {
    if (Array.isArray(container)) return container.some((item) => isEqual(value, item));
    if (typeof container === 'string' && typeof value === 'string') return container.includes(value);
    if (container === this.scope.options && typeof value === 'string') return Object.hasOwn(this.scope.options, value);
    throw this.unread();
  }

  private atom(): Value {
    const token = this.tokens[this.at++];
    if (token === undefined) throw this.unread();
    if (/^['"]/.test(token)) return token.slice(1, -1).replaceAll(/\\(.)/g, '$1');
    if (/^-?\d/.test(token)) return Number(token);
    switch (token) {
      case 'True':
        return true;
      case 'False':
        return false;
      case 'None':
        return null;
      case 'name':
        return this.scope.name;
      case 'opts':
        return this.option();
      case '(':
        return this.list(')');
      case '[':
        return this.list(']');
    }
    throw this.unread();
  }

  /** `opts`, `opts['key']`, `opts.get('key')`, `opts.get('key', 'default')`. */
  private option(): Value {
    const { options } = this.scope;
    if (this.take('[')) {
      const key = this.atom();
      this.expect(']');
      // Python would end the test with a KeyError.
      if (typeof key !== 'string' || !Object.hasOwn(options, key)) throw this.unread();
      return options[key];
    }
    if (!this.take('.')) return options;
    this.expect('get');
    this.expect('(');
    const key = this.atom();
    const fallback = this.take(',') ? this.atom() : null;
    this.expect(')');
    if (typeof key !== 'string') throw this.unread();
    return Object.hasOwn(options, key) ? options[key] : fallback;
  }

  /** A value in brackets, or a list of them. */
  private list(end: ')' | ']'): Value {
    const items: Value[] = [];
    let isList = end === ']';
    while (!this.take(end)) {
      items.push(this.disjunction());
      if (this.take(',')) isList = true;
      else {
        this.expect(end);
        break;
      }
    }
    return isList || items.length === 0 ? items : items[0];
  }

  private take(token: string): boolean {
    if (this.tokens[this.at] !== token) return false;
    this.at++;
    return true;
  }

  private expect(token: string): void {
    if (!this.take(token)) throw this.unread();
  }

  private unread(): UnreadCondition {
    return new UnreadCondition(`a condition of another form: ${this.condition}`);
  }
}

function isEqual(a: Value, b: Value): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

/** As Python takes a value for true. */
function isTrue(value: Value): boolean {
  if (Array.isArray(value)) return value.length > 0;
  if (typeof value === 'object' && value !== null) return Object.keys(value).length > 0;
  return Boolean(value);
}
