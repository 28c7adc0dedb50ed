import { complement, setOfCodePoints, type CodePointSet } from '../text/code-point-set.ts';
import type { Span } from '../text/span.ts';

/** A part of a log line that a stranger wrote: a page, an agent, a name. */
export interface StrangeField extends Span {
  /** What he can write there: all but the marks with which the program would end or mask it. */
  readonly set: CodePointSet;
  /** Only the word before says so: it may be one of the program's own. */
  readonly isGuess?: boolean;
}

/** Where a kind of field stands: its first group in a line is what the stranger wrote. */
interface FieldForm {
  readonly form: RegExp;
  /** What cannot stand in it. */
  readonly without: string;
  readonly isGuess?: boolean;
}

/** What programs call that which a stranger says of himself or asks for. */
const strangersWords =
  'r?user(?:[-_ ]?(?:name|id|agent))?|login|logname|logon|acct|account(?:id)?|uname|sasl_username|agent|path|ur[il]|requesturi|requestpath|request(?:ed url)?|file(?:name)?|query|refer+er|http_host|helo|ehlo|e-?mail|sender|recipient|subject|message|msg';
/** Words of the program that come behind `user` and the like. */
const programsWords =
  'is|was|has|not|no|from|for|by|in|on|at|to|of|the|a|an|and|or|with|root|user|users|name|username|login|account|invalid|illegal|unknown|failed|failure|failures|denied|does|did|could|cannot|error|authentication|auth|authenticating|password|passwd|attempt|attempts|request|requests|rejected|refused|blocked|banned|disconnected|closed|session|agent|id|access|peer|client|host|connection|server|service|domain|zone|port|key|method|reason|more|further|this|that|it|all|any|new|uid|gid|tty|session|protocol|command|process|pid|path|ur[il]|file|query|string|header|page|ok|okay|success|successful|successfully|succeeded|accepted|granted|allowed|completed|complete|started|ended|version|via|using|as|too|exceeded|expired|disabled|locked|timeout|timed|rate|limit|limits';
/** And behind an address, or at a line's end. */
const programsRest =
  'port|line|ssh\\d?|preauth|tcp|udp|tls|ssl|sec|secs|seconds?|minutes?|hours?|ms|attempts?|tries|times?|retries|warn|warning|err|info|debug|notice|critical|crit|fatal|alert|emerg|trace';
const ofProgram = new RegExp(`^(?:${programsWords}|${programsRest})$`, 'i');
const address = String.raw`\[?(?:\d{1,3}(?:\.\d{1,3}){3}|[0-9a-f]*:[0-9a-f]*:[0-9a-f:.]*)\]?`;

/** Strings of JSON: "user":"bob". Its writers mask quotes and backslashes. */
const jsonForm = new RegExp(String.raw`"(?:${strangersWords})"\s*:\s*"((?:[^"\\]|\\.)*)"`, 'dgi');
const jsonMarks = '"\\';

