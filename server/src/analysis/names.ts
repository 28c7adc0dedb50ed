import type { IniFile, IniOption, IniSection } from '../ini/nodes.ts';
import type { Span } from '../text/span.ts';

/** An option where it is set. */
export interface Definition {
  readonly section: IniSection;
  readonly option: IniOption;
}

/** A place that names an option: `%(name)s` or `<name>`. */
export interface Use {
  readonly form: 'percent' | 'tag';
  /** The section that holds the using option. */
  readonly section: IniSection;
  readonly option: IniOption;
  /** `known`, `default` or a section's name, as written before the `/`; undefined where there is none. */
  readonly from?: string;
  /** As written; look it up in lower case (tags: exact spelling first). */
  readonly name: string;
  /** The whole of `%(name)s` or `<name>`, in the file. */
  readonly span: Span;
  readonly nameSpan: Span;
}

/** Every option of a file, in order. */
export function definitionsIn(tree: IniFile): Definition[] {
  return tree.sections.flatMap((section) => section.options.map((option) => ({ section, option })));
}

const percentUse = /%\(([^)\n]+)\)s/g;
/** What can be an option's name: `(?P<name>`, `<HOST>` and text such as `<[^>]+>` are left out by the check below. */
const tagUse = /<([\w\-./?=]+)>/g;

/** Every use of an option's name in the values of a file, in order. `<HOST>` and group names count as no use. */
export function usesIn(tree: IniFile): Use[] {
  return definitionsIn(tree).flatMap(({ section, option }) =>
    option.valueLines.flatMap((line) => {
      const text = tree.text.slice(line.start, line.end);
      const use = (form: Use['form'], match: RegExpExecArray): Use => {
        const whole = match[1]!;
        const slash = whole.indexOf('/');
        const start = line.start + match.index;
        const nameStart = start + (form === 'percent' ? 2 : 1) + slash + 1;
        return {
          form,
          section,
          option,
          ...(slash > 0 ? { from: whole.slice(0, slash) } : {}),
          name: whole.slice(slash + 1),
          span: { start, end: start + match[0].length },
          nameSpan: { start: nameStart, end: nameStart + whole.length - slash - 1 },
        };
      };
      const percent = [...text.matchAll(percentUse)]
        .filter((match) => !isEscaped(text, match.index))
        .map((match) => use('percent', match));
      const tags = [...text.matchAll(tagUse)]
        .filter((match) => !/\(\?P?$/.test(text.slice(0, match.index)))
        .map((match) => use('tag', match));
      return [...percent, ...tags].sort((a, b) => a.span.start - b.span.start);
    }),
  );
}

/** An odd number of `%` before a `%(` makes it text. */
function isEscaped(text: string, at: number): boolean {
  let count = 0;
  while (text[at - 1 - count] === '%') count++;
  return count % 2 === 1;
}
