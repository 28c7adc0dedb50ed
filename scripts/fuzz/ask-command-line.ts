import { main } from '../../server/src/cli/main.ts';
import { createMemoryFileSystem } from '../../server/src/host/memory-file-system.ts';
import type { Random } from '../conformance/random.ts';
import type { Chances } from './attack.ts';

export interface Question {
  readonly args: readonly string[];
  readonly files: Readonly<Record<string, string>>;
  readonly stdin: string;
  readonly isTerminal: boolean;
}

export interface Answer {
  readonly code: number;
  readonly out: string;
  readonly err: string;
  /** Of work, not of waiting for a busy machine. */
  readonly seconds: number;
}

/** Runs the command line in this process, over files in memory. Standard input comes in pieces of `pieceLength` bytes. */
export async function ask({ args, files, stdin, isTerminal }: Question, pieceLength = 1 << 16): Promise<Answer> {
  let out = '';
  let err = '';
  const begun = process.cpuUsage();
  const code = await main(args, {
    files: createMemoryFileSystem(files),
    cwd: '/work',
    env: { TZ: 'UTC', NO_COLOR: '1' },
    now: () => Date.now(),
    async *stdin() {
      const bytes = Buffer.from(stdin);
      for (let at = 0; at < bytes.length; at += pieceLength) yield bytes.subarray(at, at + pieceLength);
    },
    out: (text) => void (out += text),
    err: (text) => void (err += text),
    outIsTerminal: isTerminal,
    errIsTerminal: isTerminal,
    // --watch goes on until it is told to end
    ...(args.includes('--watch') ? { listenForInterruption: () => interrupted } : {}),
  });
  const { user, system } = process.cpuUsage(begun);
  return { code, out, err, seconds: (user + system) / 1e6 };
}

const interrupted = { isAsked: true, ask: () => {}, release: () => {} };

