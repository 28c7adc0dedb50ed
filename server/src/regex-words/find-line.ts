import { sectionAt } from '../ini/at.ts';
import type { IniFile } from '../ini/nodes.ts';
import type { FindLine } from './written-runs.ts';

/** Finds lines of values in configuration files. `read`: a file as parsed; undefined where there is none. */
export function findLineIn(read: (file: string) => { readonly tree: IniFile } | undefined): FindLine {
  return ({ file, span }) => {
    const tree = read(file)?.tree;
    const options = tree && sectionAt(tree, span.start)?.options;
    const option = options?.findLast(({ valueSpan }) => valueSpan.start <= span.start);
    const line = option?.valueLines.find(({ start, end }) => start <= span.start && span.start < end);
    return tree && option && line && { option: option.key, file, text: tree.text, span: line };
  };
}

/** The one line of a regex that stands in no file, e.g. that of a command line. */
export function onlyLine(option: string, text: string): FindLine {
  return ({ file }) =>
    file.startsWith('builtin:') ? { option, file, text, span: { start: 0, end: text.length } } : undefined;
}
