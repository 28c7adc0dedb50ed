import type { IniFile } from '../ini/nodes.ts';
import type { Span } from '../text/span.ts';
import type { Finding } from './rule.ts';

/** `# fail2ban-lens: allow RULE, RULE`: what it covers. */
interface Allowance {
  readonly rules: readonly string[];
  readonly covers: Span;
}

const directive = /fail2ban-lens:\s*allow\s+([\w\-,\s]+)/;

/**
 * Drops the findings that a comment in their file allows. The comment covers the line it stands on or, on a line of its
 * own, the next line that is none; where that line opens an option, the whole option; before the first section, the file.
 */
export function withoutAllowed(findings: readonly Finding[], treeOf: (file: string) => IniFile | undefined): Finding[] {
  const allowances = new Map<string, readonly Allowance[]>();
  return findings.filter(({ rule, place }) => {
    let ofFile = allowances.get(place.file);
    if (!ofFile) allowances.set(place.file, (ofFile = allowancesIn(treeOf(place.file))));
    return !ofFile.some(
      ({ rules, covers }) => rules.includes(rule) && covers.start <= place.span.start && place.span.start <= covers.end,
    );
  });
}

function allowancesIn(tree: IniFile | undefined): Allowance[] {
  if (!tree?.text.includes('fail2ban-lens:')) return [];
  return tree.lines.flatMap((line, i) => {
    if (!line.comment) return [];
    const match = directive.exec(tree.text.slice(line.comment.start, line.comment.end));
    if (!match) return [];
    const rules = match[1]!.split(/[\s,]+/).filter((rule) => rule !== '');
    return [{ rules, covers: line.type === 'comment' ? coveredBelow(tree, i) : line.span }];
  });
}

function coveredBelow(tree: IniFile, at: number): Span {
  const next = tree.lines.slice(at + 1).find(({ type }) => type !== 'comment' && type !== 'blank');
  const first = tree.sections[0];
  if (!next || !first || tree.lines[at]!.span.start < first.headerSpan.start)
    return { start: 0, end: tree.text.length };
  if (next.type !== 'option') return next.span;
  const option = tree.sections
    .flatMap(({ options }) => options)
    .find(({ keySpan }) => keySpan.start >= next.span.start && keySpan.start < next.span.end);
  return option ? { start: next.span.start, end: option.span.end } : next.span;
}
