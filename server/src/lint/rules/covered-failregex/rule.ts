import type { FileAnalysis } from '../../../analysis/workspace.ts';
import { dangerRule } from '../../danger-rule.ts';
import type { Fix } from '../../rule.ts';

export const rule = dangerRule({
  name: 'covered-failregex',
  severity: 'warning',
  summary: 'A failregex that never has its turn: an earlier one matches all of its lines.',
  kind: 'covered',
  isOfAllModes: true,
  tell({ because, part }, fix, file) {
    if (!because) return undefined;
    const message =
      because.part === part
        ? `This failregex stands here twice: fail2ban stops at the first that matches. Remove one.`
        : `This failregex never has its turn: '${because.part}', which stands before it, matches every line that it matches. Remove it, or put it first if it tells more.`;
    return { message, fix: fix && withoutLine(file, fix) };
  },
});

/** The same fix, where the regex has a line of its own with that line. */
function withoutLine({ path, source }: FileAnalysis, fix: Fix): Fix {
  const edits = fix.edits.map((edit) => {
    const { file, span } = edit.place;
    const blank = file === path ? /\r?\n[ \t]+$/.exec(source.tree.text.slice(0, span.start))?.[0] : undefined;
    return blank ? { ...edit, place: { file, span: { ...span, start: span.start - blank.length } } } : edit;
  });
  return { ...fix, edits };
}
