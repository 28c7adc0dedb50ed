/**
 * A ban time formula (`bantime.formula`, `bantime.factor`) is Python. This reads what formulas are made of: numbers, `ban.Time`, `ban.Count`,
 * `banFactor`, arithmetic, shifts, comparisons, `and or not`, `a if b else c`, and the functions of `functions`. Nothing is ever executed as
 * code; whatever else Python would take is not read (undefined).
 */

/** What a formula is told. `banFactor` is undefined where the factor itself is read. */
export interface FormulaInput {
  readonly time: number;
  readonly count: number;
  readonly banFactor: number;
}

export type Formula = (input: FormulaInput) => number;

/** A computation that Python would end with an exception. */
export class FormulaError extends Error {}

class NotRead extends Error {}

/** Undefined for what is not read. The formula itself throws FormulaError where Python would raise. */
export function readFormula(text: string): Formula | undefined {
  try {
    const reader = new Reader(tokensOf(text));
    const formula = reader.conditional();
    reader.end();
    return (input) => checked(formula(input));
  } catch (error) {
    if (error instanceof NotRead) return undefined;
    throw error;
  }
}

const functions: Readonly<Record<string, (...values: number[]) => number>> = {
  int: Math.trunc,
  float: (value) => value,
  abs: Math.abs,
  min: Math.min,
  max: Math.max,
  round: pythonRound,
  pow: Math.pow,
  'math.exp': Math.exp,
  'math.log': (value, base) => (base === undefined ? Math.log(value) : Math.log(value) / Math.log(base)),
  'math.log2': Math.log2,
  'math.log10': Math.log10,
  'math.sqrt': Math.sqrt,
  'math.pow': Math.pow,
  'math.floor': Math.floor,
  'math.ceil': Math.ceil,
};

/** As Python's `round`: a half goes to the even side. */
export function pythonRound(value: number): number {
  const floor = Math.floor(value);
  const rest = value - floor;
  if (rest !== 0.5) return rest < 0.5 ? floor : floor + 1;
  return floor % 2 === 0 ? floor : floor + 1;
}

const tokenPattern =
  /\s*(?:(\d+\.?\d*(?:[eE][+-]?\d+)?|\.\d+(?:[eE][+-]?\d+)?)|([A-Za-z_][\w.]*)|(<<|>>|\*\*|\/\/|<=|>=|==|!=|[-+*/%()<>,]))/y;

function tokensOf(text: string): string[] {
  const tokens: string[] = [];
  const end = text.trimEnd().length;
  tokenPattern.lastIndex = 0;
  while (tokenPattern.lastIndex < end) {
    const match = tokenPattern.exec(text);
    if (!match) throw new NotRead();
    tokens.push((match[1] ?? match[2] ?? match[3])!);
  }
  return tokens;
}

const deepest = 100;

/** The part of Python's expression grammar that formulas need; method by method from the loosest binding. */
class Reader {
  private at = 0;
  private depth = 0;

  constructor(private readonly tokens: readonly string[]) {}

  end(): void {
    if (this.at < this.tokens.length) throw new NotRead();
  }

  /** either ['if' either 'else' conditional] */
  conditional(): Formula {
    const yes = this.either();
    if (!this.takes('if')) return yes;
    const test = this.either();
    this.needs('else');
    const no = this.conditional();
    return (input) => (test(input) !== 0 ? yes(input) : no(input));
  }

  /** both ('or' both)* */
  private either(): Formula {
    let left = this.both();
    while (this.takes('or')) {
      const [first, second] = [left, this.both()];
      left = (input) => first(input) || second(input);
    }
    return left;
  }

  private both(): Formula {
    let left = this.inverted();
    while (this.takes('and')) {
      const [first, second] = [left, this.inverted()];
      left = (input) => first(input) && second(input);
    }
    return left;
  }

  private inverted(): Formula {
    if (!this.takes('not')) return this.comparison();
    const value = this.inverted();
    return (input) => (value(input) === 0 ? 1 : 0);
  }

