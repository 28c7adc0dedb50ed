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
 * What a change does to the filters of the file, and of those that include it, as the server would load them: none where they are the same. Undefined where it leaves
 * a filter that cannot be loaded, or other modes.
 */
export function filterChanges(
  input: FeatureInput,
  change: Pick<Refactoring, 'changes' | 'creates'>,
): FilterChange[] | undefined {
  const workspace = workspaceAfter(input, change);
  const changes: FilterChange[] = [];
  let isAnyRead = false;
  for (const path of [input.analysis.path, ...input.analysis.includedBy()]) {
    const [was, is] = [input.workspace.analyse(path), workspace.analyse(path)];
    if (!was || !is || failuresIn(is) > failuresIn(was)) return undefined;
    const [before, after] = [textsOf(was), textsOf(is)];
    if (after.length !== before.length) return undefined;
    isAnyRead ||= before.length > 0;
    for (const [i, texts] of before.entries())
      if (JSON.stringify(texts) !== JSON.stringify(after[i])) changes.push({ before: texts, after: after[i]! });
  }
  // Of a file that no filter comes of nothing is known.
  return isAnyRead ? changes : undefined;
}

function failuresIn({ filter }: FeatureInput['analysis']): number {
  return filter?.optionFailures.length ?? 0;
}

function textsOf(analysis: FeatureInput['analysis']): FilterTexts[] {
  return dangerSubjectsIn(analysis).map(({ texts }) => texts);
}

/** True where what is gone are regexes that stand before in the same list: the first of them takes all that they took. */
export function onlyRepeatsAreGone({ before, after }: FilterChange): boolean {
  const once = ({ failregex, ignoreregex, ...others }: FilterTexts): string =>
    JSON.stringify([[...new Set(failregex)], [...new Set(ignoreregex)], others]);
  return once(before) === once(after);
}

/** The files as they are after a change, to be analysed. */
export function workspaceAfter(input: FeatureInput, change: Pick<Refactoring, 'changes' | 'creates'>): Workspace {
  return new Workspace(changed(input, change), input.workspace.versions);
}

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