const obeyed = /[\0-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]/;
/** The bar that a terminal is to obey. */
const bar = /\r(?: +\r|\[[# ]+\] +\d+%|\d+ (?:MB read|names looked at))/g;
const patienceSeconds = 20;

/** What every answer has to hold. */
export function brokenPromises({ isTerminal, args }: Question, { code, out, err, seconds }: Answer): string[] {
  const broken: string[] = [];
  if (![0, 1, 2, 3, ...(args.includes('--watch') ? [130] : [])].includes(code)) broken.push(`exit code ${code}`);
  if (code === 2 && err === '') broken.push('exit code 2 without a word');
  if (isTerminal && obeyed.test((out + err).replace(bar, ''))) broken.push('a terminal would obey the output');
  if (/^\s+at \S+ \(.*:\d+:\d+\)$/m.test(err)) broken.push('a stack trace');
  if (seconds > patienceSeconds) broken.push(`took ${seconds} s of work`);
  const isJson = args.some(
    (arg, i) =>
      /^--format=(?:json|sarif)$/.test(arg) || (arg === '--format' && /^(?:json|sarif)$/.test(args[i + 1] ?? '')),
  );
  // One a line.
  const documents = args.includes('--batch') ? out.split('\n').filter((line) => line !== '') : [out];
  if (isJson && out !== '' && !documents.every(isJsonText)) broken.push('the output is no JSON document');
  if (args.includes('junit') && code < 2) broken.push(...brokenXml(out));
  if (args.includes('sarif') && code < 2 && isJsonText(out)) broken.push(...brokenSarif(JSON.parse(out) as Sarif));
  return broken;
}

/** Tags that are closed in their order, known entities, and no character that XML has no place for. */
export function brokenXml(text: string): string[] {
  if (/[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]|\p{Surrogate}/u.test(text)) return ['XML: a character that is none'];
  const open: string[] = [];
  const rest = text
    .replace(/^<\?xml [^?]*\?>/, '')
    .replaceAll(/<(\/?)([\w:-]+)((?:\s+[\w:-]+="[^"<]*")*)\s*(\/?)>/g, (_, end, name, attributes, empty) => {
      if (end) return open.pop() === name ? attributes : '<';
      if (!empty) open.push(name as string);
      return attributes as string;
    });
  const isPlain = open.length === 0 && !rest.includes('<') && !/&(?!(?:amp|lt|gt|quot|#\d+);)/.test(rest);
  return isPlain ? [] : ['XML: not well-formed'];
}

interface Sarif {
  readonly runs: readonly [
    {
      readonly tool: { readonly driver: { readonly rules: readonly { readonly id: string }[] } };
      readonly results: readonly {
        readonly ruleId: string;
        readonly ruleIndex: number;
        readonly message: { readonly text: string };
        readonly locations: readonly SarifLocation[];
        readonly relatedLocations?: readonly (SarifLocation & { readonly message: { readonly text: string } })[];
      }[];
    },
  ];
}

interface SarifLocation {
  readonly physicalLocation: {
    readonly artifactLocation: { readonly uri: string };
    readonly region: Readonly<Record<'startLine' | 'startColumn' | 'endLine' | 'endColumn', number>>;
  };
}

/** Rules that are listed, places that are some, addresses that are some, and no link in a message. */
function brokenSarif({ runs: [{ tool, results }] }: Sarif): string[] {
  const broken = new Set<string>();
  for (const { ruleId, ruleIndex, message, locations, relatedLocations = [] } of results) {
    if (tool.driver.rules[ruleIndex]?.id !== ruleId) broken.add(`SARIF: ${ruleId} is no rule of the list`);
    for (const { text } of [message, ...relatedLocations.map((one) => one.message)])
      if (/(?<!\\)\]\(/.test(text)) broken.add('SARIF: a message holds a link');
    for (const { physicalLocation } of [...locations, ...relatedLocations]) {
      const { artifactLocation, region } = physicalLocation;
      if (!/^(?:[\w./~!*'()-]|%[\dA-F]{2})+$/.test(artifactLocation.uri)) broken.add('SARIF: an address that is none');
      const { startLine, startColumn, endLine, endColumn } = region;
      if (startLine < 1 || startColumn < 1 || endLine < startLine || (endLine === startLine && endColumn < startColumn))
        broken.add('SARIF: a place that is none');
    }
  }
  return [...broken];
}

function isJsonText(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

const hostileParts = [
  '\x1b]52;c;eA==\x07',
  '\x1b[2J',
  '\x9b31m',
  '\u202e',
  '\u2066',
  '\0',
  '\r',
  '\x7f',
  '\u2028',
  '\ufeff',
  '\ud800',
  '😀',
  'é',
  '%',
  '%(x)s',
  '%%',
  '<HOST>',
  '<F-ID>',
  '</F-ID>',
  '[',
  ']',
  '(',
  ')',
  '{',
  '"',
  "'",
  '`',
  '$(id)',
  '::error::x',
  '[a](b)',
  '{0}',
  '\\',
  '../',
  '/dev/zero',
  'constructor',
  '__proto__',
  'a'.repeat(300),
  '9'.repeat(30),
  ' ',
  '\t',
  '\n',
  '#',
  ';',
  '=',
  ':',
] as const;

/** Text as an attacker writes it. */
export function hostileText(random: Random, parts = 4): string {
  return Array.from({ length: 1 + random.int(parts) }, () => random.pick(hostileParts)).join(
    random.pick(['', ' ', 'x']),
  );
}

/** One question, and what has to hold of its answer beside the promises. */
export interface Try {
  /** All that is needed to try it again. */
  readonly input: unknown;
  /** What does not hold, one sentence each. */
  hold(): Promise<readonly string[]>;
}

/** Makes one try after the other while there is time; what a try throws, and what it says, is a find. */
export async function makeTries({ hasTime, find }: Chances, createTry: () => Try): Promise<string> {
  let tried = 0;
  while (hasTime()) {
    const { input, hold } = createTry();
    tried++;
    const finds = await hold().catch((error: unknown) => [
      error instanceof Error ? (error.stack ?? error.message) : String(error),
    ]);
    for (const what of finds) find(`${what}\n  ${JSON.stringify(input)}`);
  }
  return `${tried} questions`;
}
