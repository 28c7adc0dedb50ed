import type { FeatureInput } from '../answers.ts';
import type { Span } from '../../text/span.ts';
import { anchor } from './anchor.ts';
import { extractVariable } from './extract-variable.ts';
import { hostToAddr } from './host-to-addr.ts';
import { inlineVariable } from './inline-variable.ts';
import { joinRegexes } from './join-regexes.ts';
import { mergeDuplicates } from './merge-duplicates.ts';
import { nameGroup } from './name-group.ts';
import type { Refactor, Refactoring } from './refactoring.ts';
import { splitAlternation } from './split-alternation.ts';
import { moveToLocal } from './to-local.ts';

export const refactors: readonly Refactor[] = [
  extractVariable,
  inlineVariable,
  nameGroup,
  splitAlternation,
  joinRegexes,
  mergeDuplicates,
  hostToAddr,
  anchor,
  moveToLocal,
];

/** Ways to write a place of a filter, none of them proved. */
export function proposals(input: FeatureInput, span: Span): Refactoring[] {
  return input.analysis.kind === 'filter' ? refactors.flatMap((refactor) => [...refactor(input, span)]) : [];
}
