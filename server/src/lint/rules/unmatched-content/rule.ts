import { deadInAllModes } from '../../dangers.ts';
import type { Rule } from '../../rule.ts';

export const rule: Rule = {
  name: 'unmatched-content',
  severity: 'error',
  summary: 'A failregex that matches nothing of what prefregex hands on.',
  check(file, report, dangers) {
    for (const { danger, place, related } of deadInAllModes(file, dangers, 'outside-content')) {
      if (danger.kind !== 'outside-content' || !danger.because) continue;
      const message = `This failregex can never match: it is searched in what '${danger.because.part}' of prefregex has taken, and no such text is one of it. Widen <F-CONTENT>, or write the failregex for what it hands on.`;
      report({ message, place, related });
    }
  },
};
