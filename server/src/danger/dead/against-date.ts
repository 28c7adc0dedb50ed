import { createNfaOf, type Part } from '../../automata/from-pattern.ts';
import type { Nfa } from '../../automata/nfa.ts';
import { anchorOf } from '../../pyre/analysis/anchors.ts';
import { TemplateStore } from '../../dates/date-pattern.ts';
import type { Node, Pattern } from '../../pyre/nodes.ts';
import { parsePattern } from '../../pyre/parser.ts';
import { flagsOf } from '../../pyre/walk.ts';
import { areDisjoint, complement, unite } from '../../text/code-point-set.ts';
import { wordSet } from '../../text/unicode.ts';
import type { DangerFix, DeadPart } from '../danger.ts';
import { configuredPart, editablePart } from '../places.ts';
import type { FilterTexts, Probe, ProbedRegex } from '../probe.ts';
import { createFilterAutomata, type FilterAutomata } from './filter-automata.ts';
import { lineEnd } from './outside-content.ts';

/**
 * What is left of a line whose date is found and cut out, and more: undefined where a date may stand elsewhere than at the line's start. A date ends where a word
 * ends, so what comes behind a digit or a letter is a blank or a sign.
 */
export function dateRemainder({ datePatterns, fail2ban, python }: FilterTexts): Nfa | undefined {
  if (!datePatterns) return undefined;
  const found = new TemplateStore({ fail2ban, year: someYear }).templatesOf(datePatterns);
  if (!found.ok || found.value.length === 0) return undefined;
  const parts: Part[][] = [];
  for (const { regex } of found.value) {
    const { pattern } = parsePattern(regex, { python });
    const left = pattern && remainderOf(pattern);
    if (!left) return undefined;
    parts.push(left);
  }
  const branches = parts.map((row): Node => ({ type: 'Sequence', span: nowhere, items: row.map(({ node }) => node) }));
  const { flags } = lineEnd();
  const node: Node = branches.length === 1 ? branches[0]! : { type: 'Alternation', span: nowhere, branches };
  return createNfaOf([{ node, flags }, lineEnd()], { error: 'more', mode: 'whole' });
}

/** Templates depend on the year only in the decades that `%ExY` takes. */
const someYear = 2025;
const nowhere = { start: 0, end: 0 };
/** What may stand behind a date: nothing, or what ends a word. */
const behindDate = ['(?:\\W(?s:.*))?', '(?s:.*)'].map((source) => parsePattern(source).pattern!.body);

function remainderOf(pattern: Pattern): Part[] | undefined {
  if (anchorOf(pattern) !== 'text' || pattern.body.type !== 'Sequence') return undefined;
  const flags = flagsOf(pattern);
  if (flags.ignoreCase || flags.multiline || flags.dotAll) return undefined;
  const { items } = pattern.body;
  const at = items.findIndex((item) => item.type === 'CaptureGroup' && item.index === 1);
  if (at < 0) return undefined;
  const before = items.slice(0, at).filter(({ type }) => type !== 'Assertion');
  const [boundary, ...others] = items.slice(at + 1);
  const isBound =
    boundary !== undefined &&
    others.length === 0 &&
    pattern.source.slice(boundary.span.start, boundary.span.end) === '(?=\\b|\\W|$)';
  const behind = isBound && endsInWord(items[at]!, pattern) ? behindDate[0]! : behindDate[1]!;
  return [...before, behind].map((node) => ({ node, flags }));
}

/** True where the last character of the part is one of `\w`, and there is one. */
function endsInWord(node: Node, pattern: Pattern): boolean {
  const nfa = createNfaOf([{ node, flags: flagsOf(pattern) }], {
    error: 'more',
    mode: 'whole',
    withoutConditions: true,
  });
  if (!nfa) return false;
  const endsAt = (state: number, seen = new Set<number>()): boolean => {
    if (seen.has(state)) return false;
    seen.add(state);
    const it = nfa.states[state]!;
    return it.type === 'match' || (it.type === 'split' && it.next.some((next) => endsAt(next, seen)));
  };
  const last = nfa.states.flatMap((state) => (state.type === 'character' && endsAt(state.next) ? [state.set] : []));
  return !endsAt(nfa.start) && areDisjoint(unite(...last), complement(wordSet()));
}

/** A regex that matches no line whose date was cut out at the start. */
export function findAgainstDate(
  probe: Probe,
  automata: FilterAutomata,
  { name, regex }: ProbedRegex,
  remainder: Nfa | undefined,
): DeadPart[] | undefined {
  const isFirst = name.role === 'prefregex' || (name.role === 'failregex' && !probe.filter.prefregex);
  const own = automata.of(regex.pattern, 'more');
  if (!isFirst || !remainder || !own) return undefined;
  const left = { dfa: automata.ofNfa(remainder), taken: true };
  const example = automata.example(regex);
  if (example !== undefined && automata.takes(left.dfa, example) === true) return undefined;
  if (!automata.isImpossible([{ dfa: own, taken: true }, left])) return undefined;
  const start = startAnchor(regex.pattern.body);
  const part = configuredPart(probe, name, start?.span ?? { start: 0, end: regex.expanded.length });
  const editable = start && editablePart(probe, name, start.span);
  const isMended = start !== undefined && matchesBehindBlanks(regex.pattern, start, remainder);
  const fix: DangerFix | undefined =
    editable && isMended
      ? { title: 'Write ^\\s*', regex: name, edits: [{ span: editable, text: '^\\s*' }] }
      : undefined;
  return [{ kind: 'against-date', ...part, isOfPlace: false, fix }];
}

/** Whether `\s*` behind the `^` makes the regex match again. */
function matchesBehindBlanks({ source, flags }: Pattern, start: Node, remainder: Nfa): boolean {
  const text = `^\\s*${source.slice(start.span.end)}`;
  const { pattern } = parsePattern(text, { multiline: flags.has('m') });
  if (!pattern) return false;
  const automata = createFilterAutomata([pattern], [remainder]);
  const own = automata.of(pattern, 'more');
  const left = automata.ofNfa(remainder);
  return own !== undefined && automata.find([own, left].map((dfa) => ({ dfa, taken: true }))) !== undefined;
}

/** The `^` that a regex begins with. */
function startAnchor(node: Node): Node | undefined {
  if (node.type === 'Assertion' && node.kind === 'line-start') return node;
  return node.type === 'Sequence' && node.items[0] ? startAnchor(node.items[0]) : undefined;
}