/** The first that fits a place counts. */
const forms: readonly FieldForm[] = [
  // The request of a web server: "GET /page HTTP/1.1"
  { form: /"(?:[A-Z]{3,10}) \/?([^"]*?)(?: HTTP\/[\d.]+)?"/dg, without: '"' },
  // user "bob", URL: '/page'
  {
    form: new RegExp(
      String.raw`\b(?:${strangersWords}|for|from|head|get|post|named?|failed:)[:=(]?\s*"([^"]*)"`,
      'dgi',
    ),
    without: '"',
  },
  {
    form: new RegExp(
      String.raw`\b(?:${strangersWords}|for|from|named?|failed:|identification)[:=(]?\s*'(.*?)'(?![\w'])`,
      'dgi',
    ),
    without: '',
  },
  { form: /"(?:\/(?:[^"/]+\/)*)?((?<=\/)[^"]*|https?:[^"]*|(?:Mozilla|curl)\/[^"]*)"/dg, without: '"' },
  { form: /'(?:\/(?:[^'/]+\/)*)?((?<=\/)[^']*|https?:[^']*)'/dg, without: '' },
  // user=<bob>, from=<bob@example.org>
  { form: /\w=<([^<>]*)>/dg, without: '<>' },
  { form: /<([^<>\s@]+@[^<>\s]+)>/dg, without: '<>' },
  // user=bob
  { form: new RegExp(String.raw`\b(?:${strangersWords}|from|name)=([^\s,;"'<>)\]|]+)`, 'dgi'), without: '' },
  // An agent up to the bracket that it stands in, or up to the end.
  {
    form: /\(((?:Mozilla|curl|Wget|python-requests|Go-http-client|okhttp|Java|zgrab)\/.*)\)/dg,
    without: '',
  },
  { form: /(?<![\w"(])((?:Mozilla|curl|Wget|python-requests|Go-http-client|okhttp|zgrab)\/[^"]*)/dg, without: '' },
  // A page or its file, in a folder of the server's: File does not exist: /var/www/page
  { form: /(?:: |\s)\/(?:[^\s"',)\]/]+\/)*([^\s"',)\]/]+)/dg, without: '' },
  { form: /\s(https?:\/\/[^\s"',)\]]+)/dg, without: '' },
  // invalid user bob from
  {
    form: new RegExp(
      String.raw`\b(?:${strangersWords}|for|denied:|failed:|named)(?:: ?| )(?!(?:${programsWords})\b|\d+ (?:${programsRest})\b|${address})([^\s"'<>:,;()[\]|=/]+)(?![^\s"'<>:,;()[\]|=/]|=)`,
      'dgi',
    ),
    without: '',
    isGuess: true,
  },
];

/** Quoted fields that follow a request are the visitor's, too: the page that he comes from, his agent. */
const request = /"[A-Z]{3,10} [^"]*"/;
const quoted = /"([^"]*)"/dg;
/** But for the program's own. */
const programsQuote = /(?:upstream|server|zone|vhost|status|time\w*|level|addr(?:ess)?|ip)"?\s*[:=]?\s*$/i;

/** What strangers wrote in a line, from left to right. `taken`: what is known to be none of it, such as the address. */
export function strangeFields(text: string, taken: readonly Span[] = []): StrangeField[] {
  const fields: StrangeField[] = [];
  const add = (start: number, end: number, without: string, isGuess = false): boolean => {
    const isFree = [...fields, ...taken].every((other) => end <= other.start || other.end <= start);
    const set = complement(setOfCodePoints(pointsOf(`${without}\r\n`)));
    if (isFree) fields.push({ start, end, set, ...(isGuess ? { isGuess } : {}) });
    return isFree;
  };
  const addForms = (from: number, part: string, masked: string): void => {
    for (const { form, without, isGuess } of forms)
      for (const { indices } of part.matchAll(form))
        add(from + indices![1]![0], from + indices![1]![1], without + masked, isGuess);
  };
  if (isJson(text)) {
    for (const { indices } of text.matchAll(jsonForm)) {
      const [start, end] = indices![1]!;
      // A sentence of the program, with the address in it.
      if (!add(start, end, jsonMarks)) addForms(start, text.slice(start, end), jsonMarks);
    }
    return fields.sort((a, b) => a.start - b.start);
  }
  addForms(0, text, '');
  const asked = request.exec(text);
  const from = asked ? asked.index + asked[0].length : text.length;
  for (const { indices } of text.slice(from).matchAll(quoted)) {
    const [start, end] = indices![1]!;
    if (!programsQuote.test(text.slice(0, from + start - 1))) add(from + start, from + end, '"');
  }
  fields.push(...echoesOf(text, [...fields], taken));
  return fields.sort((a, b) => a.start - b.start);
}

/** Words that programs write themselves, and numbers: ` port 51234`. */
export function isOfProgram(text: string): boolean {
  return (text.match(/[\p{L}_][\p{L}\p{N}_]*/gu) ?? []).every((word) => ofProgram.test(word));
}

/** Where a line tells the same name once more: `for bob from 192.0.2.1: user does not exist [name: bob]`. */
function echoesOf(text: string, fields: readonly StrangeField[], taken: readonly Span[]): StrangeField[] {
  const echoes: StrangeField[] = [];
  for (const { start, end, set } of fields) {
    const name = text.slice(start, end);
    if (!isName(name)) continue;
    for (let at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + name.length)) {
      const span = { start: at, end: at + name.length };
      const isWord = !/[\p{L}\p{N}_]/u.test(text.slice(Math.max(0, at - 1), at) + text.slice(span.end, span.end + 1));
      const isFree = [...fields, ...echoes, ...taken].every((other) => span.end <= other.start || other.end <= at);
      if (isWord && isFree) echoes.push({ ...span, set });
    }
  }
  return echoes;
}

/** Long enough that it hardly stands in a line twice by chance. */
export function isName(text: string): boolean {
  return text.length >= 3 && /\p{L}/u.test(text);
}

/** Members of an object of JSON, also where a regex tells of no more than these. */
export function holdsJson(text: string): boolean {
  return /"[\w.@-]+"\s*:\s*["{[\d]/.test(text) || isJson(text);
}

/** An object of JSON: its strings mask quotes. */
export function isJson(text: string): boolean {
  return /"\s*:\s*["{[\d]/.test(text) && text.includes('{');
}

function pointsOf(text: string): number[] {
  return [...text].map((char) => char.codePointAt(0)!);
}
