import { dangerRule } from '../../danger-rule.ts';

export const rule = dangerRule({
  name: 'unmatched-content',
  severity: 'error',
  summary: 'A failregex that matches nothing of what prefregex hands on.',
  kind: 'outside-content',
  isOfAllModes: true,
  tell(danger) {
    if (!danger.because) return undefined;
    return `This failregex can never match: it is searched in what '${danger.because.part}' of prefregex has taken, and no such text is one of it. Widen <F-CONTENT>, or write the failregex for what it hands on.`;
  },
});
