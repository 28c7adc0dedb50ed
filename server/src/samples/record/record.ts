import type { LineBlock } from '../../matching/line-block.ts';
import type { Finding } from '../../matching/find-failures.ts';
import { wordsOf } from '../../explain/line-shapes.ts';
import { compare } from '../compare.ts';
import { readSample } from '../read-sample.ts';
import { createSubject, type LineAnswer, type SampleSubject, type SubjectRequest } from '../subject.ts';
import { canonicalAddress, createAnonymiser, type Anonymiser, type ReplacedCounts } from './anonymise.ts';
import { expectationOf, writeSample, type RecordedLine } from './expectation.ts';
import { createFeatureReader, type FeaturedLine, type Feature } from './line-features.ts';
import { collectUnits, type Unit } from './units.ts';
import { pickCover } from './pick-cover.ts';
import { publicWords } from './public-words.ts';

export interface RecordOptions extends SubjectRequest {
  /** Whether a file is one of the filter itself: only its own branches ask for a line. */
  isOwn(file: string): boolean;
  /** `fewest`: lines that cover all that the log goes through; `all`: every line. */
  readonly pick: 'fewest' | 'all';
  /** So many lines that are missed, but hold words that the filter asks for. */
  readonly nearMisses: number;
  readonly anonymises: boolean;
  /** The sample that the lines are to be added to: what it goes through asks for no line any more. */
  readonly existing?: string;
}

/** A sample of what fail2ban does now. */
export interface Recording {
  /** The sample file; what is to be added to the one that is there. */
  readonly sample: string;
  readonly lines: readonly RecordedLine[];
  /** Of the log. */
  readonly read: {
    readonly lines: number;
    readonly matched: number;
    readonly ignored: number;
    readonly missed: number;
  };
  /** Lines that would have been of use, and why they are not in the sample. */
  readonly leftOut: readonly { readonly line: number; readonly reason: string }[];
  /** What of the filter no line of the sample goes through, in words. */
  readonly uncovered: readonly string[];
  /** How much of the filter there is to go through. */
  readonly features: number;
  /** Null where nothing was replaced because nobody asked for it. */
  readonly replaced: ReplacedCounts | null;
}

export interface Recorder {
  /** The next lines of the log. Throws DateSearchOverrun. */
  add(block: LineBlock): void;
  finish(): Recording;
}

/** So often lines that turned out not to hold give way to others. */
const mostRounds = 12;
/** So many names of users are remembered of a log. */
const mostUsers = 100_000;

/**
 * Makes a sample of a log: reads all of it, picks lines, anonymises them and runs the filter again on what came out. Only lines with which it does the
 * same go into the sample. A text where the filter does not load.
 */
