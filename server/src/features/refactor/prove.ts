import { Workspace } from '../../analysis/workspace.ts';
import { applyEdits } from '../../lint/apply-fixes.ts';
import { dangerSubjectsIn, type DangerSubject } from '../../lint/dangers.ts';
import type { FeatureInput, TextChange } from '../answers.ts';
import type { Refactoring } from './refactoring.ts';

type FilterTexts = DangerSubject['texts'];

/** The filters of a file before and after a change, in each mode. */
export interface FilterChange {
  readonly before: FilterTexts;
  readonly after: FilterTexts;
}

/**
 * What a change does to the filters of the file, as the server would load them: none where they are the same. Undefined where it leaves
 * a filter that cannot be loaded, or other modes.
 */
export function filterChanges(
  input: FeatureInput,
  change: Pick<Refactoring, 'changes' | 'creates'>,
): FilterChange[] | undefined {
  const before = textsOf(input);
  const { path } = input.analysis;
  const analysis = new Workspace(changed(input, change), input.workspace.versions).analyse(path);
  if (!analysis || (analysis.filter?.optionFailures.length ?? 0) > (input.analysis.filter?.optionFailures.length ?? 0))
    return undefined;
  const after = textsOf({ analysis });
  if (after.length !== before.length) return undefined;
  return before.flatMap((texts, i) =>
    JSON.stringify(texts) === JSON.stringify(after[i]) ? [] : [{ before: texts, after: after[i]! }],
  );
}

function textsOf({ analysis }: Pick<FeatureInput, 'analysis'>): FilterTexts[] {
  return dangerSubjectsIn(analysis).map(({ texts }) => texts);
}

/** True where what is gone are regexes that stand before in the same list: the first of them takes all that they took. */
export function onlyRepeatsAreGone({ before, after }: FilterChange): boolean {
  const once = ({ failregex, ignoreregex, ...others }: FilterTexts): string =>
    JSON.stringify([[...new Set(failregex)], [...new Set(ignoreregex)], others]);
  return once(before) === once(after);
}

/** The files as they are after a change. */
function changed(
  { workspace }: FeatureInput,
  { changes, creates }: Pick<Refactoring, 'changes' | 'creates'>,
): Workspace['files'] {
  const texts = new Map<string, string>(creates ? [[creates.file, creates.text]] : []);
  const byFile = new Map<string, TextChange[]>();
  for (const change of changes) byFile.set(change.place.file, [...(byFile.get(change.place.file) ?? []), change]);
  for (const [file, edits] of byFile) texts.set(file, applyEdits(workspace.source(file)?.tree.text ?? '', edits));
  const encoder = new TextEncoder();
  return {
    ...workspace.files,
    isFile: (path) => texts.has(path) || workspace.files.isFile(path),
    readFile: (path) => {
      const text = texts.get(path);
      return text === undefined ? workspace.files.readFile(path) : encoder.encode(text);
    },
  };
}
