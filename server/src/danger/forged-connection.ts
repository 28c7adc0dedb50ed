import { failureIdGroups } from '../matching/failregex-tags.ts';
import { contentOf } from '../matching/search-run.ts';
import { walk } from '../pyre/walk.ts';
import { overlaps, type Span } from '../text/span.ts';
import { textsOf } from '../translate/searcher.ts';
import { datings, tagsOf, textOf, writePieces, type BaseLine } from './base-line.ts';
import { connectionFixes } from './connection-fixes.ts';
import { client, victimBeside, type DangerFix, type LineDanger, type LogProof } from './danger.ts';
import { configuredPart, isSame, withFix } from './places.ts';
import { createProbe, type Probe, type ProbedRegex } from './probe.ts';
import { fillRoom, roomsOf } from './rooms.ts';
import { beginningOfSample, noSample, type Sample } from './sample.ts';
import { writeText } from './written-text.ts';

/** The groups with which a line changes what is known of its connection. */
const turning = ['mlfforget', 'mlfgained'] as const;

/**
 * Failures that are told over several lines of a connection (`<F-MLFID>`): a stranger's text in one of them that holds what a regex looks for which forgets the
 * connection, calls it well, or brings its address. Shown by lines in a row: without that text the client is taken, with it nobody or the victim. What the
 * stranger cannot know, the connection's id, he does not write.
 */
export function findForgedConnections(probe: Probe, log = '', sample: Sample = noSample): LineDanger[] {
  return forgedConnections(probe).map(({ target, span, danger }) => {
    const own = [...sample.connected, ...sample.taken].filter(
      (line) => probe.filter.failregex[line.regex] === target.regex,
    );
    const fixes = connectionFixes(probe, target, span, own);
    const fix = fixes.find((one) => isProved(probe, target, danger, one, beginningOfSample(log)));
    return { ...danger, ofConnection: { ...danger.ofConnection!, isInSample: own.length > 0 }, fix };
  });
}

interface Forged {
  readonly target: ProbedRegex;
  /** What the stranger uses, in the expanded regex. */
  readonly span: Span;
  readonly danger: LineDanger;
}

/** With it the lines shown name the client again, or nobody else, no other lines do it, and the sample has the same failures. */
function isProved(probe: Probe, { name }: ProbedRegex, { proof }: LineDanger, fix: DangerFix, log: string): boolean {
  const fixed = createProbe(withFix(probe.texts, fix));
  const { taken } = fixed.ask(proof.log);
  const isMended = proof.id === null ? taken[0]?.id === client : taken.every(({ id }) => id !== proof.id);
  if (!fixed.isWhole || !isMended) return false;
  if (forgedConnections(fixed).some(({ target }) => isSame(target.name, name))) return false;
  const idsIn = ({ ask }: Probe): string =>
    ask(log)
      .taken.map(({ line, id }) => `${line} ${id}`)
      .join('\n');
  return log === '' || idsIn(fixed) === idsIn(probe);
}

function forgedConnections(probe: Probe): Forged[] {
  const failregexes = probe.regexes.filter(({ name }) => name.role === 'failregex');
  const isTied = ({ regex }: ProbedRegex): boolean => regex.pattern.groupNames.has('mlfid');
  if (!probe.regexes.some((one) => one.name.role !== 'ignoreregex' && isTied(one))) return [];
  const lines = failregexes.flatMap((regex) => linesOf(probe, failregexes, regex));
  const victim = victimBeside(lines.map(({ text }) => text).join('\n'));
  const found = new Map<ProbedRegex, Forged>();
  const tried = new Map<ProbedRegex, number>();
  const targets = failregexes.map((target) => ({ target, parts: payloadsOf(target, victim) }));
  for (const line of lines)
    for (const forged of forgeriesOf(probe, failregexes, targets, line, victim)) {
      const count = tried.get(forged.target) ?? 0;
      if (found.has(forged.target) || count === mostTried) continue;
      tried.set(forged.target, count + 1);
      const shown = showIn(probe, lines, forged, victim);
      if (shown) found.set(forged.target, { target: forged.target, span: forged.span, danger: shown });
    }
  return [...found.values()];
}

/** Texts that a regex is found in, each put between other lines. */
const mostTried = 8;

/** A line that the program could write, and what its first regex takes of it. */
interface ConnectionLine {
  readonly base: BaseLine;
  readonly text: string;
  readonly regex: ProbedRegex;
  readonly groups: ReadonlyMap<string, string>;
  /** Where the text begins that prefregex hands on. */
  readonly contentStart: number;
}

