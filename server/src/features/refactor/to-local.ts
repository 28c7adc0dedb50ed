import { nameOf, withoutExtension } from '../../config/paths.ts';
import type { FeatureInput } from '../answers.ts';
import type { IniOption, IniSection } from '../../ini/nodes.ts';
import {
  lineEndOf,
  regexOptionAt,
  textIn,
  wholeLine,
  changeIn,
  type Refactor,
  type Refactoring,
} from './refactoring.ts';

/** The regexes that are selected, the first or the last ones of their option, go to the filter's `.local`, which takes the others with `%(known/failregex)s`. */
export const moveToLocal: Refactor = (input, span) => {
  const { path, place } = input.analysis;
  const option = regexOptionAt(input, span);
  if (place?.kind !== 'filter' || !path.endsWith('.conf') || !option || option.key === 'prefregex') return [];
  const lines = option.valueLines.filter(({ start, end }) => start < end);
  const moved = lines.filter(({ start, end }) => start <= span.end && span.start <= end);
  const isFirst = moved[0] === lines[0];
  if (moved.length === 0 || moved.length === lines.length || (!isFirst && moved.at(-1) !== lines.at(-1))) return [];
  const known = `%(known/${option.key})s`;
  const texts = moved.map((line) => textIn(input, line));
  const local = inLocal(input, `${withoutExtension(path)}.local`, {
    section: 'Definition',
    key: option.key,
    lines: isFirst ? [...texts, known] : [known, ...texts],
  });
  if (!local) return [];
  const name = `${nameOf(withoutExtension(path))}.local`;
  const what = moved.length === 1 ? 'this regex' : `these ${moved.length} regexes`;
  return [
    {
      title: `Move ${what} to ${name}`,
      kind: 'refactor.move',
      ...local,
      changes: [...removed(input, option, moved, isFirst, lines[moved.length]), ...local.changes],
    },
  ];
};

type Spans = IniOption['valueLines'];

/** The lines without those that go; what stands behind the `=` gives its place to the next one. */
function removed(
  input: FeatureInput,
  option: IniOption,
  moved: Spans,
  isFirst: boolean,
  next: Spans[number] | undefined,
): Refactoring['changes'] {
  if (isFirst && next && moved[0]!.start === option.valueSpan.start)
    return [changeIn(input, { start: moved[0]!.start, end: next.start }, '')];
  return moved.map((line) => changeIn(input, wholeLine(input, line), ''));
}

/** An option with its lines in a `.local`: in a new one, or in an old one that does not set the option yet. */
export function inLocal(
  input: FeatureInput,
  file: string,
  { section, key, lines }: { readonly section: string; readonly key: string; readonly lines: readonly string[] },
): Pick<Refactoring, 'changes' | 'creates'> | undefined {
  const end = lineEndOf(input);
  const indent = ' '.repeat(key.length + 3);
  const option = `${key} = ${lines.join(`${end}${indent}`)}${end}`;
  const source = input.workspace.source(file);
  if (!source) return { changes: [], creates: { file, text: `[${section}]${end}${option}` } };
  const { text, sections } = source.tree;
  const own: IniSection | undefined = sections.findLast(({ name }) => name === section);
  if (sections.some((one) => one.name === section && one.options.some((other) => other.key === key))) return undefined;
  const at = own ? own.span.end : text.length;
  const put = own
    ? `${end}${option.slice(0, -end.length)}`
    : `${/(?:^|\n)$/.test(text) ? '' : end}[${section}]${end}${option}`;
  return { changes: [{ place: { file, span: { start: at, end: at } }, text: put }] };
}
