import { readTime, type TimeReading } from '../../../server/src/config/time-value.ts';
import { askOracle } from '../oracle.ts';
import { chosenSeed, createRandom } from '../random.ts';
import type { Difference, Suite } from '../suite.ts';

/** fail2ban's own examples of times, and texts that trip a reader. */
const chosen = [
  '600',
  '-1',
  '1h 30m',
  '1h30m',
  '1h+30m',
  '1h30',
  '1.5h',
  '1y 6mo',
  '1M',
  '1h-30m',
  '1 000',
  '3 600',
  '2*30',
  '1h,30m',
  '1hr',
  '1mins',
  '08',
  '00',
  '1e3',
  '',
  ' ',
  'abc',
  'forever',
  '0x1f',
  '0xff',
  '0b1',
  '1_000',
  '1e-3',
  '1.',
  '.5d',
  '5 # five',
  '1h\n30m',
  '1h\n+30m',
  '(1h\n+30m)',
  '1h (30m)',
  '1/0',
  '1.0//0',
  '1d12h',
  '1dd 2hou 3mi 4ss',
  '7\u00a0d',
  '1\u017f',
  '\u0661h',
  '2**10',
  '2**-1',
  '--5',
  '1h +',
  '()',
  '1,',
  '*1,',
  '*1',
  '1h30m15s',
  '1 h',
  '1 2 3',
  '10 m 5',
  '-7 // 2',
  '-7 % 3',
  '7 % -3',
  '-7.5 // 2',
  'x/0',
  '1/0*x',
  '9' + '0'.repeat(30),
  '9'.repeat(400) + '*1.0',
  '9007199254740993/7',
  '1.0d',
  '1,5h',
  '1h;',
  '$5',
  '"5"',
  '1\0',
  'ten',
];

const pieces = [
  '0',
  '1',
  '2',
  '5',
  '10',
  '30',
  '07',
  '600',
  '3600',
  '1.5',
  '.5',
  '2.',
  '1e',
  '1_0',
  ' ',
  ' ',
  ' ',
  '  ',
  '\n',
  '\t',
  '+',
  '-',
  '*',
  '/',
  '//',
  '%',
  '(',
  ')',
  ',',
  '.',
  's',
  'ss',
  'se',
  'sec',
  'second',
  'seconds',
  'm',
  'mm',
  'mi',
  'min',
  'minute',
  'minutes',
  'mins',
  'h',
  'hh',
  'ho',
  'hou',
  'hour',
  'hours',
  'hr',
  'd',
  'dd',
  'da',
  'day',
  'days',
  'w',
  'ww',
  'we',
  'wee',
  'week',
  'weeks',
  'mo',
  'mon',
  'month',
  'months',
  'y',
  'yy',
  'ye',
  'yea',
  'year',
  'years',
  'H',
  'D',
  'Mo',
  'x',
  'abc',
  '_',
  'é',
];

/** Times against `MyTime.str2seconds`: the exact number, or the class (and, but for syntax errors, the text) of the exception. */
export const timeValues: Suite = {
  name: 'time-values',
  asks: 'fail2ban',
  known: [],
  async run(real) {
    const seed = chosenSeed();
    const { pick, int: below } = createRandom(seed);
    const simple = (): string => `${below(100)}${pick(['', ' '])}${pick(pieces.slice(32, 69))}`;
    const generated = Array.from({ length: 8000 }, (_, i) => {
      if (i % 3 === 0)
        return Array.from({ length: 1 + below(4) }, simple).join(pick(['', ' ', '+', '-', ' + ', '*', ', ']));
      return Array.from({ length: 1 + below(7) }, () => pick(pieces)).join('');
    });
    const texts = [...chosen, ...generated];
    const answers = await askOracle<Answer[]>('time-values.py', texts, { real });
    const differences: Difference[] = [];
    texts.forEach((text, i) => {
      const expected = withoutSyntaxText(answers[i]!);
      const actual = withoutSyntaxText(toAnswer(readTime(text)));
      if (JSON.stringify(actual) !== JSON.stringify(expected))
        differences.push({ id: JSON.stringify(text), expected, actual });
    });
    return { total: texts.length, differences, note: `seed ${seed}` };
  },
};

interface Answer {
  readonly error?: string;
  readonly message?: string;
  readonly [key: string]: unknown;
}

function toAnswer(reading: TimeReading): Answer {
  switch (reading.kind) {
    case 'number':
      return typeof reading.value === 'bigint' ? { int: reading.value.toString() } : { float: toHex(reading.value) };
    case 'tuple':
      return { tuple: reading.items.map(toAnswer) };
    case 'error':
      return { error: reading.exception, message: reading.message };
    case 'expression':
      return { other: true };
  }
}

/** CPython words a syntax error after what stands around it; we say only that it is one. */
function withoutSyntaxText(answer: Answer): Answer {
  return answer.error === 'SyntaxError' ? { error: 'SyntaxError' } : answer;
}

/** As Python's `float.hex`. */
function toHex(value: number): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? 'nan' : value < 0 ? '-inf' : 'inf';
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, value);
  const bits = view.getBigUint64(0);
  const sign = bits >> 63n ? '-' : '';
  const exponent = Number((bits >> 52n) & 0x7ffn);
  const fraction = (bits & 0xfffffffffffffn).toString(16).padStart(13, '0');
  if (value === 0) return `${sign}0x0.0p+0`;
  const power = exponent === 0 ? -1022 : exponent - 1023;
  return `${sign}0x${exponent === 0 ? 0 : 1}.${fraction}p${power < 0 ? '' : '+'}${power}`;
}
