import { createNfaOf, type Part } from '../../automata/from-pattern.ts';
import type { Nfa } from '../../automata/nfa.ts';
import { parsePattern } from '../../pyre/parser.ts';
import { type FlagsInForce, flagsOf, walk } from '../../pyre/walk.ts';
import type { CaptureGroup, Pattern } from '../../pyre/nodes.ts';
import { once } from '../../text/once.ts';
import type { DeadPart } from '../danger.ts';
import { configuredPart } from '../places.ts';
import type { Probe, ProbedRegex } from '../probe.ts';
import type { FilterAutomata } from './filter-automata.ts';

/** The texts that prefregex can hand on, and more; undefined where there is no `<F-CONTENT>`. */
export function contentLanguage({ filter }: Probe): Nfa | undefined {
  const content = filter.prefregex && contentOf(filter.prefregex.pattern);
  if (!content) return undefined;
  const parts = [{ node: content.group.body, flags: content.flags }, lineEnd()];
  return createNfaOf(parts, { error: 'more', mode: 'whole', withoutConditions: true });
}

/** A failregex that matches nothing of what prefregex hands on. */
export function findOutsideContent(
  probe: Probe,
  automata: FilterAutomata,
  { name, regex }: ProbedRegex,
  content: Nfa | undefined,
): DeadPart[] | undefined {
  if (name.role !== 'failregex' || !content || probe.texts.maxLines > 1) return undefined;
  const handedOn = automata.ofNfa(content);
  const failregex = automata.of(regex.pattern, 'more');
  // Where the content is empty fail2ban searches the whole line.
  if (!failregex || automata.takes(handedOn, '\n') !== false) return undefined;
  const example = automata.example(regex);
  if (example !== undefined && automata.takes(handedOn, example) === true) return undefined;
  const wanted = [handedOn, failregex].map((dfa) => ({ dfa, taken: true }));
  if (!automata.isImpossible(wanted)) return undefined;
  const { group } = contentOf(probe.filter.prefregex!.pattern)!;
  return [
    {
      kind: 'outside-content',
      ...configuredPart(probe, name, { start: 0, end: regex.expanded.length }),
      because: configuredPart(probe, { role: 'prefregex', index: 0 }, group.span),
      isOfPlace: false,
      fix: undefined,
    },
  ];
}

function contentOf(pattern: Pattern): { group: CaptureGroup; flags: FlagsInForce } | undefined {
  const index = pattern.groupNames.get('content');
  let found: { group: CaptureGroup; flags: FlagsInForce } | undefined;
  walk(pattern, (node, flags) => {
    if (node.type === 'CaptureGroup' && node.index === index) found = { group: node, flags };
  });
  return found;
}

/** The line feed that fail2ban puts behind what is searched. */
export const lineEnd = once((): Part => {
  const pattern = parsePattern('\\n').pattern!;
  return { node: pattern.body, flags: flagsOf(pattern) };
});
