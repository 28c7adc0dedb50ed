import { toCodePointOffset, toUtf16Offset } from '../text/code-points.ts';
import type { MappedText } from '../text/mapped-text.ts';
import { pythonRepr, pythonSpaceClass, wordRegex } from '../text/python-string.ts';
import { isSpace } from '../text/unicode.ts';
import { ConfigError } from './errors.ts';
import type { Fail2banVersion } from './fail2ban-version.ts';
import type { Options } from './layers.ts';

/** `name[opt=value, …]` taken apart. */
export interface NameWithOptions {
  /** Everything before the first `[`, not trimmed. */
  readonly name: MappedText;
  /** Names keep their case; of two equal names the last one counts. */
  readonly options: Options;
  /** Where each option's name is written. */
  readonly names: ReadonlyMap<string, MappedText>;
}

const space = `[${pythonSpaceClass}]`;
/** Python's `$`: also before a line feed that ends the text. */
const end = '(?=\\n?(?![^]))';

/** One option, the end of the list, or the rest that is wrong; mirrors `OPTION_EXTRACT_CRE`. */
function optionPattern(name: (word: string) => string): (text: string) => RegExp {
  const value = `(?:"(?<double>[^"]*)"|'(?<single>[^']*)'|(?<bare>[^,\\]]*))`;
  return wordRegex(
    (word) =>
      `${space}*(?<name>${name(word)})=${value}(?:,|\\]${space}*\\[|${end}|(?<after>[^]+))|,?${space}*${end}|(?<instead>[^]+)`,
    'dg',
  );
}

const withoutConditions = optionPattern((word) => `[${word}\\-.]+`);

/** 1.1.1 also knows conditional options: `x?family=inet6="…"`. */
const optionPatterns: Readonly<Record<Fail2banVersion, (text: string) => RegExp>> = {
  '1.0': withoutConditions,
  '1.1.0': withoutConditions,
  '1.1': optionPattern((word) => `[${word}\\-.]+(?:\\?[${word}]+=[${word}]+)?`),
};

/** So much of the wrong text is shown. */
const shownLength = 25;

/** Takes `name[opt=value, …]` apart. Throws ConfigError (ValueError). Mirrors `extractOptions`. */
export function extractOptions(text: MappedText, fail2ban: Fail2banVersion): NameWithOptions {
  const open = text.text.indexOf('[');
  if (open === 0 || text.length === 0) throw syntaxError(text, 0, 'unexpected option syntax');
  if (open === -1) return { name: text, options: new Map(), names: new Map() };
  const close = lastBracket(text.text);
  if (close === undefined || close <= open) throw syntaxError(text, open, 'unexpected option syntax');
  return { name: text.slice(0, open), ...readOptions(text.slice(open + 1, close), fail2ban) };
}

/** The offset of the `]` that only white space follows. */
function lastBracket(text: string): number | undefined {
  let at = text.length - 1;
  while (at >= 0 && isSpace(text.charCodeAt(at))) at--;
  return text[at] === ']' ? at : undefined;
}

function readOptions(
  list: MappedText,
  fail2ban: Fail2banVersion,
): { options: Options; names: ReadonlyMap<string, MappedText> } {
  const options: Options = new Map();
  const names = new Map<string, MappedText>();
  for (const match of list.text.matchAll(optionPatterns[fail2ban](list.text))) {
    const groups = match.groups!;
    const indices = match.indices!.groups!;
    if (groups['after'] !== undefined) {
      const [at] = indices['after']!;
      throw syntaxError(
        list,
        at,
        `unexpected syntax at ${toCodePointOffset(list.text, at)} after option ${pythonRepr(groups['name']!)}: ${cut(groups['after'])}`,
      );
    }
    if (groups['instead'] !== undefined) {
      const [at] = indices['instead']!;
      throw syntaxError(
        list,
        at,
        `expected option, wrong syntax at ${toCodePointOffset(list.text, at)}: ${cut(groups['instead'])}`,
      );
    }
    const nameSpan = indices['name'];
    if (!nameSpan) continue;
    const [start, stop] = (indices['double'] ?? indices['single'] ?? indices['bare'])!;
    options.set(groups['name']!, strip(list.slice(start, stop)));
    names.set(groups['name']!, list.slice(...nameSpan));
  }
  return { options, names };
}

function strip(value: MappedText): MappedText {
  return value.trim((char) => isSpace(char.charCodeAt(0)));
}

function cut(text: string): string {
  return text.slice(0, toUtf16Offset(text, shownLength));
}

function syntaxError(text: MappedText, at: number, message: string): ConfigError {
  return new ConfigError('ValueError', message, text.whereToShow({ start: at, end: text.length })[0]);
}
