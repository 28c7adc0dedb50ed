import type { RecordedSample } from '../../server/src/protocol.ts';

/** What is said of a recording: one sentence, and all that is behind it. */
export function describeRecording({ lines, matching, uncovered, leftOut }: RecordedSample): {
  readonly summary: string;
  readonly details: readonly string[];
} {
  const rest = [
    ...(leftOut.length > 0 ? [`${plural(leftOut.length, 'line')} left out`] : []),
    ...(uncovered.length > 0
      ? [`no line for ${plural(uncovered.length, 'regex or branch', 'regexes and branches')}`]
      : []),
  ];
  const done =
    lines === 0
      ? 'Nothing was recorded: no line goes through anything new'
      : `${plural(lines, 'line')} recorded, ${matching} to match and ${lines - matching} not; anonymised: read them before you give them away`;
  return {
    summary: `${[done, ...rest].join('; ')}.`,
    details: [
      ...leftOut.map(({ line, reason }) => `Left out: line ${line + 1}: ${reason}`),
      ...uncovered.map((title) => `No line goes through ${title}`),
    ],
  };
}

function plural(count: number, one: string, more = `${one}s`): string {
  return `${count} ${count === 1 ? one : more}`;
}
