import { MappedText } from '../text/mapped-text.ts';
import { ConfigError } from './errors.ts';

const blanks = ' \t\r\n';

/**
 * Splits as `shlex.split` does: at blanks, with `'…'` taken literally, `\` outside single quotes (inside double ones only before
 * `"` and `\`), and no comments. Throws ConfigError (ValueError) for an open quote or a `\` at the end.
 */
export function splitShellWords(line: MappedText): MappedText[] {
  const { text } = line;
  const words: MappedText[] = [];
  let word: MappedText[] | undefined;
  let quote = '';
  let quotedFrom = 0;
  for (let i = 0; i < text.length; i++) {
    const char = text[i]!;
    if (quote !== '' && char === quote) quote = '';
    else if (quote === '' && blanks.includes(char)) {
      if (word) words.push(MappedText.concat(word));
      word = undefined;
    } else if (quote === '' && (char === '"' || char === "'")) {
      quote = char;
      quotedFrom = i;
      word ??= [];
    } else if (char === '\\' && quote !== "'") {
      word ??= [];
      const next = text[++i];
      if (next === undefined) throw new ConfigError('ValueError', 'No escaped character', place(line, i - 1));
      word.push(line.slice(quote === '"' && next !== '"' && next !== '\\' ? i - 1 : i, i + 1));
    } else (word ??= []).push(line.slice(i, i + 1));
  }
  if (quote !== '') throw new ConfigError('ValueError', 'No closing quotation', place(line, quotedFrom));
  if (word) words.push(MappedText.concat(word));
  return words;
}

function place(line: MappedText, start: number): ReturnType<MappedText['whereToShow']>[number] | undefined {
  return line.whereToShow({ start, end: line.length })[0];
}