interface Forgery {
  readonly line: ConnectionLine;
  readonly text: string;
  /** The regex that is found in what the stranger wrote, and the part of it that he used. */
  readonly target: ProbedRegex;
  readonly span: Span;
  /** It gives the connection the victim's address. */
  readonly isVictims: boolean;
}

/** Lines of a regex, each taken by it first, in a few ways. */
function linesOf(probe: Probe, failregexes: readonly ProbedRegex[], regex: ProbedRegex): ConnectionLine[] {
  const lines = new Map<string, ConnectionLine>();
  for (const [fill, choice] of ways) {
    if (lines.size === mostLinesOfRegex) break;
    const pieces = writePieces(probe, regex, { address: client, fill, choice });
    if (!pieces) continue;
    const text = textOf(pieces);
    if (text.includes('\n') || lines.has(text)) continue;
    const first = firstOf(probe, failregexes, text);
    if (first?.regex !== regex || !first.groups.has('mlfid')) continue;
    const base: BaseLine = { pieces, toLine: () => undefined, from: 'regex', client, isOpenEnded: false };
    lines.set(text, { base, text, ...first });
  }
  return [...lines.values()];
}

const mostLinesOfRegex = 2;
/** The plainest first. */
const ways = [
  ['least', 0],
  ['word', 1],
  ['word', 0],
  ['least', 1],
] as const;

type FirstMatch = Pick<ConnectionLine, 'regex' | 'groups' | 'contentStart'>;

/** The failregex that the server stops at, with all groups that took something, those of prefregex among them. */
function firstOf({ filter }: Probe, failregexes: readonly ProbedRegex[], text: string): FirstMatch | undefined {
  const groups = new Map<string, string>();
  let content = `${text}\n`;
  let contentStart = 0;
  const { prefregex } = filter;
  if (prefregex) {
    const spans = prefregex.searcher.search(content);
    if (!spans) return undefined;
    const texts = textsOf(content, spans);
    addGroups(groups, prefregex.pattern.groupNames, texts);
    const handed = contentOf(prefregex, texts);
    if (handed !== '') {
      content = `${handed}\n`;
      contentStart = spans[2 * prefregex.pattern.groupNames.get('content')!]!;
    }
  }
  for (const regex of failregexes) {
    const spans = regex.regex.searcher.search(content);
    if (!spans) continue;
    addGroups(groups, regex.regex.pattern.groupNames, textsOf(content, spans));
    return { regex, groups, contentStart };
  }
  return undefined;
}

function addGroups(
  groups: Map<string, string>,
  names: ReadonlyMap<string, number>,
  texts: readonly (string | undefined)[],
): void {
  for (const [name, index] of names) {
    const text = texts[index];
    if (text !== undefined && text !== '') groups.set(name, text);
  }
}

/** The line with what a stranger may write, where another regex then stops at it and takes something else of it. */
function* forgeriesOf(
  probe: Probe,
  failregexes: readonly ProbedRegex[],
  targets: readonly { readonly target: ProbedRegex; readonly parts: readonly (readonly string[])[] }[],
  line: ConnectionLine,
  victim: string,
): Generator<Forgery> {
  const { pieces } = line.base;
  const rooms = roomsOf(line.base).filter(
    (room) => textOf(pieces.slice(0, pieces.indexOf(room))).length >= line.contentStart,
  );
  if (rooms.length === 0) return;
  for (const { target, parts } of targets)
    for (const payloads of parts)
      for (const room of rooms)
        for (const payload of payloads) {
          const text = fillRoom(line.base, room, payload);
          if (text === undefined || !target.regex.searcher.search(`${text.slice(line.contentStart)}\n`)) continue;
          const first = firstOf(probe, failregexes, text);
          if (first?.groups.get('mlfid') !== line.groups.get('mlfid')) continue;
          const { regex, groups } = first!;
          const named = failureIdGroups.find((name) => groups.get(name) === victim);
          const used = named ?? turning.find((name) => groups.has(name) && !line.groups.has(name));
          const [span] = used === undefined ? [] : groupSpans(regex.regex.pattern, [used]);
          if (span) yield { line, text, target: regex, span, isVictims: named !== undefined };
        }
}

