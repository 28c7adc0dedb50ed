import type { IniFile, IniOption } from '../../../ini/nodes.ts';
import { isRegexOption, writtenOptions } from '../../facts.ts';
import { at } from '../../places.ts';
import type { Fix, Rule } from '../../rule.ts';

export const rule: Rule = {
  name: 'commented-regex-line',
  severity: 'warning',
  summary: 'A regex that starts with # or ; is a comment.',
  check(file, report) {
    const { tree } = file.source;
    for (const { option, known } of writtenOptions(file)) {
      if (!isRegexOption(known)) continue;
      for (const { type, comment } of tree.lines) {
        if (type !== 'comment' || !comment || comment.start < option.span.start) continue;
        const isInside = comment.start <= endOfValue(tree, option);
        const text = tree.text.slice(comment.start, comment.end);
        if (!isInside && !(text[0] === ';' && comment.start < endOfCommentsBelow(tree, option))) continue;
        // `# ^old` and `#^old` are regexes put out of use, `;failregex = …` is an option; `#12 <HOST>` is meant to match a #.
        if (!/^[#;][^\s#;^]/.test(text) || !/<(?:HOST|ADDR|IP[46]|SUBNET|F-ID)\b/.test(text)) continue;
        if (!isInside && /^;\w+\s+=|^;(?:fail|ignore|pref)regex\b/.test(text)) continue;
        const escaped = text[0] === '#' ? '\\#' : '[;]';
        const place = at(file, { start: comment.start, end: comment.start + 1 });
        const written = isInside ? escaped : `${indent}${escaped}`;
        const fix: Fix = {
          title: isInside ? `Write ${escaped}` : `Indent it, and write ${escaped}`,
          safe: false,
          edits: [{ place, text: written }],
        };
        report({
          message: isInside
            ? `This line is a comment, also inside a value: a regex that starts with '${text[0]}' is written with ${escaped}.`
            : `This line is a comment, and no regex of the ${option.key} above: a further regex is indented, and one that starts with '${text[0]}' is written with ${escaped}.`,
          place: at(file, comment),
          fix,
        });
      }
    }
  },
};

/** The end of the value with the indented comments right below it. */
function endOfValue(tree: IniFile, option: IniOption): number {
  let end = option.span.end;
  for (const { type, span, comment } of tree.lines) {
    if (span.start <= end) continue;
    if (type !== 'comment' || comment!.start === span.start) break;
    end = span.end;
  }
  return end;
}

const indent = ' '.repeat(12);

/** The end of the comments that stand right below the value, at any indentation. */
function endOfCommentsBelow(tree: IniFile, option: IniOption): number {
  let end = option.span.end;
  for (const { type, span } of tree.lines) {
    if (span.start <= end) continue;
    if (type !== 'comment') break;
    end = span.end;
  }
  return end;
}