  /** shift (operator shift)*: `a < b < c` holds where both do */
  private comparison(): Formula {
    const operands = [this.shift()];
    const tests: ((a: number, b: number) => boolean)[] = [];
    for (let test = this.takesOneOf(comparisons); test; test = this.takesOneOf(comparisons)) {
      tests.push(test);
      operands.push(this.shift());
    }
    if (tests.length === 0) return operands[0]!;
    return (input) => (tests.every((test, i) => test(operands[i]!(input), operands[i + 1]!(input))) ? 1 : 0);
  }

  private shift(): Formula {
    return this.chain(shifts, () => this.sum());
  }

  private sum(): Formula {
    return this.chain(sums, () => this.term());
  }

  private term(): Formula {
    return this.chain(products, () => this.factor());
  }

  private chain(operators: Operators<number>, operand: () => Formula): Formula {
    let left = operand();
    for (let apply = this.takesOneOf(operators); apply; apply = this.takesOneOf(operators)) {
      const [first, second, operator] = [left, operand(), apply];
      left = (input) => operator(first(input), second(input));
    }
    return left;
  }

  /** ('+' | '-') factor | atom ['**' factor] */
  private factor(): Formula {
    if (this.takes('+')) return this.factor();
    if (this.takes('-')) {
      const value = this.factor();
      return (input) => -value(input);
    }
    const base = this.atom();
    if (!this.takes('**')) return base;
    const exponent = this.factor();
    return (input) => base(input) ** exponent(input);
  }

  private atom(): Formula {
    if (++this.depth > deepest) throw new NotRead();
    const token = this.tokens[this.at++];
    if (token === undefined) throw new NotRead();
    const formula = this.atomOf(token);
    this.depth--;
    return formula;
  }

  private atomOf(token: string): Formula {
    if (token === '(') {
      const inner = this.conditional();
      this.needs(')');
      return inner;
    }
    if (/^[\d.]/.test(token)) {
      const value = Number(token);
      return () => value;
    }
    if (token === 'ban.Time') return ({ time }) => time;
    if (token === 'ban.Count') return ({ count }) => count;
    if (token === 'banFactor') return ({ banFactor }) => banFactor;
    if (!Object.hasOwn(functions, token)) throw new NotRead();
    const call = functions[token]!;
    this.needs('(');
    const values = [this.conditional()];
    while (this.takes(',')) values.push(this.conditional());
    this.needs(')');
    return (input) => call(...values.map((value) => value(input)));
  }

  private takes(token: string): boolean {
    if (this.tokens[this.at] !== token) return false;
    this.at++;
    return true;
  }

  private takesOneOf<T>(operators: Operators<T>): ((a: number, b: number) => T) | undefined {
    const token = this.tokens[this.at];
    if (token === undefined || !Object.hasOwn(operators, token)) return undefined;
    this.at++;
    return operators[token];
  }

  private needs(token: string): void {
    if (!this.takes(token)) throw new NotRead();
  }
}

type Operators<T> = Readonly<Record<string, (a: number, b: number) => T>>;

const shifts: Operators<number> = {
  '<<': (a, b) => a * 2 ** shiftBy(b),
  '>>': (a, b) => Math.floor(a / 2 ** shiftBy(b)),
};

const sums: Operators<number> = { '+': (a, b) => a + b, '-': (a, b) => a - b };

const products: Operators<number> = {
  '*': (a, b) => a * b,
  '/': (a, b) => a / divisor(b),
  '//': (a, b) => Math.floor(a / divisor(b)),
  '%': (a, b) => a - Math.floor(a / divisor(b)) * b,
};

const comparisons: Operators<boolean> = {
  '<': (a, b) => a < b,
  '>': (a, b) => a > b,
  '<=': (a, b) => a <= b,
  '>=': (a, b) => a >= b,
  '==': (a, b) => a === b,
  '!=': (a, b) => a !== b,
};

function divisor(value: number): number {
  if (value === 0) throw new FormulaError('division by zero');
  return value;
}

function shiftBy(count: number): number {
  if (count < 0) throw new FormulaError('negative shift count');
  return count;
}

function checked(value: number): number {
  if (!Number.isFinite(value)) throw new FormulaError('no number that Python could go on with');
  return value;
}