/** What a stranger may write for a target, for each part that turns the connection or names the address, with more and more of what stands around it. */
function payloadsOf({ regex }: ProbedRegex, victim: string): string[][] {
  const { pattern } = regex;
  const spans = groupSpans(pattern, [...turning, ...failureIdGroups]);
  const known = groupSpans(pattern, ['mlfid']);
  return spans.map((span) => {
    const payloads = new Set<string>();
    for (const fill of ['least', 'word'] as const)
      for (const choice of [0, 1]) {
        const pieces = writeText(pattern, { address: victim, fill, choice, tags: tagsOf(regex) })?.pieces ?? [];
        const inside = pieces.flatMap((piece, i) => (overlaps(piece.span, span) ? [i] : []));
        const [first, last] = [inside[0], inside.at(-1)];
        if (first === undefined) continue;
        for (let start = first; start >= 0; start--)
          for (let end = last!; end < pieces.length; end++) {
            const part = pieces.slice(start, end + 1);
            if (!part.some((piece) => known.some((id) => overlaps(piece.span, id)))) payloads.add(textOf(part));
          }
      }
    const shortest = [...payloads]
      .filter((text) => text.trim() !== '' && !text.includes('\n'))
      .sort((a, b) => a.length - b.length)
      .slice(0, mostPayloads);
    return shortest.flatMap((text) => [text, ` ${text}`, `x ${text} x`]);
  });
}

const mostPayloads = 12;

function groupSpans(pattern: ProbedRegex['regex']['pattern'], names: readonly string[]): Span[] {
  const spans: Span[] = [];
  walk(pattern, (node) => {
    if (node.type === 'CaptureGroup' && node.name !== undefined && names.includes(node.name)) spans.push(node.span);
    return true;
  });
  return spans;
}

/** Rows of lines with the forged one in them: what is taken without the stranger's text and with it tells. */
function showIn(
  probe: Probe,
  lines: readonly ConnectionLine[],
  forgery: Forgery,
  victim: string,
): LineDanger | undefined {
  const { line, target, span } = forgery;
  const id = line.groups.get('mlfid');
  const same = lines.filter(({ groups }) => groups.get('mlfid') === id).map(({ text }) => text);
  let left = mostRows;
  let excused: ConnectionProof | undefined;
  for (const row of rowsAround(line.text, same))
    for (const date of datings) {
      if (left-- <= 0) return excused && dangerOf(probe, target, span, excused);
      const lineOf = (text: string | null, own: string): string | undefined => date(text ?? own);
      if (row.some((text) => lineOf(text, line.text) === undefined)) continue;
      const log = (own: string): string => row.map((text) => lineOf(text, own) ?? own).join('\n');
      const plain = probe.ask(log(line.text));
      if (plain.taken[0]?.id !== client) continue;
      const shown = proofOf(probe, log(forgery.text), victim);
      // That somebody else is banned is worse.
      if (shown && (shown.proof.id === victim || !forgery.isVictims)) return dangerOf(probe, target, span, shown);
      excused ??= shown;
      break;
    }
  return excused && dangerOf(probe, target, span, excused);
}

/** Rows of a connection. */
const mostRows = 400;

/** Null stands for the line itself: between two others, beside one, or alone. */
function* rowsAround(own: string, others: readonly string[]): Generator<readonly (string | null)[]> {
  for (const other of others) {
    yield [null, other];
    yield [other, null];
  }
  for (const one of others)
    for (const other of others) {
      yield [one, null, other];
      if (one === own) yield [null, one, other];
      if (other === own) yield [one, other, null];
    }
}

interface ConnectionProof {
  readonly proof: LogProof;
  /** fail2ban-regex shows it as the server does only with `--no-check-all`. */
  readonly isOfServer: boolean;
}

function proofOf(probe: Probe, log: string, victim: string): ConnectionProof | undefined {
  const { taken, reported } = probe.ask(log);
  if (taken.length === 0)
    return { proof: { log, id: null, meant: client, from: 'regex' }, isOfServer: reported.length > 0 };
  if (taken[0]!.id !== victim) return undefined;
  const isShown = reported.some(({ id }) => id === victim);
  return { proof: { log, id: victim, meant: client, from: 'regex' }, isOfServer: !isShown };
}

function dangerOf(probe: Probe, target: ProbedRegex, span: Span, { proof, isOfServer }: ConnectionProof): LineDanger {
  return {
    kind: proof.id === null ? 'forged-exception' : 'forged-address',
    ...configuredPart(probe, target.name, span),
    proof,
    ofConnection: { isOfServer, isInSample: false },
    fix: undefined,
  };
}
