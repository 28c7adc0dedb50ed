import { findKnownOption } from '../config/vocabulary.ts';
import type { CompletionAnswer, FeatureInput } from './answers.ts';
import { placeOfCursor, type ValueCursor } from './completion-cursor.ts';
import { completeNames } from './completion-names.ts';
import { completeReference } from './completion-references.ts';
import { completeTargets } from './completion-targets.ts';
import { completeValues } from './completion-values.ts';

/** What may be typed at the offset. Works on lines that fail2ban cannot read yet. */
export function completion(input: FeatureInput, offset: number): CompletionAnswer[] {
  const { analysis } = input;
  const { tree } = analysis.source;
  const cursor = placeOfCursor(tree, offset);
  if (!cursor) return [];
  if (cursor.type === 'name') return completeNames(input, cursor);
  const { section, option } = cursor;
  const value: ValueCursor = {
    ...cursor,
    known: analysis.kind && findKnownOption(analysis.kind, section.name, option.key),
  };
  return completeReference(input, value) ?? completeTargets(input, value) ?? completeValues(input, value);
}
