import type { DateDetector } from './detector.ts';
import type { DetectorTemplate } from './plain-detector.ts';

/** Tells after each line which template found its date: the one with a hit more than before. Nearly always it is the last one again. */
export function followWinner(detector: DateDetector): () => string | undefined {
  const seen = new Map<DetectorTemplate, number>();
  let last: DetectorTemplate | undefined;
  const hasHit = (template: DetectorTemplate): boolean => {
    if (template.hits === (seen.get(template) ?? 0)) return false;
    seen.set(template, template.hits);
    return true;
  };
  return () => {
    if (last && hasHit(last)) return last.template.name;
    const winner = detector.templates.find(hasHit);
    if (winner) last = winner;
    return winner?.template.name;
  };
}
