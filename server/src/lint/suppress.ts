import { lastAt, optionAt, sectionAt } from '../ini/at.ts';
import type { IniFile, IniLine } from '../ini/nodes.ts';
import type { Span } from '../text/span.ts';
import type { Finding } from './rule.ts';

/** `# fail2ban-lens: allow RULE, RULE`: what it covers. */
interface Allowance {
  readonly rules: readonly string[];
  readonly covers: Span | 'file';
}

const directive = /fail2ban-lens:\s*allow\s+([\w\-,\s]+)/;

/**
 * Drops the findings that a comment in their file allows. The comment covers the line it stands on or, on a line of its
 * own, the next line that is none; where that line opens an option, the whole option; before the first section, the file.
 */
export function withoutAllowed(findings: readonly Finding[], treeOf: (file: string) => IniFile | undefined): Finding[] {
  const allowances = new Map<string, Allowances>();
  return findings.filter(({ rule, place }) => {
    let ofFile = allowances.get(place.file);
    if (!ofFile) allowances.set(place.file, (ofFile = inReach(allowancesIn(treeOf(place.file)))));
    return !ofFile(rule, place.span.start);
  });
}

/** Whether findings of a rule are allowed at an offset. */
type Allowances = (rule: string, offset: number) => boolean;

/** Of very many allowances only those are looked at that can reach the offset. */
function inReach(allowances: readonly Allowance[]): Allowances {
  const everywhere = new Set(allowances.flatMap(({ rules, covers }) => (covers === 'file' ? rules : [])));
  const list = allowances
    .flatMap(({ rules, covers }) => (covers === 'file' ? [] : [{ rules, covers }]))
    .sort((a, b) => a.covers.start - b.covers.start);
  /** How far those up to here reach. */
  const reach: number[] = [];
  for (const { covers } of list) reach.push(Math.max(reach.at(-1) ?? 0, covers.end));
  return (rule, offset) => {
    if (everywhere.has(rule)) return true;
    for (let i = lastAt(list.length, (at) => list[at]!.covers.start, offset); i >= 0 && reach[i]! >= offset; i--)
      if (list[i]!.covers.end >= offset && list[i]!.rules.includes(rule)) return true;
    return false;
  };
}

function allowancesIn(tree: IniFile | undefined): Allowance[] {
  if (!tree?.text.includes('fail2ban-lens:')) return [];
  const allowances: Allowance[] = [];
  /** The next line below that is neither comment nor blank. */
  let below: IniLine | undefined;
  for (const line of [...tree.lines].reverse()) {
    const match = line.comment && directive.exec(tree.text.slice(line.comment.start, line.comment.end));
    if (match) {
      const rules = match[1]!.split(/[\s,]+/).filter((rule) => rule !== '');
      allowances.push({ rules, covers: line.type === 'comment' ? coveredBelow(tree, line, below) : line.span });
    }
    if (line.type !== 'comment' && line.type !== 'blank') below = line;
  }
  return allowances;
}

function coveredBelow(tree: IniFile, comment: IniLine, below: IniLine | undefined): Allowance['covers'] {
  const first = tree.sections[0];
  if (!below || !first || comment.span.start < first.headerSpan.start) return 'file';
  if (below.type !== 'option') return below.span;
  const section = sectionAt(tree, below.span.end);
  const option = section && optionAt(section, below.span.end);
  return option && option.keySpan.start >= below.span.start
    ? { start: below.span.start, end: option.span.end }
    : below.span;
}