export function createRecorder(options: RecordOptions): Recorder | string {
  const first = createSubject(options);
  if (typeof first === 'string') return first;
  const subject: SampleSubject = first;
  const { filter } = subject;
  const reader = createFeatureReader(filter, options.python, (file) => options.isOwn(file));
  const isPublic = publicWords(filter);
  const units = collectUnits({ filter, pick: options.pick });
  const read = { lines: 0, matched: 0, ignored: 0, missed: 0 };
  const users = new Set<string>();
  reader.watch(subject, (line) => {
    if (options.anonymises && users.size < mostUsers) for (const name of usersOf(line.findings)) users.add(name);
    read.lines++;
    read[line.verdict]++;
    units.add(line);
  });

  const run: Run = (lines) => {
    const fresh = subject.again();
    let featured: FeaturedLine | undefined;
    reader.watch(fresh, (line) => (featured = line));
    return lines.map(({ text }) => {
      featured = undefined;
      return { answer: fresh.read(text, false), featured };
    });
  };

  const items = options.existing === undefined ? [] : readSample(options.existing);
  const existing = items.flatMap((item) => (item.kind === 'line' ? [item] : []));
  const hasOptions = items.some(({ kind }) => kind === 'filterOptions' || kind === 'fileOptions');

  /** Without the lines that change nothing of what the others do. */
  const shrink = (unit: Unit): Unit => {
    if (unit.lines.length === 1 || options.pick === 'all') return unit;
    let { lines } = unit;
    const wanted = new Set(run(lines).flatMap(featuresOf));
    for (const line of lines) {
      if (lines.length === 1) break;
      const rest = lines.filter((one) => one !== line);
      const has = new Set(run(rest).flatMap(featuresOf));
      if ([...wanted].every((feature) => has.has(feature) || feature.startsWith('outcome missed'))) lines = rest;
    }
    return { ...unit, lines };
  };

  return {
    add: (block) => subject.readBlock(block),
    finish: () => {
      const covered = run(existing).flatMap(featuresOf);
      const leftOut = new Map<number, string>();
      const candidates = units.finish();
      const near = nearMissesOf(candidates, options, isPublic);
      const usable = new Set(candidates);
      for (const unit of candidates)
        for (const { number, failures } of unit.lines)
          if (failures > 1) {
            usable.delete(unit);
            leftOut.set(number, `${failures} failregexes take it for a failure: fail2ban’s tests let one do so`);
          }
      let result: Proved | undefined;
      const shrunk = new Map<Unit, Unit>();
      for (let round = 0; round < mostRounds; round++) {
        const left = [...usable];
        const picked =
          options.pick === 'all'
            ? left
            : [
                ...pickCover(
                  left.map((item) => ({ item, features: item.features, cost: 1 + (item.lines.length - 1) / 4 })),
                  covered,
                ),
                ...near.filter((unit) => usable.has(unit)).slice(0, options.nearMisses),
              ];
        const small = [...new Set(picked)].map((unit) => {
          if (!shrunk.has(unit)) shrunk.set(unit, shrink(unit));
          return { unit, lines: shrunk.get(unit)!.lines };
        });
        result = prove(small, existing, options, { isPublic, users }, run);
        for (const { unit, line, reason } of result.failed) {
          usable.delete(unit);
          leftOut.set(line, reason);
        }
        if (result.failed.length === 0) break;
      }
      const { lines, replaced, features } = result!.failed.length === 0 ? result! : emptyResult;
      const has = new Set([...features, ...covered]);
      const inSample = new Set(lines.map(({ line }) => line));
      return {
        sample: writeSample(lines, options.options, hasOptions),
        lines,
        read,
        leftOut: [...leftOut]
          .filter(([line]) => !inSample.has(line))
          .map(([line, reason]) => ({ line, reason }))
          .sort((a, b) => a.line - b.line),
        uncovered: reader.all.filter(({ key }) => !has.has(key)).map(({ title }) => title),
        features: reader.all.length,
        replaced,
      };
    },
  };
}

/** What fail2ban does with a line; `featured` where it was searched to the end. */
interface RunLine {
  readonly answer: LineAnswer;
  readonly featured: FeaturedLine | undefined;
}

/** Runs lines from a fresh start. */
type Run = (lines: readonly { readonly text: string }[]) => RunLine[];

const featuresOf = ({ featured }: RunLine): readonly Feature[] => featured?.features ?? [];

interface Proved {
  readonly lines: readonly RecordedLine[];
  readonly features: readonly Feature[];
  readonly replaced: ReplacedCounts | null;
  readonly failed: readonly { readonly unit: Unit; readonly line: number; readonly reason: string }[];
}

const emptyResult: Proved = { lines: [], features: [], replaced: null, failed: [] };

/** What decides which words are replaced. */
interface KnownWords {
  /** Words that the filter asks for. */
  isPublic(word: string): boolean;
  /** Names that groups took for users anywhere in the log: a line that is no failure may hold them, too. */
  readonly users: ReadonlySet<string>;
}

const wordEnds = /[\s"'`<>()[\]{}:,;=|]+/;
/** Behind the date: perhaps the machine, then the program. */
const programBefore = /^\s*(?:\S+\s+)?([\p{L}\p{N}_./-]+)(?:\([^)]*\))?(?:\[\d+\])?:\s/u;

/**
 * Runs the filter on the picked lines, once as they are and once anonymised: it is to do the same with both, and the same as it did within the log.
 */
