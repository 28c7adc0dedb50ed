import type { Expectation } from '../read-sample.ts';
import { localTime } from '../compare.ts';
import type { LineAnswer } from '../subject.ts';
import type { FeaturedLine } from './line-features.ts';

/** A line of the new sample. */
export interface RecordedLine {
  /** In the log, from 1. */
  readonly line: number;
  readonly text: string;
  readonly expected: Expectation;
}

/** What fail2ban adds to a failure by itself, and what says the same as `host`. */
const notWritten = new Set(
  'matches mlfid mlfforget mlfpending mlfgained nofail fid ip4 ip6 dns ip cidr content users attempts'.split(' '),
);

/** What a `# failJSON:` comment has to say so that the line holds. */
export function expectationOf({ findings, time }: LineAnswer, line: FeaturedLine | undefined): Expectation {
  const [finding] = findings;
  if (!finding) {
    const desc = whyNot(line);
    return desc === undefined ? { match: false } : { match: false, desc };
  }
  const groups = [...finding.data].filter(([group, value]) => typeof value === 'string' && !notWritten.has(group));
  return {
    ...(Number.isNaN(time) ? {} : { time: localTime(time) }),
    match: true,
    host: finding.id,
    ...Object.fromEntries(groups),
  };
}

function whyNot(line: FeaturedLine | undefined): string | undefined {
  if (!line) return undefined;
  if (line.features.some((feature) => /^i\d/.test(feature))) return 'an ignoreregex lets it go';
  if (line.features.includes('outcome nofail')) return 'no failure by itself';
  if (line.features.includes('outcome pending')) return 'no failure yet';
  return 'no failure';
}

/** The file: fail2ban's own format. `options`: in the filter's brackets; `tellsOptions`: also where there are none, behind lines that were run with others. */
export function writeSample(
  lines: readonly Pick<RecordedLine, 'text' | 'expected'>[],
  options: Readonly<Record<string, string>>,
  tellsOptions = false,
): string {
  const hasHead = lines.length > 0 && (tellsOptions || Object.keys(options).length > 0);
  const head = hasHead ? `# filterOptions: ${JSON.stringify(options)}\n\n` : '';
  return head + lines.map(({ text, expected }) => `# failJSON: ${expectationJson(expected)}\n${text}\n`).join('\n');
}

/** As fail2ban's own samples are written: a blank behind each colon and comma. */
export function expectationJson(expected: Expectation): string {
  const entries = Object.entries(expected).map(([key, value]) => `${JSON.stringify(key)}: ${JSON.stringify(value)}`);
  return `{ ${entries.join(', ')} }`;
}
