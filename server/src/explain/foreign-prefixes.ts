import { escapeRegex } from '../text/escape-regex.ts';

/** What another program puts before each line that it takes. */
export interface ForeignPrefix {
  /** Of the text before what the regex wants, with the date cut out. */
  readonly shape: RegExp;
  /** Who puts it there, in words. */
  readonly what: string;
  /** The piece of a regex that takes it; undefined where there is no one right answer. */
  readonly take?: (found: RegExpExecArray) => string;
}

const daemon = String.raw`[\w./-]+(?:\([^)]*\))?`;

/** Of RFC 5424; a bracket may stand in a quoted value. */
const structuredData = String.raw`(?:-|(?:\[(?:[^\]"]|"(?:[^"\\]|\\.)*")*\])+)\s*`;

/** The daemon itself, with or without its process number. */
function ofDaemon(name: string): string {
  return String.raw`${escapeRegex(name)}(?:\[\d+\])?:\s+`;
}

/** What may stand in a JSON text before the value of `key`; a quote inside of a value has a backslash before it. */
function beforeValue(key: string): string {
  return String.raw`\s*\{(?:.*,)?\s*"${escapeRegex(key)}":\s*"`;
}

const inJson = /^\s*\{.*"(\w+)":\s*"$/;
const ofValue = ([, key]: RegExpExecArray): string => beforeValue(key!);

/** The surer first. */
const prefixes: readonly ForeignPrefix[] = [
  { shape: /^\{"(log)":"$/, what: "Docker's json-file driver wraps each line so", take: ofValue },
  { shape: /^\{"log":"/, what: "Docker's json-file driver wraps each line so" },
  {
    shape: /^\{"(?:MESSAGE|__CURSOR|__REALTIME_TIMESTAMP|_[A-Z_]+)":.*$/,
    what: 'the journal was exported as JSON',
    take: ([text]) => beforeValue(inJson.exec(text)?.[1] ?? 'MESSAGE'),
  },
  {
    shape: /^\s*\{.*"values":\s*\[\["\d+",\s*"$/,
    what: 'Loki keeps each line as a text in JSON',
    take: () => String.raw`\s*\{.*"values":\s*\[\["\d+",\s*"`,
  },
  { shape: inJson, what: 'the line is wrapped in JSON, and its text is the value of a field', take: ofValue },
  {
    shape: /^\s*[\w.@-]+\s*\|\s*$/,
    what: 'docker compose puts the name of the container before each line',
    take: () => String.raw`\s*[\w.@-]+\s*\|\s*`,
  },
  {
    shape: /^\S*\s*std(?:out|err) [FP] $/,
    what: 'Kubernetes puts the stream before each line',
    take: () => String.raw`\S*\s*std(?:out|err) [FP] `,
  },
  {
    shape: /^\[pod\/[^\]]+\] $/,
    what: 'kubectl logs --prefix puts the pod and the container before each line',
    take: () => String.raw`\[pod/[^\]]+\] `,
  },
  {
    shape: /^[.,]\d{7,}(?:Z|[+-]\d\d:?\d\d)\s+$/,
    what: 'docker logs --timestamps writes more than six digits of a second, so that fail2ban leaves them, and the zone behind them, which it then does not know',
    take: () => String.raw`[.,]\d+(?:Z|[+-]\d\d:?\d\d)\s+`,
  },
  {
    shape: new RegExp(
      String.raw`^\s*(?:<\d{1,3}>)?(?:\d\s+)?(?:\S+ )?[\w.-]+ ([\w./-]+) (?:\d+|-) \S+ ${structuredData}$`,
    ),
    what: 'the newer format of syslog (RFC 5424) puts the host, the daemon and the process number with blanks between them before each line',
    take: ([, name]) => String.raw`\s*(?:<\d+>)?(?:\d\s+)?\S+ ${escapeRegex(name!)} \S+ \S+ ${structuredData}`,
  },
  {
    shape: new RegExp(String.raw`^<\d{1,3}>\s*[\w.-]+ (${daemon})(?:\[\d+\])?: $`),
    what: 'syslog puts the priority, the host and the daemon before each line',
    take: ([, name]) => String.raw`<\d+>\s*\S+ ${ofDaemon(name!)}`,
  },
  { shape: /^<\d{1,3}>$/, what: 'syslog puts the priority before each line', take: () => String.raw`(?:<\d+>)?` },
  { shape: /^<\d{1,3}>/, what: 'syslog puts the priority before each line' },
  {
    shape: new RegExp(String.raw`^\s*[\w.-]+ (${daemon})(?:\[\d+\])?: $`),
    what: 'syslog and the journal put the host and the daemon before each line',
    take: ([, name]) => String.raw`\s*\S+ ${ofDaemon(name!)}`,
  },
  {
    shape: new RegExp(String.raw`^\s*(${daemon})\[\d+\]: $`),
    what: 'syslog and the journal put the daemon before each line',
    take: ([, name]) => String.raw`\s*${ofDaemon(name!)}`,
  },
  {
    shape: new RegExp(String.raw`^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)\s+[A-Z]{2,5}\s+[\w.-]+ (${daemon})(?:\[\d+\])?: $`),
    what: 'journalctl -o short-full writes the day of the week and the zone around the date, which fail2ban does not read, and puts the host and the daemon before each line',
    take: ([, name]) => String.raw`\w{3}\s+[A-Z]+\s+\S+ ${ofDaemon(name!)}`,
  },
  {
    shape: /^\s*(?:[\w.-]+ )?[0-9a-f]{12}(?:\[\d+\])?: .*\d:\d\d.* [\w./-]+(?:\[\d+\])?: $/,
    what: 'the log of a container was passed on, so its id stands where the daemon is looked for, and the prefix that the program itself writes, with a second date, is left',
  },
  {
    shape: new RegExp(String.raw`^\s*[\w.-]+ ${daemon}(?:\[\d+\])?: \S*\d[\d\s:,./T+-]*\d:\d\d\S*\s*$`),
    what: 'syslog and the journal put the host and the daemon before each line, and the date that the program writes is a second one, which stays',
  },
];

/** Who has put a text before what a regex wants, and the piece of a regex that takes it; undefined where nobody known has. */
export function foreignPrefixOf(
  text: string,
): { readonly what: string; readonly take: string | undefined } | undefined {
  for (const { shape, what, take } of prefixes) {
    const found = shape.exec(text);
    if (found) return { what, take: take?.(found) };
  }
  return undefined;
}

/** How a line of a program ends where it is a value in JSON; Docker's json-file driver keeps its line feed. */
export const endOfJsonValue = /^(?:\\n)?"\s*(?:,\s*"|\}|\]\])/;
/** A piece of a regex that takes such an end, and what follows. */
export const takeEndOfJsonValue = String.raw`(?:\\n)?".*`;
