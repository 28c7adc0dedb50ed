import { dangerRule } from '../../danger-rule.ts';

export const rule = dangerRule({
  name: 'unmatched-sample',
  severity: 'warning',
  summary: 'A filter that misses lines of its sample, and what the nearest one has instead.',
  kind: 'unmatched-sample',
  tell(danger) {
    const { lines, nearest, isOfOne, hits, fix: change, modes = [] } = danger;
    const of = `${lines} ${lines === 1 ? 'line' : 'lines'}`;
    const little = `Line ${nearest.line} of the sample is missed by little: ${nearest.why}`;
    const nothing = `${isOfOne ? 'This regex' : 'The filter'} finds nothing in its sample (${of})${inModes(modes)}.`;
    const near = nearest.line > 0 ? ` Line ${nearest.line} comes nearest: ${nearest.why}` : ` ${nearest.why}`;
    // A log in which another mode finds something is hardly that of another program.
    const isOfMode = nearest.line === 0 && modes.length > 0;
    const gains = change?.gains === 1 ? '1 line more' : `${change?.gains} lines more`;
    const cure = change
      ? ` ${change.title}: then ${gains} of the sample ${change.gains === 1 ? 'matches' : 'match'}.`
      : '';
    return `${hits > 0 ? little : `${nothing}${isOfMode ? '' : near}`}${cure}`;
  },
});

/** The other modes of the filter that find something. */
function inModes(modes: readonly { readonly mode: string; readonly lines: number }[]): string {
  const [first, ...others] = modes;
  if (!first) return '';
  const more = others.length === 0 ? '' : `, as with ${others.map(({ mode }) => mode).join(', ')}`;
  return ` as it is, but with mode = ${first.mode} in ${first.lines} of them${more}`;
}
