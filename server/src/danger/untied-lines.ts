import { leafSet } from '../pyre/analysis/leaf-set.ts';
import type { Node } from '../pyre/nodes.ts';
import { flagsBelow, flagsOf, walk, type FlagsInForce } from '../pyre/walk.ts';
import { everything, setHas } from '../text/code-point-set.ts';
import type { Span } from '../text/span.ts';
import { datings, writePieces, type LinePiece } from './base-line.ts';
import { client, victimBeside, type DangerFix, type LineDanger, type LogProof } from './danger.ts';
import { configuredPart, configuredText, editablePart, isSame, withFix } from './places.ts';
import { createProbe, type Probe, type ProbedRegex } from './probe.ts';
import { beginningOfSample } from './sample.ts';
import { bare } from './written-text.ts';

/**
 * A failregex over several lines (`maxlines`) whose lines need not be of one connection: a line of somebody else among them lends its address to the failure, or,
 * where they must follow each other at once, hides it. Shown by lines in a row: without the other's line the client is taken, with it the other or nobody.
 * The other did nothing: his line holds no word of a failure. `sample`: a log in which a fix must find no less.
 */
export function findUntiedLines(probe: Probe, regex: ProbedRegex, sample?: string): LineDanger | undefined {
  if (probe.texts.maxLines <= 1) return undefined;
  const shown = showUntied(probe, regex);
  if (!shown) return undefined;
  const part = configuredPart(probe, regex.name, seamsOf(regex)[0]?.span ?? { start: 0, end: 0 });
  const fix = fixesFor(probe, regex, shown).find((one) => isProved(probe, regex, shown, one, sample));
  return { kind: 'untied-lines', ...part, proof: shown.proof, fix };
}

interface Shown {
  readonly proof: LogProof;
  /** The same without the other's line. */
  readonly plain: string;
}

const ways = [
  ['least', 0],
  ['word', 0],
  ['word', 1],
] as const;

function showUntied(probe: Probe, regex: ProbedRegex): Shown | undefined {
  const victim = victimBeside(regex.regex.pattern.source);
  for (const [fill, choice] of ways) {
    const pieces = writePieces(probe, regex, { address: client, fill, choice });
    if (!pieces?.some(({ kind }) => kind === 'id')) continue;
    const own = linesOf(pieces, (piece) => piece.text);
    if (own.length < 2 || own.length >= probe.texts.maxLines + 1) continue;
    const others = linesOf(pieces, (piece) => (piece.kind === 'id' ? victim : otherThan(piece)));
    for (const date of datings) {
      if (own.some((line) => date(line) === undefined)) continue;
      const log = (lines: readonly string[]): string => lines.map((line) => date(line) ?? line).join('\n');
      const plain = log(own);
      if (!isTakenFirst(probe, plain, client)) continue;
      const at = own.findIndex((line) => line.includes(client));
      const rows = [...lendingRows(own, others, at), ...partingRows(own, others)];
      for (const row of rows) {
        const proof = proofOf(probe, log(row), victim);
        if (proof) return { proof, plain };
      }
      break;
    }
  }
  return undefined;
}

/** Words with which programs tell a failure. */
const failureWords =
  /fail|invalid|illegal|wrong|\bbad\b|den(?:y|ied)|refus|reject|unknown|err|incorrect|mismatch|unauth|\bno(?:t|n)?\b|attack|abuse|block|exceed|forbid|too many|warn|alert|violat|\b[45]\d\d\b/i;

/** The other's line with an address before, among and behind the client's own, where the address stands in a line that tells of no failure, and another one does. */
function* lendingRows(own: readonly string[], others: readonly string[], at: number): Generator<readonly string[]> {
  const tellsElsewhere = own.some((line, i) => i !== at && failureWords.test(line));
  if (failureWords.test(own[at]!) || !tellsElsewhere || !/\p{L}{3}/u.test(own[at]!)) return;
  for (let place = 0; place < own.length; place++) yield own.toSpliced(place, 0, others[at]!);
}

/** Another line of the program between two that both begin with its name. */
function* partingRows(own: readonly string[], others: readonly string[]): Generator<readonly string[]> {
  for (let place = 1; place < own.length; place++) {
    const name = /^\s*(?:\[\] )?[\w./-]*\p{L}{3}[\w./-]*(?:\[\d*\])?: /u.exec(others[place]!)?.[0];
    const before = name?.replace(/\d+/g, '');
    if (name && own[place - 1]!.replace(/\d+/g, '').startsWith(before!))
      yield own.toSpliced(place, 0, `${name}something else`);
  }
}

function proofOf(probe: Probe, log: string, victim: string): LogProof | undefined {
  const { taken, reported } = probe.ask(log);
  if (taken.length === 0 && reported.length === 0) return { log, id: null, meant: client, from: 'regex' };
  return isTakenFirst(probe, log, victim) ? { log, id: victim, meant: client, from: 'regex' } : undefined;
}

function isTakenFirst(probe: Probe, log: string, id: string): boolean {
  const { taken, reported } = probe.ask(log);
  return taken[0]?.id === id && reported.some((one) => one.id === id);
}

function linesOf(pieces: readonly LinePiece[], textFor: (piece: LinePiece) => string): string[] {
  const text = pieces.map((piece) => (mayBeBreak(piece) ? '\n' : textFor(piece))).join('');
  return text.replace(/\n$/, '').split('\n');
}

