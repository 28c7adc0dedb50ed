import type { PythonVersion } from '../../pyre/python-version.ts';
import { toUtf16Offset } from '../../text/code-points.ts';
import type { RegexAnswer, SearchAnswer } from '../regex-answer.ts';

/** A person's view of what Python says of a pattern and its subjects. */
export function writeRegexText(
  pattern: string,
  subjects: readonly string[],
  answer: RegexAnswer,
  python: PythonVersion,
): string {
  if (!answer.ok)
    return `${lines([`Python ${python} does not compile it: ${answer.kind ? `${answer.kind}: ` : ''}${answer.msg}`, ...pointAt(pattern, answer.pos)])}`;
  const names = new Map(Object.entries(answer.names).map(([name, group]) => [group, name]));
  const label = (group: number): string => (names.has(group) ? `${group} ${names.get(group)}` : String(group));
  const found = subjects.flatMap((subject, i) => [
    '',
    `  ${shown(subject)}`,
    ...describeSearch(answer.search[i]!, subject, label),
  ]);
  return lines([
    `Python ${python} compiles it: ${answer.groups} ${answer.groups === 1 ? 'group' : 'groups'}${listed(answer.names)}.`,
    ...found,
  ]);
}

function listed(names: Readonly<Record<string, number>>): string {
  const entries = Object.entries(names);
  return entries.length === 0 ? '' : ` (${entries.map(([name, group]) => `${group} ${name}`).join(', ')})`;
}

function describeSearch(search: SearchAnswer, subject: string, label: (group: number) => string): string[] {
  if (search === null) return ['    does not match'];
  if ('unsupported' in search) return [`    unsupported: ${search.unsupported}`];
  return search.spans.map(([start, end], group) => {
    const what = group === 0 ? 'match' : `group ${label(group)}`;
    if (start < 0) return `    ${what}: took no part`;
    return `    ${what} [${start}, ${end}]: ${shown(subject.slice(toUtf16Offset(subject, start), toUtf16Offset(subject, end)))}`;
  });
}

/** The pattern's line that holds the position, and a caret under it. */
function pointAt(pattern: string, position: number | null): string[] {
  if (position === null) return [];
  const offset = toUtf16Offset(pattern, position);
  const start = pattern.lastIndexOf('\n', offset - 1) + 1;
  const end = pattern.indexOf('\n', offset);
  const before = Array.from(pattern.slice(start, offset));
  return [
    `  ${pattern.slice(start, end < 0 ? undefined : end)}`,
    `  ${before.map((char) => (char === '\t' ? '\t' : ' ')).join('')}^ position ${position}`,
  ];
}

/** On one line, and with nothing that a terminal would obey. */
function shown(text: string): string {
  return JSON.stringify(text).replace(
    /[\x7f-\x9f]/g,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

function lines(parts: readonly string[]): string {
  return parts.map((part) => `${part}\n`).join('');
}
