import { configuredPart, nameOf, noSpan, type ConfiguredPart } from '../danger/places.ts';
import type { Probe, RegexName } from '../danger/probe.ts';
import { explainLine } from '../explain/explain-line.ts';
import type { LineBlock } from '../matching/line-block.ts';
import { configuredFilter, explainOptions, mostExplained, type AdviceOptions } from './explaining.ts';
import { startRun } from './sample-run.ts';

/** An ignoreregex that ignores nothing in the sample, and comes near to a line that matches, or matches lines that are not asked of it. */
export interface UnmatchedIgnoreregex extends ConfiguredPart {
  readonly kind: 'unmatched-ignoreregex';
  /** The line, from 1. */
  readonly line: number;
  /** Why it does not match, in sentences; undefined where it matches a line that no failregex matches. */
  readonly why: string | undefined;
  readonly proof: { readonly log: string; readonly id: string | null };
}

/** Ignoreregexes that ignore nothing here, of which one line shows why. */
export function unmatchedIgnoreregexes(probe: Probe, block: LineBlock, options: AdviceOptions): UnmatchedIgnoreregex[] {
  const count = probe.filter.ignoreregex.length;
  if (count === 0) return [];
  const told = configuredFilter(probe, options);
  const explaining = explainOptions(probe.texts, options);
  const excusing = new Set<number>();
  const inVain = new Map<number, UnmatchedIgnoreregex>();
  const near = new Map<number, UnmatchedIgnoreregex & { readonly nearness: number }>();
  const name = (index: number): RegexName => nameOf(probe, probe.filter.ignoreregex[index]!);
  let explained = 0;
  let id: string | null = null;
  startRun(probe, {
    finding: (_line, finding) => void (id ??= finding.id),
    line: (number, verdict, dated, index, outcome) => {
      const named = id;
      id = null;
      for (const at of outcome?.ignoredBy ?? []) excusing.add(at);
      if (verdict === 'ignored' || explained >= mostExplained) return;
      explained++;
      const log = dated.text.slice(dated.starts[index], dated.ends[index]);
      const line = explainLine(told, { number, verdict, block: dated, index, outcome }, explaining);
      for (const at of line.ignoredInVain ?? [])
        if (!inVain.has(at))
          inVain.set(at, {
            kind: 'unmatched-ignoreregex',
            ...configuredPart(probe, name(at), noSpan),
            line: number,
            why: undefined,
            proof: { log, id: null },
          });
      for (const { index: at, miss } of line.nearlyIgnoredBy ?? []) {
        // A word that the line has not is what the ignoreregex is for.
        if (!miss.culprit || /[\p{L}\p{N}]{2}/u.test(miss.culprit.written)) continue;
        // Without words of its own, as an address, it comes near to any line.
        if (!/\p{L}{3}/u.test(probe.texts.ignoreregex[at]!)) continue;
        if ((near.get(at)?.nearness ?? -1) >= miss.nearness) continue;
        near.set(at, {
          kind: 'unmatched-ignoreregex',
          ...configuredPart(probe, name(at), miss.culprit?.span ?? noSpan),
          line: number,
          why: miss.message,
          proof: { log, id: named },
          nearness: miss.nearness,
        });
      }
    },
  }).add(block);
  return [...Array(count).keys()].flatMap((at): UnmatchedIgnoreregex[] => {
    const one = excusing.has(at) ? undefined : (near.get(at) ?? inVain.get(at));
    return one ? [one] : [];
  });
}
