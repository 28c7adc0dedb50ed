import type { CompletionAnswer } from '../answers.ts';
import { directives, isDirective, keysIn, keysOf, lineOf, sampleLines } from './sample-text.ts';

const snippets: Readonly<Record<keyof typeof directives, string>> = {
  failJSON: 'failJSON: {"time": "${1:2005-08-14T12:00:00}", "match": ${2|true,false|}, "host": "${3:192.0.2.1}"}',
  filterOptions: 'filterOptions: [{"${1:mode}": "${2:normal}"}]',
  fileOptions: 'fileOptions: {"${1:logtype}": "${2:short}"}',
  addFILE: 'addFILE: "$1"',
};

/** Directives behind `#`, keys and truth values inside of their JSON. */
export function sampleCompletion(text: string, offset: number): CompletionAnswer[] {
  const line = lineOf(sampleLines(text), offset);
  if (!line) return [];
  const before = line.text.slice(0, offset - line.span.start);
  const word = /^(#+ ?)(\w*)$/.exec(before);
  if (word) return directiveAnswers({ start: line.span.start + word[1]!.length, end: offset }, word[1]!, line.text);
  const { comment } = line;
  if (!comment || !isDirective(comment.word) || offset < comment.valueSpan.start) return [];
  const json = text.slice(comment.valueSpan.start, offset);
  const value = /"match"\s*:\s*(\w*)$/.exec(json);
  if (value)
    return ['true', 'false'].map((label) => ({
      label,
      kind: 'value',
      text: label,
      span: { start: offset - value[1]!.length, end: offset },
    }));
  const key = /[{,]\s*("?[\w.-]*)$/.exec(json);
  if (!key || isInText(json.slice(0, json.length - key[1]!.length))) return [];
  const rest = text.slice(offset, line.span.end);
  const named = new Set(
    keysIn(ownObject(text.slice(comment.valueSpan.start, line.span.end), json.length)).map((one) => one.key),
  );
  const closed = key[1]!.startsWith('"') && rest.startsWith('"') ? 1 : 0;
  return Object.entries(keysOf[comment.word])
    .filter(([name]) => !named.has(name))
    .map(([name, { words, value: form }], i) => ({
      label: name,
      kind: 'option',
      words: { markdown: words },
      text: `"${name}": ${form}`,
      isSnippet: true,
      span: { start: offset - key[1]!.length, end: offset + closed },
      filter: `"${name}"`,
      sort: String(i).padStart(2, '0'),
    }));
}

function directiveAnswers(
  span: { readonly start: number; readonly end: number },
  hashes: string,
  line: string,
): CompletionAnswer[] {
  // Of one that is written already only the word is changed.
  const isWritten = /^#+ ?\w*:/.test(line);
  return Object.entries(directives).map(([name, markdown], i) => ({
    label: name,
    kind: 'snippet',
    words: { markdown },
    text: `${hashes.endsWith(' ') ? '' : ' '}${isWritten ? name : snippets[name as keyof typeof directives]}`,
    isSnippet: !isWritten,
    span,
    filter: name,
    sort: String(i),
  }));
}

/** Whether a quote is open at the end of a piece of JSON. */
function isInText(json: string): boolean {
  return (json.replace(/\\./g, '').match(/"/g) ?? []).length % 2 === 1;
}

/** The object of a list of them that an offset is in. */
function ownObject(json: string, offset: number): string {
  const start = json.lastIndexOf('{', offset - 1);
  const end = json.indexOf('}', offset);
  return json.slice(Math.max(start, 0), end === -1 ? json.length : end);
}
