import type { FileAnalysis } from '../../../analysis/workspace.ts';
import { deadInAllModes } from '../../dangers.ts';
import type { Fix, Rule } from '../../rule.ts';

export const rule: Rule = {
  name: 'covered-failregex',
  severity: 'warning',
  summary: 'A failregex that never has its turn: an earlier one matches all of its lines.',
  check(file, report, dangers) {
    for (const { danger, place, related, fix } of deadInAllModes(file, dangers, 'covered')) {
      if (danger.kind !== 'covered' || !danger.because) continue;
      const message =
        danger.because.part === danger.part
          ? `This failregex stands here twice: fail2ban stops at the first that matches. Remove one.`
          : `This failregex never has its turn: '${danger.because.part}', which stands before it, matches every line that it matches. Remove it, or put it first if it tells more.`;
      report({ message, place, related, ...(fix ? { fix: withoutLine(file, fix) } : {}) });
    }
  },
};

/** The same fix, where the regex has a line of its own with that line. */
function withoutLine({ path, source }: FileAnalysis, fix: Fix): Fix {
  const edits = fix.edits.map((edit) => {
    const { file, span } = edit.place;
    const blank = file === path ? /\r?\n[ \t]+$/.exec(source.tree.text.slice(0, span.start))?.[0] : undefined;
    return blank ? { ...edit, place: { file, span: { ...span, start: span.start - blank.length } } } : edit;
  });
  return { ...fix, edits };
}
