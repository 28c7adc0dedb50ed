import { dangerRule } from '../../danger-rule.ts';

export const rule = dangerRule({
  name: 'unmatched-sample',
  severity: 'warning',
  summary: 'A filter that misses lines of its sample, and what the nearest one has instead.',
  kind: 'unmatched-sample',
  tell(danger) {
    const { lines, nearest, isOfOne, hits, fix: change } = danger;
    const of = `${lines} ${lines === 1 ? 'line' : 'lines'}`;
    const what =
      hits > 0
        ? `Line ${nearest.line} of the sample is missed by little`
        : `${isOfOne ? 'This regex' : 'The filter'} finds nothing in its sample (${of}). Line ${nearest.line} comes nearest`;
    const gains = change?.gains === 1 ? '1 line more' : `${change?.gains} lines more`;
    const cure = change
      ? ` ${change.title}: then ${gains} of the sample ${change.gains === 1 ? 'matches' : 'match'}.`
      : '';
    return `${what}: ${nearest.why}${cure}`;
  },
});
