import type { Workspace } from '../../analysis/workspace.ts';
import { fallbackConfigDir } from '../../config/resolve.ts';
import { applyEdits } from '../../lint/apply-fixes.ts';
import { joinPath, nameOf, withoutExtension } from '../../config/paths.ts';
import { lintFile } from '../../lint/run.ts';
import { encloses } from '../../text/span.ts';
import type { CodeActionAnswer, FeatureInput } from '../answers.ts';
import { loadedOf } from './loaded.ts';
import { filterChanges, workspaceAfter, type FilterChange } from './prove.ts';
import type { Refactoring } from './refactoring.ts';
import { inLocal } from './to-local.ts';

type Change = Pick<Refactoring, 'changes' | 'creates'>;

/** The files after the fix itself, and after it is made in the `.local`. */
interface After {
  readonly fix: Workspace;
  readonly local: Workspace;
}

/**
 * A fix of a file that fail2ban's package may own, made in a `.local`: the next update would ask about a changed `.conf`, or undo the fix. That of a filter or an
 * action lies beside it; all files of jails have `jail.local`. Undefined where the file is another, where the server would not load the same as after the fix itself,
 * and where something is found then that is not found after the fix itself.
 */
export function fixInLocal(input: FeatureInput, fix: CodeActionAnswer): CodeActionAnswer | undefined {
  const { path, place } = input.analysis;
  if (fix.kind !== 'quickfix' || !place || place.configDir !== fallbackConfigDir) return undefined;
  if (!path.endsWith('.conf') || fix.changes.some((change) => change.place.file !== path)) return undefined;
  const isOfOne = place.kind === 'filter' || place.kind === 'action';
  const file = isOfOne ? `${withoutExtension(path)}.local` : joinPath(place.configDir, `${place.readerName}.local`);
  const local = optionInLocal(input, fix, file);
  if (!local) return undefined;
  const after: After = { fix: workspaceAfter(input, fix), local: workspaceAfter(input, local) };
  if (!loadsTheSame(input, fix, local, after) || findsMore(input, after)) return undefined;
  return { ...fix, ...local, title: `${fix.title}, in ${nameOf(file)}` };
}

/** The option whose value the fix changes, as it is then, in the `.local`; undefined where it changes something else. */
function optionInLocal(input: FeatureInput, fix: CodeActionAnswer, file: string): Change | undefined {
  const { text, sections } = input.analysis.source.tree;
  for (const { name, options } of sections)
    for (const { key, valueSpan } of options) {
      if (!fix.changes.every((change) => encloses(valueSpan, change.place.span))) continue;
      const edits = fix.changes.map(({ place: { file: of, span }, text: put }) => ({
        place: { file: of, span: { start: span.start - valueSpan.start, end: span.end - valueSpan.start } },
        text: put,
      }));
      const lines = applyEdits(text.slice(valueSpan.start, valueSpan.end), edits)
        .split(/\r?\n/)
        .map((line) => line.trim())
        .filter((line) => line !== '' && !/^[#;]/.test(line));
      return inLocal(input, file, { section: name, key, lines });
    }
  return undefined;
}

function loadsTheSame(input: FeatureInput, fix: Change, local: Change, after: After): boolean {
  if (input.analysis.kind === 'filter') {
    const wanted = filterChanges(input, fix);
    return isChange(wanted) && JSON.stringify(filterChanges(input, local)) === JSON.stringify(wanted);
  }
  const [wanted, is] = [after.fix, after.local].map((workspace) => workspace.analyse(input.analysis.path));
  if (!wanted || !is) return false;
  const loaded = loadedOf(wanted);
  return loaded !== loadedOf(input.analysis) && loaded === loadedOf(is);
}

function isChange(changes: readonly FilterChange[] | undefined): boolean {
  return changes !== undefined && changes.length > 0;
}

/** Whether something is told of the file, without running its regexes, that is not told after the fix itself. */
function findsMore({ analysis: { path } }: FeatureInput, after: After): boolean {
  const [wanted, found] = [after.fix, after.local].map((workspace) => {
    const analysis = workspace.analyse(path);
    const findings = analysis ? lintFile(analysis, { treeOf: (file) => workspace.source(file)?.tree }) : [];
    // That the `.local` has the last word is what it is for.
    const others = findings.filter(({ rule }) => rule !== 'overridden-option');
    return others.map(({ rule, message }) => `${rule} ${message}`);
  });
  return found!.some((finding) => {
    const at = wanted!.indexOf(finding);
    if (at >= 0) wanted!.splice(at, 1);
    return at < 0;
  });
}
