import { folderOf, nameOf } from '../config/paths.ts';
import { formatDuration } from '../config/format-duration.ts';
import { timeInSeconds } from '../config/time-value.ts';
import type { KnownOption } from '../config/vocabulary.ts';
import { dateDirectives, dateWords } from '../config/vocabulary-tags.ts';
import type { Span } from '../text/span.ts';
import type { CompletionAnswer, FeatureInput } from './answers.ts';
import type { ValueCursor } from './completion-cursor.ts';
import { describeWord } from './documentation.ts';

/** Words that an option of its type may hold. */
export function completeValues(input: FeatureInput, cursor: ValueCursor): CompletionAnswer[] {
  const { known, before } = cursor;
  if (!known) return [];
  switch (known.type) {
    case 'datepatterns':
      return dateAnswers(cursor);
    case 'includes':
      return includeAnswers(input, cursor);
    case 'regex':
    case 'regexes':
      return before === '' ? regexSnippets(cursor) : [];
    case 'time':
      return times(known).map((text) => ({
        label: text,
        kind: 'value',
        text,
        span: wholeSpan(cursor),
        detail: timeDetail(text),
      }));
    case 'logpaths':
      return before === ''
        ? logVariables(input, cursor)
        : before.endsWith(' ')
          ? valueAnswers(['head', 'tail'], wordSpan(cursor))
          : [];
    case 'encoding':
      return valueAnswers(['auto', 'utf-8', 'ascii', 'latin-1'], wholeSpan(cursor));
    case 'bool':
      return valueAnswers(known.values ?? ['true', 'false'], wholeSpan(cursor), known.default);
    default:
      return valueAnswers(known.values ?? [], wholeSpan(cursor), known.default);
  }
}

function valueAnswers(values: readonly string[], span: Span, usual?: string): CompletionAnswer[] {
  return values.map((text, i) => ({
    label: text,
    kind: 'value',
    text,
    span,
    sort: String(i).padStart(3, '0'),
    ...(text === usual ? { detail: 'where it is not set' } : {}),
  }));
}

/** The whole value line. */
function wholeSpan({ before, after, offset }: ValueCursor): Span {
  return { start: offset - before.length, end: offset + /^[^;\s]*/.exec(after)![0].length };
}

function wordSpan({ before, after, offset }: ValueCursor): Span {
  return { start: offset - /\S*$/.exec(before)![0].length, end: offset + /^\S*/.exec(after)![0].length };
}

const someTimes = ['30s', '5m', '10m', '30m', '1h', '12h', '1d', '1w', '4w', '1mo', '1y'];

function times({ name }: KnownOption): string[] {
  return name === 'bantime' ? [...someTimes, '-1'] : someTimes;
}

function timeDetail(text: string): string {
  const seconds = timeInSeconds(text)!;
  return seconds < 0 ? 'for ever' : formatDuration(seconds);
}

function dateAnswers({ before, after, offset }: ValueCursor): CompletionAnswer[] {
  const typed = /%{0,2}[A-Za-z]*$|\{[\w^-]*$/.exec(before)![0];
  // Letters that follow a complete directive are no part of the next one.
  const start = typed.startsWith('%') ? typed : typed.startsWith('{') ? typed : '';
  const span = {
    start: offset - start.length,
    end: offset + (start.startsWith('{') ? /^[\w^-]*\}?/.exec(after)![0].length : 0),
  };
  const directives = dateDirectives.map((word, i): CompletionAnswer => {
    const text = `%${word.text}`;
    return {
      label: text,
      kind: 'token',
      text,
      span,
      filter: text,
      detail: word.summary,
      words: { markdown: describeWord(word) },
      sort: `2${String(i).padStart(3, '0')}`,
    };
  });
  const words = dateWords.map((word, i): CompletionAnswer => ({
    label: word.text,
    kind: 'token',
    text: word.text,
    span,
    filter: word.text,
    detail: word.summary,
    words: { markdown: describeWord(word) },
    sort: `3${String(i).padStart(3, '0')}`,
  }));
  if (start.startsWith('%')) return directives;
  if (start.startsWith('{')) return words.filter(({ text }) => text.startsWith('{'));
  const whole: CompletionAnswer = {
    label: 'date and time',
    kind: 'snippet',
    text: '^%%Y-%%m-%%d %%H:%%M:%%S',
    span,
    detail: '2006-01-02 15:04:05',
    sort: '1',
  };
  return [...(before === '' ? [whole] : []), ...directives, ...words];
}

/** Files of the same folder; its own overlay needs no naming. */
function includeAnswers({ analysis, workspace }: FeatureInput, cursor: ValueCursor): CompletionAnswer[] {
  const own = nameOf(analysis.path);
  return workspace.files
    .readDirectory(folderOf(analysis.path))
    .filter((name) => /^[^.].*\.(?:conf|local)$/.test(name) && name !== own)
    .sort()
    .map((name) => ({
      label: name,
      kind: 'file',
      text: name,
      span: wordSpan(cursor),
      sort: `${/common/.test(name) ? 1 : 2}${name}`,
    }));
}

function regexSnippets({ known, offset }: ValueCursor): CompletionAnswer[] {
  const span = { start: offset, end: offset };
  if (known?.name === 'prefregex')
    return [
      {
        label: 'prefregex with content',
        kind: 'snippet',
        text: '^%(__prefix_line)s<F-CONTENT>${1:.+}</F-CONTENT>\\$$0',
        isSnippet: true,
        span,
        detail: 'the part behind the syslog prefix',
      },
    ];
  return [
    {
      label: 'regex with host',
      kind: 'snippet',
      text: '^${1:failed login from} <HOST>\\$$0',
      isSnippet: true,
      span,
      detail: 'a whole line',
    },
    {
      label: 'regex with user and host',
      kind: 'snippet',
      text: '^${1:failed login of} <F-USER>${2:\\\\S+}</F-USER> ${3:from} <HOST>\\$$0',
      isSnippet: true,
      span,
      detail: 'a whole line',
    },
  ];
}

/** `%(sshd_log)s` and its kin. */
function logVariables({ analysis }: FeatureInput, { offset }: ValueCursor): CompletionAnswer[] {
  const names = [...(analysis.jails?.layers?.defaults.keys() ?? [])].filter((name) =>
    /_(?:log|logs|error_log|access_log)$/.test(name),
  );
  return names.map((name) => ({
    label: `%(${name})s`,
    kind: 'variable',
    text: `%(${name})s`,
    span: { start: offset, end: offset },
    detail: analysis.jails!.layers!.defaults.get(name)!.text,
  }));
}
