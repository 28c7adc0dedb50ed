import type { Span } from '../../text/span.ts';

/** What a directive of a sample is for, in the words of its completion and hover. */
export const directives = {
  failJSON:
    'What is expected of the line below: `{"time": …, "match": true, "host": …}`. A line without it must not match.',
  filterOptions:
    'Options of the filter with which the lines from here on are tried, as in `filter[mode=ddos]`: a set, or a list of sets; each line with each set.',
  fileOptions: 'Options that each later set of `filterOptions` begins with.',
  addFILE: 'The name of another sample, beside this one, that is read behind it.',
} as const satisfies Readonly<Record<string, string>>;

export type Directive = keyof typeof directives;

type Keys = Readonly<Record<string, { readonly words: string; /** As a snippet. */ readonly value: string }>>;

/** The keys of option sets; any other one is an option of the filter. */
const optionKeys: Keys = {
  mode: { words: 'The filter’s `mode`.', value: '"${1:normal}"' },
  logtype: {
    words:
      'What the lines are of: `file`, `short`, or `journal` (a journal entry: its time is told beside it, so none is looked for in it).',
    value: '"${1|file,short,journal|}"',
  },
  'test.condition': {
    words: 'Whether the lines below are tried at all: an expression of Python over `name` and `opts`.',
    value: '"$1"',
  },
  'test.prefix-line': { words: 'What stands before each line where `logtype` is `journal`.', value: '"$1"' },
  'test.filter-name': { words: 'The name under which a filter with these options is kept apart.', value: '"$1"' },
};

/** What each directive's object may name; any other key of `failJSON` is a group of the failure. */
export const keysOf: Readonly<Record<Directive, Keys>> = {
  failJSON: {
    time: {
      words:
        'When: local time of Europe/Berlin, where the clock stands at 2005-08-14 12:00. A date without a year is one of the year before that moment.',
      value: '"${1:2005-08-14T12:00:00}"',
    },
    match: { words: 'Whether fail2ban counts a failure for the line. Not said: `false`.', value: '${1|true,false|}' },
    host: { words: 'The address (or the id) that fail2ban finds; however it is written.', value: '"${1:192.0.2.1}"' },
    desc: { words: 'For people: why the line is here.', value: '"$1"' },
    user: { words: 'What `<F-USER>` takes.', value: '"$1"' },
    constraint: {
      words:
        "For which option sets the expectation stands: an expression of Python over `name` and `opts`, as `opts['mode'] == 'ddos'`.",
      value: "\"opts['${1:mode}'] == '${2:ddos}'\"",
    },
    attempts: { words: 'How many attempts the failure counts.', value: '${1:1}' },
  },
  filterOptions: optionKeys,
  fileOptions: optionKeys,
  addFILE: {},
};

/** A line of a sample. */
export interface SampleTextLine {
  readonly span: Span;
  readonly text: string;
  /** A comment that reads like a directive: fail2ban's own, or a word in its place. */
  readonly comment: { readonly word: string; readonly wordSpan: Span; readonly valueSpan: Span } | undefined;
}

/** The lines of a sample, as fail2ban's tests read them: they end at a line feed. */
export function sampleLines(text: string): SampleTextLine[] {
  let start = 0;
  return text.split('\n').map((line) => {
    const content = line.replace(/\r+$/, '');
    const span = { start, end: start + content.length };
    start += line.length + 1;
    const found = /^(#+ ?)([A-Za-z]\w*):/.exec(content);
    if (!found) return { span, text: content, comment: undefined };
    const wordStart = span.start + found[1]!.length;
    const wordSpan = { start: wordStart, end: wordStart + found[2]!.length };
    return {
      span,
      text: content,
      comment: { word: found[2]!, wordSpan, valueSpan: { start: wordSpan.end + 1, end: span.end } },
    };
  });
}

export function isDirective(word: string): word is Directive {
  return Object.hasOwn(directives, word);
}

/** The line that an offset stands in. */
export function lineOf(lines: readonly SampleTextLine[], offset: number): SampleTextLine | undefined {
  return lines.find(({ span }) => offset >= span.start && offset <= span.end);
}

/** The keys that a JSON text names, of all its objects: also where it is not whole. */
export function keysIn(json: string): { readonly key: string; readonly start: number; readonly end: number }[] {
  return [...json.matchAll(/"((?:[^"\\]|\\.)*)"(\s*:)?/g)].flatMap((found) =>
    found[2] === undefined
      ? []
      : [{ key: found[1]!, start: found.index, end: found.index + found[0].length - found[2].length }],
  );
}
