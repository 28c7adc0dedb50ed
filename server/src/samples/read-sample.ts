import type { SampleOptions } from './condition.ts';

/** What a `# failJSON:` comment says of the line below it: `match`, `time`, `host`, `desc`, `constraint`, and any group of the failure. */
export type Expectation = Readonly<Record<string, unknown>>;

/** One thing that a sample file says, in order. Lines count from 1. */
export type SampleItem =
  /** A log line. Without a comment of its own it is expected not to match (`expected` is empty). */
  | {
      readonly kind: 'line';
      readonly line: number;
      readonly text: string;
      readonly expected: Expectation;
      /** Whether the line above holds a `# failJSON:` comment for it. */
      readonly isCommented: boolean;
    }
  /** `# filterOptions:`: the option sets with which the lines from here on are tried. */
  | { readonly kind: 'filterOptions'; readonly line: number; readonly sets: readonly SampleOptions[] }
  /** `# fileOptions:`: what each later option set begins with. */
  | { readonly kind: 'fileOptions'; readonly line: number; readonly options: SampleOptions }
  /** `# addFILE:`: another sample file, beside this one, read behind it. */
  | { readonly kind: 'addFile'; readonly line: number; readonly name: string }
  /** A comment that fail2ban's tests cannot read either: they end there. */
  | { readonly kind: 'problem'; readonly line: number; readonly message: string };

/** In Python `.` takes all but a line feed. */
const comment = /^#+ ?(failJSON|fileOptions|filterOptions|addFILE):([^\n]+)$/;

/** Whether a text says what is expected of its lines. */
export function hasExpectations(text: string): boolean {
  return /^#+ ?(?:failJSON|filterOptions|addFILE):./m.test(text);
}

/** Reads a sample file as fail2ban's `samplestestcase.py` does; never throws. */
export function readSample(text: string): SampleItem[] {
  const items: SampleItem[] = [];
  const lines = text.split('\n');
  const isPastEnd = (i: number): boolean => i >= lines.length || (i === lines.length - 1 && lines[i] === '');
  for (let i = 0; i < lines.length; i++) {
    const content = withoutEnd(lines[i]!);
    const said = comment.exec(content);
    if (!said) {
      if (!content.startsWith('#') && content.trim() !== '')
        items.push({ kind: 'line', line: i + 1, text: content, expected: {}, isCommented: false });
      continue;
    }
    const item = readComment(said[1]!, said[2]!, i + 1);
    if ('kind' in item) {
      items.push(item);
      continue;
    }
    if (isPastEnd(i + 1)) {
      items.push({ kind: 'problem', line: i + 1, message: 'the expectation has no line below it' });
      break;
    }
    // Whatever the line below is, a comment too: it is what is meant.
    i++;
    items.push({ kind: 'line', line: i + 1, text: withoutEnd(lines[i]!), expected: item.expected, isCommented: true });
  }
  return items;
}

function readComment(keyword: string, json: string, line: number): SampleItem | { readonly expected: Expectation } {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch (error) {
    return { kind: 'problem', line, message: `${keyword}: no JSON: ${(error as Error).message}` };
  }
  const wrong = (what: string): SampleItem => ({ kind: 'problem', line, message: `${keyword}: ${what} is meant` });
  switch (keyword) {
    case 'addFILE':
      return typeof value === 'string' ? { kind: 'addFile', line, name: value } : wrong("a file's name in quotes");
    case 'fileOptions':
      return isObject(value) ? { kind: 'fileOptions', line, options: value } : wrong('an object of options');
    case 'filterOptions': {
      const sets = Array.isArray(value) ? (value as unknown[]) : [value];
      return sets.every(isObject)
        ? { kind: 'filterOptions', line, sets }
        : wrong('an object of options or a list of them');
    }
    default:
      return isObject(value) ? { expected: value } : wrong('an object');
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function withoutEnd(line: string): string {
  return line.replace(/\r+$/, '');
}
