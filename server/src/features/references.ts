import type { FeatureInput, Place } from './answers.ts';
import { nameAt } from './name-at.ts';
import { nameInScope } from './names-in-scope.ts';

/** Every place that sets or uses the option under the cursor, in all files that are read together. */
export function references(
  { analysis, workspace }: FeatureInput,
  offset: number,
  { withDefinitions }: { readonly withDefinitions: boolean },
): Place[] {
  const named = nameAt({ analysis, workspace }, offset);
  if (!named) return [];
  const { definitions, uses } = nameInScope({ analysis: named.analysis, workspace }, named.section, named.name);
  return [...(withDefinitions ? definitions.map(({ place }) => place) : []), ...uses];
}