function prove(
  picked: readonly { readonly unit: Unit; readonly lines: readonly FeaturedLine[] }[],
  existing: readonly { readonly text: string }[],
  { anonymises, fail2ban }: RecordOptions,
  { isPublic, users }: KnownWords,
  run: Run,
): Proved {
  const unitOf = new Map<number, Unit>();
  const byNumber = new Map<number, FeaturedLine>();
  for (const { unit, lines } of picked)
    for (const line of lines) {
      byNumber.set(line.number, line);
      unitOf.set(line.number, unit);
    }
  const originals = [...byNumber.values()].sort((a, b) => a.number - b.number);
  const anonymiser = anonymises ? createAnonymiser(isPublic, fail2ban) : undefined;
  for (const { text } of existing) anonymiser?.reserve(text);
  const programs = new Set(originals.map(({ text, date }) => programBefore.exec(text.slice(date.end))?.[1]));
  for (const { text, date, findings } of originals)
    anonymiser?.learn(text, date, {
      users: [...usersOf(findings), ...text.split(wordEnds).filter((word) => users.has(word) && !programs.has(word))],
      hosts: groupsOf(findings, /^dns$/),
    });
  const replaced = originals.map(({ text, date }) => (anonymiser ? anonymiser.replace(text, date) : text));
  const failed: { unit: Unit; line: number; reason: string }[] = [];
  const fail = (i: number, reason: string): void =>
    void failed.push({ unit: unitOf.get(originals[i]!.number)!, line: originals[i]!.number, reason });
  replaced.forEach((text, i) => {
    if (text === undefined) fail(i, 'there are more addresses than the nets for examples hold');
  });
  const texts = replaced.map((text, i) => ({ text: text ?? originals[i]!.text }));
  const inSample = new Set(existing.map(({ text }) => text));
  const [before, after] = [run(originals), run([...existing, ...texts]).slice(existing.length)];
  const lines = originals.flatMap(({ number, verdict }, i): RecordedLine[] => {
    const [{ answer: was, featured: own }, { answer: is, featured }] = [before[i]!, after[i]!];
    const difference =
      // Alone it does something else than among the lines around it: those are not in the sample.
      own !== undefined && own.verdict !== verdict
        ? `without the lines around it it is ${own.verdict}, in the log ${verdict}`
        : (was.problem ?? differenceOf(was, is, anonymiser, fail2ban));
    const expected = expectationOf(is, featured);
    const mismatch = difference ?? compare(fail2ban, expected, is)?.message;
    if (mismatch !== undefined) fail(i, mismatch);
    return inSample.has(texts[i]!.text) ? [] : [{ line: number, text: texts[i]!.text, expected }];
  });
  return { lines, features: after.flatMap(featuresOf), replaced: anonymiser?.counts ?? null, failed };
}

/** What fail2ban does otherwise with the anonymised line; undefined for nothing. */
function differenceOf(
  was: LineAnswer,
  is: LineAnswer,
  anonymiser: Anonymiser | undefined,
  fail2ban: SubjectRequest['fail2ban'],
): string | undefined {
  const because = (what: string): string => `anonymised, ${what}`;
  if (is.problem !== undefined) return because(is.problem);
  if (was.regexes.join() !== is.regexes.join()) return because('other regexes match it');
  if (was.findings.length !== is.findings.length) return because('it counts otherwise');
  if (!(was.time === is.time || (Number.isNaN(was.time) && Number.isNaN(is.time))))
    return because('it has another time');
  for (const [k, { id, data }] of was.findings.entries()) {
    const other = is.findings[k]!;
    const wanted = anonymiser ? anonymiser.host(id!) : id!;
    if (wanted === undefined || canonicalAddress(wanted, fail2ban) !== canonicalAddress(other.id!, fail2ban))
      return because(`its host is ${other.id} in place of ${wanted}`);
    for (const [group, value] of data)
      // Which of them names an address depends on how it is written; the host is the same.
      if (
        group !== 'ip4' &&
        group !== 'ip6' &&
        (typeof value === 'string') !== (typeof other.data.get(group) === 'string')
      )
        return because(`<F-${group.toUpperCase()}> takes part otherwise`);
  }
  return undefined;
}

/** What the groups of some names hold. */
function groupsOf(findings: readonly Finding[], names: RegExp): string[] {
  return findings.flatMap(({ data }) =>
    [...data].flatMap(([group, value]) => (typeof value === 'string' && names.test(group) ? [value] : [])),
  );
}

function usersOf(findings: readonly Finding[]): string[] {
  return groupsOf(findings, /^fid$|user|login|logname|acct|account/i);
}

/** The missed lines that hold most of the words that the filter asks for: nearest first. */
function nearMissesOf(
  units: readonly Unit[],
  { nearMisses }: RecordOptions,
  isPublic: (word: string) => boolean,
): Unit[] {
  if (nearMisses === 0) return [];
  return units
    .flatMap((unit) => {
      const [line] = unit.lines;
      if (unit.lines.length > 1 || line!.verdict !== 'missed') return [];
      const words = wordsOf(line!.text.slice(line!.date.end)).filter((word) => /^[\p{L}_-]{3,}[:,.]?$/u.test(word));
      const known = words.filter((word) => isPublic(word.replace(/[:,.]$/, ''))).length;
      return known === 0 ? [] : [{ unit, nearness: known / (words.length + 2) }];
    })
    .sort((a, b) => b.nearness - a.nearness)
    .map(({ unit }) => unit);
}