/** `[\s\S]*` goes over lines. */
function mayBeBreak({ kind, set }: LinePiece): boolean {
  return kind === 'loose' && set!.length === everything.length && setHas(set!, 0x0a) && setHas(set!, 0x22);
}

/** What stands there for another connection. */
function otherThan({ kind, text, set }: LinePiece): string {
  if (kind !== 'other' && kind !== 'loose') return text;
  const other = text.replaceAll('1', '2').replaceAll('x', 'y');
  return !set || [...other].every((char) => setHas(set, char.codePointAt(0)!)) ? other : text;
}

/** Where a line of the regex ends and the next begins. */
function seamsOf({ regex: { pattern } }: ProbedRegex): Node[] {
  const seams: Node[] = [];
  walk(pattern, (node, flags) => {
    if (node.type === 'Literal' ? node.codePoint === 0x0a : isAnything(node, flags)) seams.push(node);
  });
  return seams;
}

function isAnything(node: Node, flags: FlagsInForce): boolean {
  const set = node.type === 'Repeat' ? leafSet(bare(node.item), flags) : undefined;
  return set !== undefined && set.length === everything.length && set[0] === 0 && set[1] === everything[1];
}

/** A number or a word with the text before it, in one of the lines. */
interface Mark {
  readonly line: number;
  readonly span: Span;
  readonly source: string;
  /** The fixed text before it, as the regex writes it. */
  readonly before: string;
  /** The group that is around it alone. */
  readonly group: string | undefined;
}

const groupName = '_conn_';

/** Asks in a later line for what stood behind the same words in an earlier one. None of it is proved. */
function fixesFor(probe: Probe, regex: ProbedRegex, { proof }: Shown): DangerFix[] {
  if (proof.id === null) return partedFixes(probe, regex);
  const marks = marksOf(regex);
  return marks.flatMap((first) =>
    marks.flatMap((second): DangerFix[] => {
      if (second.line <= first.line || second.before !== first.before || second.source !== first.source) return [];
      const [here, there] = [first, second].map(({ span }) => editablePart(probe, regex.name, span));
      if (!here || !there) return [];
      const name = first.group ?? groupName;
      const taken = first.group === undefined ? [{ span: here, text: `(?P<${name}>${first.source})` }] : [];
      return [
        {
          title: `Take only lines with the same ${first.source} behind ${first.before}: (?P=${name})`,
          regex: regex.name,
          edits: [...taken, { span: there, text: `(?P=${name})` }],
        },
      ];
    }),
  );
}

/** `<SKIPLINES>` in place of a line break. */
function partedFixes(probe: Probe, regex: ProbedRegex): DangerFix[] {
  const configured = configuredText(probe.texts, regex.name);
  return seamsOf(regex).flatMap(({ span }): DangerFix[] => {
    const place = editablePart(probe, regex.name, span);
    if (!place || !configured.slice(place.start, place.end).endsWith('n')) return [];
    return [
      {
        title: 'Let other lines stand between: <SKIPLINES>',
        regex: regex.name,
        edits: [{ span: place, text: '<SKIPLINES>' }],
      },
    ];
  });
}

function marksOf({ regex: { pattern } }: ProbedRegex): Mark[] {
  const marks: Mark[] = [];
  let line = 0;
  const read = (node: Node, flags: FlagsInForce, before: string, group: string | undefined): string => {
    const source = pattern.source.slice(node.span.start, node.span.end);
    switch (node.type) {
      case 'Sequence': {
        let own = before;
        for (const item of node.items) own = read(item, flags, own, undefined);
        return own;
      }
      case 'Literal':
        if (node.codePoint === 0x0a) line++;
        return node.codePoint === 0x0a ? '' : before + source;
      case 'CaptureGroup':
        if (!node.name?.startsWith('skiplines')) read(node.body, flags, before, node.name);
        return '';
      case 'PlainGroup':
        read(node.body, flagsBelow(node, flags), before, undefined);
        return '';
      case 'Repeat':
        if (isAnything(node, flags)) line++;
        else if (isMark(node, flags) && before !== '') marks.push({ line, span: node.span, source, before, group });
        return '';
      case 'Assertion':
        return before;
      default:
        return '';
    }
  };
  read(pattern.body, flagsOf(pattern), '', undefined);
  return marks;
}

/** `\d+`, `\w+`, `[\da-f]+` */
function isMark({ item, min }: Node & { type: 'Repeat' }, flags: FlagsInForce): boolean {
  const set = min > 0 && leafSet(bare(item), flags);
  return set !== false && set !== undefined && setHas(set, 0x31) && !setHas(set, 0x20) && !setHas(set, 0x2e);
}

/** With it the client is taken as before, and as told the other is not, nor is anybody else's line of use; the sample has no fewer failures. */
function isProved(probe: Probe, regex: ProbedRegex, shown: Shown, fix: DangerFix, sample = ''): boolean {
  const fixed = createProbe(withFix(probe.texts, fix));
  const same = fixed.regexes.find(({ name }) => isSame(name, regex.name));
  if (!fixed.isWhole || !same || showUntied(fixed, same)) return false;
  if (![shown.plain, shown.proof.log].every((log) => isTakenFirst(fixed, log, client))) return false;
  const log = beginningOfSample(sample);
  return log === '' || idsOf(fixed, log) === idsOf(probe, log);
}

function idsOf(probe: Probe, log: string): string {
  return probe
    .ask(log)
    .taken.map(({ line, id }) => `${line} ${id}`)
    .join('\n');
}
