import type { Random } from '../random.ts';

/** Characters in which Python, JavaScript and RE2 could fall apart, among plain ones that meet each other often. */
const letters = ['a', 'a', 'a', 'b', 'b', 'c', 'A', 'B', '1', ' ', ':', 'k', 's', 'i'];
const oddities = [
  'K',
  'ı',
  'ſ',
  'İ',
  'é',
  'É',
  'ß',
  '٣',
  '\u00a0',
  '\x1c',
  '\u0085',
  '\r',
  '\n',
  '𐐀',
  '𐐨',
  '😀',
  '\ufeff',
  'ς',
  'Σ',
  'ǅ',
  '\ud83d',
  '\ude00',
  '_',
];
const categories = ['\\w', '\\W', '\\d', '\\D', '\\s', '\\S'];
const quantifiers = [
  '*',
  '+',
  '?',
  '*',
  '+',
  '?',
  '*?',
  '+?',
  '??',
  '{2}',
  '{1,2}',
  '{0,2}?',
  '{,2}',
  '{2,}',
  '{0}',
  '{1}',
];
const possessive = ['*+', '++', '?+', '{1,2}+', '{2,}+'];

/** A short pattern out of a grammar that holds all of Python's syntax; most are valid. */
export function randomPattern(random: Random): string {
  let groups = 0;
  const head = random.int(6) === 0 ? random.pick(['(?i)', '(?i)', '(?m)', '(?s)', '(?a)', '(?ia)', '(?im)']) : '';
  return head + alternation(3);

  function alternation(depth: number): string {
    const count = random.int(3) === 0 ? 2 + random.int(2) : 1;
    return Array.from({ length: count }, () => sequence(depth)).join('|');
  }

  function sequence(depth: number): string {
    return Array.from({ length: random.int(depth === 3 ? 5 : 4) }, () => item(depth)).join('');
  }

  function item(depth: number): string {
    const atom = depth > 0 && random.int(3) === 0 ? group(depth - 1) : leaf();
    if (random.int(3) === 0) return atom + random.pick(random.int(8) === 0 ? possessive : quantifiers);
    return atom;
  }

  function group(depth: number): string {
    switch (random.int(15)) {
      case 0:
      case 1:
      case 2:
      case 3:
        return `(?:${alternation(depth)})`;
      case 4:
        return `(?=${alternation(depth)})`;
      case 5:
        return `(?!${alternation(depth)})`;
      case 6:
        return `(?${random.pick(['<=', '<!'])}${random.int(3) === 0 ? alternation(depth) : leaf() + (random.int(2) === 0 ? leaf() : '')})`;
      case 7:
        return `(?>${alternation(depth)})`;
      case 8:
        return groups > 0
          ? `(?(${1 + random.int(groups)})${sequence(depth)}${random.int(2) === 0 ? `|${sequence(depth)}` : ''})`
          : leaf();
      case 9:
        return `(?${random.pick(['i', '-i', 's', 'm', 'a', 'i-s', 'u'])}:${alternation(depth)})`;
      default: {
        const number = ++groups;
        return `(${random.int(4) === 0 ? `?P<g${number}>` : ''}${alternation(depth)})`;
      }
    }
  }

  function leaf(): string {
    switch (random.int(16)) {
      case 0:
        return '.';
      case 1:
        return random.pick(['^', '$', '\\b', '\\B', '\\A', '\\Z', '$']);
      case 2:
        return random.pick(categories);
      case 3:
      case 4:
        return charClass();
      case 5:
        return groups > 0 ? `\\${1 + random.int(groups)}` : 'a';
      case 6:
        return random.pick(oddities);
      default:
        return random.pick(letters);
    }
  }

  function charClass(): string {
    const members = Array.from({ length: 1 + random.int(3) }, () => {
      if (random.int(4) === 0) return random.pick(categories);
      if (random.int(4) === 0)
        return random.pick(['a-c', 'A-Z', '0-9', '\\x00-\\x7f', 'à-ÿ', '𐐀-𐐂', '\\u0100-\\U00010410']);
      return random.pick(random.int(3) === 0 ? oddities : letters);
    });
    return `[${random.int(4) === 0 ? '^' : ''}${members.join('')}]`;
  }
}

/** Subjects that have nothing to do with a pattern but its characters. */
export function randomSubject(random: Random): string {
  const length = random.int(9);
  const odd = random.int(2) === 0;
  return (
    Array.from({ length }, () => random.pick(odd && random.int(3) === 0 ? oddities : letters)).join('') +
    (random.int(4) === 0 ? '\n' : '')
  );
}
