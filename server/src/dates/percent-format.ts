import { pythonRepr } from '../text/python-string.ts';

/** What Python raises, and where in the format it noticed. */
export interface FormatError {
  readonly exception: 'ValueError' | 'TypeError' | 'KeyError';
  /** As `str(exception)`. */
  readonly message: string;
  /** UTF-16 offset in the format of the `%` that is at fault. */
  readonly index: number;
}

export type FormatResult =
  { readonly ok: true; readonly text: string } | { readonly ok: false; readonly error: FormatError };

/** The names that `%(name)s` may hold; `%s` prints them all. */
export type FormatValues = ReadonlyMap<string, string>;

/**
 * Python's `format % dict`, with every way in which it fails (`PyUnicode_Format`, unicode_format_arg of CPython 3.11). A
 * datepattern goes through it, which is why `%Q` fails and `%s` does not.
 */
export function percentFormat(format: string, values: FormatValues): FormatResult {
  let text = '';
  /** The whole dict may be taken once, until a `%(name)` gives something new to take. */
  let argument: Argument | null = { whole: true };
  for (let i = 0; i < format.length;) {
    const next = format.indexOf('%', i);
    if (next === -1) {
      text += format.slice(i);
      break;
    }
    text += format.slice(i, next);
    // What most of a datepattern comes to, without a closer look.
    plainValue.lastIndex = next;
    const plain = plainValue.exec(format);
    const value = plain ? values.get(plain[1]!) : undefined;
    if (value !== undefined) {
      text += value;
      argument = null;
      i = plainValue.lastIndex;
      continue;
    }
    const step = formatOne(format, next, values, argument);
    if ('exception' in step) return { ok: false, error: { ...step, index: next } };
    text += step.text;
    argument = step.argument;
    i = step.end;
  }
  return { ok: true, text };
}

const plainValue = /%\(([^()]*)\)s/y;

type Argument = { readonly whole: true } | { readonly whole: false; readonly text: string };

interface Step {
  readonly text: string;
  readonly end: number;
  readonly argument: Argument | null;
}

type Failure = Omit<FormatError, 'index'>;

/** `%(key)#0- +width.precisionlConversion`, from its `%` at `start`. */
function formatOne(format: string, start: number, dict: FormatValues, before: Argument | null): Step | Failure {
  let at = start + 1;
  let argument = before;
  if (format[at] === '(') {
    const close = closingParenthesis(format, at);
    if (close === -1) return fail('ValueError', 'incomplete format key');
    const key = format.slice(at + 1, close);
    const value = dict.get(key);
    if (value === undefined) return fail('KeyError', pythonRepr(key));
    argument = { whole: false, text: value };
    at = close + 1;
  }
  const flags = /[-+ #0]*/y;
  flags.lastIndex = at;
  const flagText = flags.exec(format)![0];
  at += flagText.length;
  const width = readNumber(format, at);
  if (width === 'star') return noStar(argument);
  if (width.value > Number.MAX_SAFE_INTEGER) return fail('ValueError', 'width too big');
  at = width.end;
  let precision = Infinity;
  if (format[at] === '.') {
    const read = readNumber(format, at + 1);
    if (read === 'star') return noStar(argument);
    if (read.value > 0x7fffffff) return fail('ValueError', 'precision too big');
    precision = read.value;
    at = read.end;
  }
  if (/[hlL]/.test(format[at] ?? '')) at++;
  if (at >= format.length) return fail('ValueError', 'incomplete format');
  const conversion = String.fromCodePoint(format.codePointAt(at)!);
  if (conversion === '%' && at === start + 1) return { text: '%', end: at + 1, argument };
  if (!argument) return notEnough();
  const converted = convert(conversion, argument, dict);
  if (typeof converted !== 'string')
    return converted.exception === 'ValueError' ? unsupported(conversion, [...format.slice(0, at)].length) : converted;
  const cut = precision === Infinity ? converted : [...converted].slice(0, precision).join('');
  const fill = ' '.repeat(Math.max(0, width.value - [...cut].length));
  return { text: flagText.includes('-') ? cut + fill : fill + cut, end: at + conversion.length, argument: null };
}

function convert(conversion: string, argument: Argument, dict: FormatValues): string | Failure {
  const type = argument.whole ? 'dict' : 'str';
  switch (conversion) {
    case 's':
      return argument.whole ? dictRepr(dict) : argument.text;
    case 'r':
    case 'a':
      return argument.whole ? dictRepr(dict) : pythonRepr(argument.text);
    case 'c':
      return !argument.whole && [...argument.text].length === 1
        ? argument.text
        : fail('TypeError', '%c requires int or char');
    case 'd':
    case 'i':
    case 'u':
      return fail('TypeError', `%${conversion} format: a real number is required, not ${type}`);
    case 'o':
    case 'x':
    case 'X':
      return fail('TypeError', `%${conversion} format: an integer is required, not ${type}`);
    case 'e':
    case 'E':
    case 'f':
    case 'F':
    case 'g':
    case 'G':
      return fail('TypeError', `must be real number, not ${type}`);
    default:
      return fail('ValueError', 'unsupported');
  }
}

function unsupported(conversion: string, index: number): Failure {
  const code = conversion.codePointAt(0)!;
  return fail(
    'ValueError',
    `unsupported format character '${code > 31 && code < 127 ? conversion : '?'}' (0x${code.toString(16)}) at index ${index}`,
  );
}

function fail(exception: Failure['exception'], message: string): Failure {
  return { exception, message };
}

function notEnough(): Failure {
  return fail('TypeError', 'not enough arguments for format string');
}

/** A width or precision of `*` takes its number from the arguments, and ours is never a number. */
function noStar(argument: Argument | null): Failure {
  return argument ? fail('TypeError', '* wants int') : notEnough();
}

/** The `)` that closes the `(` at `open`, -1 for none: `%(a(b))s` has the key `a(b)`. */
function closingParenthesis(format: string, open: number): number {
  let depth = 0;
  for (let i = open; i < format.length; i++) {
    if (format[i] === '(') depth++;
    else if (format[i] === ')' && --depth === 0) return i;
  }
  return -1;
}

function readNumber(format: string, at: number): { readonly value: number; readonly end: number } | 'star' {
  if (format[at] === '*') return 'star';
  let end = at;
  while (/[0-9]/.test(format[end] ?? '')) end++;
  return { value: Number(format.slice(at, end)), end };
}

function dictRepr(values: FormatValues): string {
  return `{${[...values].map(([key, value]) => `${pythonRepr(key)}: ${pythonRepr(value)}`).join(', ')}}`;
}
