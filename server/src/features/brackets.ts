import { findKnownOption, type FileKind } from '../config/vocabulary.ts';
import type { IniOption } from '../ini/nodes.ts';
import type { Span } from '../text/span.ts';

/** One `name[option=value, …]` of a `filter` or `action` value, as far as it is typed: nothing need be closed. */
export interface NamedTarget {
  readonly type: 'filter' | 'actions';
  readonly name: string;
  readonly nameSpan: Span;
  readonly parameters: readonly Parameter[];
  /** The whole, to the last character that belongs to it. */
  readonly span: Span;
}

export interface Parameter {
  readonly name: string;
  readonly nameSpan: Span;
  /** Without quotes; absent where no `=` follows. */
  readonly value?: string;
  readonly valueSpan?: Span;
}

/** The name, or a parameter's name or value, at an offset. */
export interface BracketPart {
  readonly target: NamedTarget;
  readonly parameter?: Parameter;
  readonly part: 'name' | 'parameter' | 'value';
  readonly span: Span;
}

/** Characters of a name: all but blanks, brackets and commas; `%(x)s` may be a part of it. */
const targetPattern = /(?:%\([^)\n]*\)s|[^\s[\],])+/y;
const parameterName = /[\w.-]+(?:\?\w+=\w+)?/y;

/** What a jail file's option names: filters, actions, or neither. `action_NAME` is how actions are written for several jails. */
export function targetTypeOf(
  kind: FileKind | undefined,
  section: string,
  key: string,
): NamedTarget['type'] | undefined {
  if (kind !== 'jail' || section === 'INCLUDES') return undefined;
  const type = findKnownOption('jail', section, key)?.type;
  if (type === 'filter' || type === 'actions') return type;
  return key.startsWith('action_') ? 'actions' : undefined;
}

/** Every target of a value, where it is written. A comment between two lines does not count. */
export function targetsIn(
  text: string,
  { valueSpan, valueLines }: IniOption,
  type: NamedTarget['type'],
): NamedTarget[] {
  const source = maskComments(text, valueSpan, valueLines);
  const targets: NamedTarget[] = [];
  for (let at = valueSpan.start; at < valueSpan.end;) {
    targetPattern.lastIndex = at;
    const match = targetPattern.exec(source);
    if (!match || match.index >= valueSpan.end) {
      at++;
      continue;
    }
    const nameSpan = { start: at, end: Math.min(targetPattern.lastIndex, valueSpan.end) };
    const { parameters, end } =
      source[nameSpan.end] === '['
        ? readParameters(source, nameSpan.end, valueSpan.end)
        : { parameters: [], end: nameSpan.end };
    targets.push({
      type,
      name: text.slice(nameSpan.start, nameSpan.end),
      nameSpan,
      parameters,
      span: { start: at, end },
    });
    at = end;
  }
  return targets;
}

/** What is no value line becomes blanks, so that offsets stay. */
function maskComments(text: string, { start, end }: Span, lines: readonly Span[]): string {
  let out = ' '.repeat(start);
  for (const line of lines) {
    if (line.start >= end) break;
    if (line.start > out.length) out += ' '.repeat(line.start - out.length);
    out += text.slice(line.start, line.end);
  }
  return out;
}

/** From `[` on; `a][b` goes on with the next option, as fail2ban reads it. */
function readParameters(source: string, open: number, limit: number): { parameters: Parameter[]; end: number } {
  const parameters: Parameter[] = [];
  let at = open + 1;
  while (at < limit) {
    const char = source[at]!;
    if (char === ']' && !/^\]\s*\[/.test(source.slice(at, limit))) return { parameters, end: at + 1 };
    parameterName.lastIndex = at;
    const match = /[\w.-]/.test(char) ? parameterName.exec(source) : null;
    if (!match) {
      at++;
      continue;
    }
    const nameSpan = { start: at, end: parameterName.lastIndex };
    const value = source[nameSpan.end] === '=' ? readParameterValue(source, nameSpan.end + 1, limit) : undefined;
    parameters.push({
      name: match[0],
      nameSpan,
      ...(value ? { value: source.slice(value.span.start, value.span.end), valueSpan: value.span } : {}),
    });
    at = value ? value.end : nameSpan.end;
  }
  return { parameters, end: limit };
}

function readParameterValue(source: string, start: number, limit: number): { span: Span; end: number } {
  const quote = source[start];
  if (quote === '"' || quote === "'") {
    const close = source.indexOf(quote, start + 1);
    const end = close === -1 || close >= limit ? limit : close;
    return { span: { start: start + 1, end }, end: Math.min(end + 1, limit) };
  }
  let end = start;
  while (end < limit && source[end] !== ',' && source[end] !== ']') end++;
  return { span: { start, end }, end };
}

export function bracketPartAt(
  text: string,
  option: IniOption,
  type: NamedTarget['type'],
  offset: number,
): BracketPart | undefined {
  const touches = (span: Span | undefined): span is Span =>
    span !== undefined && span.start <= offset && offset <= span.end;
  for (const target of targetsIn(text, option, type)) {
    if (touches(target.nameSpan)) return { target, part: 'name', span: target.nameSpan };
    for (const parameter of target.parameters) {
      if (touches(parameter.nameSpan)) return { target, parameter, part: 'parameter', span: parameter.nameSpan };
      if (touches(parameter.valueSpan)) return { target, parameter, part: 'value', span: parameter.valueSpan };
    }
  }
  return undefined;
}
