import { fallbackConfigDir } from '../../config/resolve.ts';
import { applyEdits } from '../../lint/apply-fixes.ts';
import { nameOf, withoutExtension } from '../../config/paths.ts';
import { encloses } from '../../text/span.ts';
import type { CodeActionAnswer, FeatureInput } from '../answers.ts';
import { filterChanges, type FilterChange } from './prove.ts';
import { inLocal } from './to-local.ts';

/**
 * A fix of a filter that fail2ban's package may own, made in the `.local` beside it: the next update would ask about a changed `.conf`, or undo
 * the fix. Undefined where the file is another, or where the server would not load the same as after the fix itself, `wanted`.
 */
export function fixInLocal(
  input: FeatureInput,
  fix: CodeActionAnswer,
  wanted: readonly FilterChange[],
): CodeActionAnswer | undefined {
  const { path, place, source } = input.analysis;
  const { text, sections } = source.tree;
  if (fix.kind !== 'quickfix' || place?.kind !== 'filter' || place.configDir !== fallbackConfigDir) return undefined;
  if (wanted.length === 0 || !path.endsWith('.conf') || fix.changes.some((change) => change.place.file !== path))
    return undefined;
  for (const { name, options } of sections)
    for (const { key, valueSpan } of options) {
      if (!fix.changes.every((change) => encloses(valueSpan, change.place.span))) continue;
      const edits = fix.changes.map(({ place: { file, span }, text: put }) => ({
        place: { file, span: { start: span.start - valueSpan.start, end: span.end - valueSpan.start } },
        text: put,
      }));
      const lines = applyEdits(text.slice(valueSpan.start, valueSpan.end), edits)
        .split(/\r?\n/)
        .map((line) => line.trim())
        .filter((line) => line !== '' && !/^[#;]/.test(line));
      const local = inLocal(input, name, key, lines);
      if (!local || JSON.stringify(filterChanges(input, local)) !== JSON.stringify(wanted)) return undefined;
      return { ...fix, ...local, title: `${fix.title}, in ${nameOf(withoutExtension(path))}.local` };
    }
  return undefined;
}
