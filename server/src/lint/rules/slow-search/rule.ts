import { longestLine } from '../../../danger/catastrophe.ts';
import { dangerRule } from '../../danger-rule.ts';

export const rule = dangerRule({
  name: 'slow-search',
  severity: 'information',
  summary: 'A regex that a long line of a log keeps busy for seconds.',
  kind: 'catastrophe',
  tell(danger) {
    if (danger.seconds === undefined) return undefined;
    const { text, steps } = danger.proof;
    const { degree, seconds, word } = danger;
    const power = { 2: 'square', 3: 'cube' }[degree] ?? `power ${degree}`;
    const atUsual = seconds * (usualLine / longestLine) ** degree;
    const isDear = atUsual >= 1;
    const [length, takes] = isDear ? [usualLine, atUsual] : [longestLine, seconds];
    const message = `Many loops can share the same text, here '${word}' again and again: ${text.length} characters take ${steps} steps, which grow with the ${power} of the length. A line of ${length} characters takes ${inWords(takes)} or more.`;
    return isDear ? { message, severity: 'warning' } : message;
  },
});

/** The request of a scanner, or a name with some text in it. */
const usualLine = 1000;

/** E.g. `20 seconds`, `3 hours` */
function inWords(seconds: number): string {
  const [unit, length] =
    seconds < 120 ? (['second', 1] as const) : seconds < 7200 ? (['minute', 60] as const) : (['hour', 3600] as const);
  const count = Math.max(1, Math.round(seconds / length));
  return `${count} ${unit}${count === 1 ? '' : 's'}`;
}
