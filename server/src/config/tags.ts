import { MappedText } from '../text/mapped-text.ts';
import { selfReference, tooLarge } from './errors.ts';
import { longestValue } from './interpolate.ts';
import type { OptionValue } from './read-config.ts';
import { isTyped } from './read-config.ts';

/** Pieces of text put together for one set of options; nothing honest comes near, and more would fill the memory. */
const mostPieces = 1 << 21;

interface Budget {
  pieces: number;
}

/** How often one tag may be replaced in one option. */
const maxReplacements = 25;

export interface TagRequest {
  /** Options by name: what `<name>` stands for, and where it is replaced. */
  readonly options: ReadonlyMap<string, OptionValue>;
  /** Names that are neither replaced nor searched. */
  readonly ignore: ReadonlySet<string>;
  /** Where `options` has no such name: the configuration's own value, or nothing (`<HOST>` stays). */
  readonly lookUp: (tag: string) => MappedText | null | undefined;
}

/**
 * Replaces `<name>` in every option until nothing changes. Throws ConfigError (ValueError) where an option names itself
 * or one tag is replaced too often. Mirrors `substituteRecursiveTags`.
 */
export function substituteTags(request: TagRequest): Map<string, OptionValue> {
  const values = new Map(request.options);
  const done = new Set<string>();
  const counts = new Map<string, Map<string, number>>();
  const budget: Budget = { pieces: mostPieces };
  for (let again = true; again;) {
    again = false;
    for (const name of request.options.keys()) {
      const value = values.get(name)!;
      if (request.ignore.has(name) || done.has(name) || value === null || isTyped(value)) continue;
      const count = counts.get(name) ?? new Map<string, number>();
      const replaced = replaceTags(request, values, name, value, count, budget);
      if (replaced !== value) {
        values.set(name, replaced);
        if (findTag(replaced.text, 0)) {
          counts.set(name, count);
          again = true;
        }
      }
      if (!replaced.text.includes('<')) done.add(name);
    }
  }
  return values;
}

/** One pass over one option, from left to right, going back to the start of each replacement. */
function replaceTags(
  request: TagRequest,
  values: ReadonlyMap<string, OptionValue>,
  name: string,
  original: MappedText,
  counts: Map<string, number>,
  budget: Budget,
): MappedText {
  let value = original;
  for (let tag = findTag(value.text, 0); tag;) {
    if (request.ignore.has(tag.name)) {
      tag = findTag(value.text, tag.end);
      continue;
    }
    const place = value.whereToShow({ start: tag.start, end: tag.end })[0];
    if (tag.name === name || (counts.get(tag.name) ?? 1) > maxReplacements)
      throw selfReference(name, tag.name, counts, value.text, place);
    const replacement = replacementOf(request, values, tag.name);
    if (!replacement) {
      tag = findTag(value.text, tag.end);
      continue;
    }
    value = replaceAll(value, `<${tag.name}>`, replacement, budget, name);
    counts.set(tag.name, (counts.get(tag.name) ?? 0) + 1);
    tag = findTag(value.text, tag.start);
  }
  return value.text === original.text ? original : value;
}

function replacementOf(
  { lookUp }: TagRequest,
  values: ReadonlyMap<string, OptionValue>,
  tag: string,
): MappedText | null | undefined {
  const value = values.get(tag);
  if (value === undefined || value === null) return lookUp(tag);
  return isTyped(value) ? value.written : value;
}

interface Tag {
  readonly name: string;
  readonly start: number;
  readonly end: number;
}

/** The first `<name>` at or behind `from`: no blank, no `<` or `>` in the name. */
function findTag(text: string, from: number): Tag | undefined {
  for (let close = text.indexOf('>', from); close !== -1; close = text.indexOf('>', close + 1)) {
    for (let i = close - 1; i >= from; i--) {
      const char = text[i];
      if (char === '<') {
        if (i < close - 1) return { name: text.slice(i + 1, close), start: i, end: close + 1 };
        break;
      }
      if (char === ' ' || char === '>') break;
    }
  }
  return undefined;
}

function replaceAll(
  value: MappedText,
  tag: string,
  replacement: MappedText,
  budget: Budget,
  option: string,
): MappedText {
  const parts: MappedText[] = [];
  const grown = replacement.length - tag.length;
  budget.pieces -= value.segments.length;
  let length = value.length;
  let done = 0;
  for (let at = value.text.indexOf(tag); at !== -1; at = value.text.indexOf(tag, done)) {
    length += grown;
    budget.pieces -= replacement.segments.length + 1;
    if (budget.pieces < 0 || (length > longestValue && length > 2 * value.length))
      throw tooLarge(`the value of '${option}'`, value.whereToShow({ start: at, end: at + tag.length })[0]);
    parts.push(value.slice(done, at), replacement);
    done = at + tag.length;
  }
  parts.push(value.slice(done));
  return MappedText.concat(parts);
}
