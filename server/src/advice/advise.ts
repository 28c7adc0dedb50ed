import { beyondBounds } from '../danger/bounds.ts';
import type { DangerFix } from '../danger/danger.ts';
import { compileFilter, type FilterRegexes } from '../matching/compile-filter.ts';
import type { RegexName, FilterTexts, Probe } from '../danger/probe.ts';
import { createProbe, detectorOf, someMoment } from '../danger/probe.ts';
import { configuredPart, withFix, type ConfiguredPart } from '../danger/places.ts';
import { findLongerNames } from '../danger/longer-name.ts';
import { mostSampleCharacters } from '../danger/sample.ts';
import { createDateDetector } from '../dates/detector.ts';
import {
  createDateTrial,
  dateCandidates,
  proofInWords,
  sightDate,
  sightingInWords,
  type DateSighting,
} from '../explain/date-advice.ts';
import { foreignLogInWords, watchForeignLog } from '../explain/foreign-log.ts';
import type { Span } from '../text/span.ts';
import { explainLine } from '../explain/explain-line.ts';
import type { ExplainOptions, Miss } from '../explain/explain-regex.ts';
import { splitLines, type LineBlock } from '../matching/line-block.ts';
import { createMatchRun } from '../matching/match-run.ts';
import type { Guard } from '../matching/search-block.ts';

/** What the sample of a filter tells its author, beyond what is dangerous. */
export type SampleAdvice = UnmatchedSample | UndatedMatches | UnmatchedIgnoreregex;

/** The filter finds nothing in its whole sample, or one failregex misses lines that a small change would bring. */
export interface UnmatchedSample extends ConfiguredPart {
  readonly kind: 'unmatched-sample';
  /** Of one failregex; the filter finds something. */
  readonly isOfOne: boolean;
  /** Lines in which this failregex is the first that finds something. */
  readonly hits: number;
  /** So many lines fail2ban-regex tests. */
  readonly lines: number;
  /** The line that comes nearest to a match, from 1, and why it does not match, in sentences; the part at fault is the part. */
  readonly nearest: { readonly line: number; readonly why: string };
  readonly proof: { readonly log: string; readonly id: null };
  /** It was tried: it loses no line. */
  readonly fix: (DangerFix & { readonly gains: number }) | undefined;
  /** Other modes of the filter that find something in the sample, and in how many lines; the fewest first. */
  readonly modes?: readonly { readonly mode: string; readonly lines: number }[];
}

/** An ignoreregex that ignores nothing in the sample, and comes near to a line that matches, or matches lines that are not asked of it. */
export interface UnmatchedIgnoreregex extends ConfiguredPart {
  readonly kind: 'unmatched-ignoreregex';
  /** The line, from 1. */
  readonly line: number;
  /** Why it does not match, in sentences; undefined where it matches a line that no failregex matches. */
  readonly why: string | undefined;
  readonly proof: { readonly log: string; readonly id: string | null };
}

/** Lines that match have no date: each counts as of now, whenever it was written. */
export interface UndatedMatches extends ConfiguredPart {
  readonly kind: 'undated-matches';
  readonly matched: number;
  readonly undated: number;
  /** Where a date stands, and what would take it, as far as that is known; sentences. */
  readonly words: readonly string[];
  readonly proof: { readonly log: string; readonly id: string };
}

export interface AdviceOptions {
  readonly guard: Guard;
  /** The regexes as they are written in files, so that words can name variables. */
  readonly configured?: FilterRegexes;
  /** As of `TrialOptions`. */
  readonly worked?: () => number;
  /** The beginning of the filter's sample. */
  readonly sample: string;
}

/** Milliseconds for one look at the sample. */
const longestLook = 3000;
/** Missed lines that are explained, each of another shape. */
const mostExplained = 12;
/** Milliseconds for one of them. */
const longestLine = 200;

/** Runs the sample through the filter; what takes too long is not told. Why nothing is found is not of filters that search several lines at once, and nothing of those
 * beyond all bounds. */
export function adviseFromSample(texts: FilterTexts, options: AdviceOptions): SampleAdvice[] {
  const { guard, sample } = options;
  if (beyondBounds(texts)) return [];
  const probe = createProbe(texts);
  if (!probe.isWhole || !detectorOf(texts)) return [];
  const text = beginningOf(sample);
  const block = blockOf(text);
  const look = <T>(work: () => T): T | undefined => {
    let result: T | undefined;
    return guard(() => void (result = work()), longestLook) ? result : undefined;
  };
  const run = look(() => runSample(probe, block));
  if (!run || block.count === 0) return [];
  return [
    ...(texts.maxLines > 1 || run.taken.size === block.count
      ? []
      : (look(() => unmatchedButForNames(probe, text, block, run, options)) ?? [])),
    ...(texts.maxLines > 1 ? [] : (look(() => unmatchedIgnoreregexes(probe, block, options)) ?? [])),
    ...(run.firstUndated ? [look(() => undatedMatches(probe, block, run)) ?? []].flat() : []),
  ];
}

/**
 * Of a filter that finds nothing in its sample as it is: the other of its modes that do find something, each run over the sample.
 */
export function withModes<Told extends { readonly kind: string }>(
  told: readonly (Told | SampleAdvice)[],
  others: readonly { readonly mode: string; readonly texts: FilterTexts }[],
  { guard, sample }: Pick<AdviceOptions, 'guard' | 'sample'>,
): (Told | SampleAdvice)[] {
  const isOfAll = (one: Told | SampleAdvice): one is UnmatchedSample =>
    one.kind === 'unmatched-sample' && !(one as UnmatchedSample).isOfOne;
  if (!told.some(isOfAll)) return [...told];
  const modes = others
    .flatMap(({ mode, texts }) => {
      let lines = 0;
      const isDone = guard(() => void (lines = linesTaken(texts, sample)), longestLook);
      return isDone && lines > 0 ? [{ mode, lines }] : [];
    })
    .sort((a, b) => a.lines - b.lines);
  return told.map((one) => (isOfAll(one) && modes.length > 0 ? { ...one, modes } : one));
}

/** How many lines of a sample a filter finds something in. */
function linesTaken(texts: FilterTexts, sample: string): number {
  const probe = beyondBounds(texts) ? undefined : createProbe(texts);
  if (!probe?.isWhole || !detectorOf(texts)) return 0;
  return runSample(probe, blockOf(beginningOf(sample))).taken.size;
}

function beginningOf(sample: string): string {
  return sample.length > mostSampleCharacters
    ? sample.slice(0, sample.lastIndexOf('\n', mostSampleCharacters) + 1)
    : sample;
}

function blockOf(text: string): LineBlock {
  return splitLines(withoutExpectedMisses(text), { firstNumber: 1, isAscii: /^[\x00-\x7f]*$/.test(text) });
}

/** Empties the lines of which a comment says that nothing is to be found there (`# failJSON: { "match": false }`), as fail2ban's own tests have it. */
function withoutExpectedMisses(text: string): string {
  return text.replace(/^(#\s*failJSON:.*"match":\s*false.*\n)([^#\n].*)$/gm, '$1');
}

/** Without the lines of which a rule of its own tells: the program's name is a longer one there. */
function unmatchedButForNames(
  probe: Probe,
  sample: string,
  block: LineBlock,
  run: SampleRun,
  options: AdviceOptions,
): UnmatchedSample[] {
  const told = new Set(findLongerNames(probe, sample).flatMap(({ lines }) => lines));
  // That nothing is found is told with them.
  return told.size > 0 && run.taken.size === 0 ? [] : unmatched(probe, withoutLines(block, told), run, options);
}

function withoutLines(block: LineBlock, numbers: ReadonlySet<number>): LineBlock {
  if (numbers.size === 0) return block;
  const isKept = (_: number, i: number): boolean => i < block.count && !numbers.has(block.numbers[i]!);
  const [starts, ends, kept] = [block.starts, block.ends, block.numbers].map((list) => list.filter(isKept));
  return { ...block, count: kept!.length, starts: starts!, ends: ends!, numbers: kept! };
}

interface TakenLine {
  readonly line: string;
  readonly regex: number;
  readonly id: string;
}

interface SampleRun {
  /** Lines that match, those that an ignoreregex excuses included; by number. */
  readonly taken: ReadonlySet<number>;
  /** By failregex: lines in which it is the first that finds something. */
  readonly hits: readonly number[];
  /** So many of them have no date of their own that fail2ban finds. */
  readonly undated: number;
  /** One of them, where that is a mistake. */
  readonly firstUndated: TakenLine | undefined;
}

function runSample(probe: Probe, block: LineBlock): SampleRun {
  let undated = 0;
  const taken = new Set<number>();
  const hits = probe.filter.failregex.map(() => 0);
  let firstUndated: TakenLine | undefined;
  let firstMisread: TakenLine | undefined;
  let found: { regex: number; id: string } | undefined;
  startRun(probe, {
    finding: (_line, { id, regex }) => {
      hits[regex]!++;
      if (id !== null) found ??= { id, regex };
    },
    line: (number, verdict, dated, i) => {
      if (verdict !== 'missed') taken.add(number);
      // A date that a line has from the one before is hardly remembered that long where the log is read later.
      if (verdict === 'matched' && found && (Number.isNaN(dated.times[i]!) || dated.borrowed.has(i))) {
        undated++;
        const line = dated.text.slice(dated.starts[i], dated.ends[i]);
        firstUndated ??= { line, ...found };
        if (!firstMisread && sightDate(line, number)) firstMisread = { line, ...found };
      }
      found = undefined;
    },
  }).add(block);
  // Where others have a date, lines without any are as their program writes them.
  const shown = firstMisread ?? (undated === taken.size ? firstUndated : undefined);
  return { taken, hits, undated, firstUndated: shown };
}

function startRun(
  { texts, filter }: Probe,
  observer: Parameters<typeof createMatchRun>[0]['observer'],
): ReturnType<typeof createMatchRun> {
  return createMatchRun({
    filter,
    dates: detectorOf(texts)!,
    fail2ban: texts.fail2ban,
    checkAll: false,
    now: () => someMoment,
    observer,
  });
}

interface NearLine {
  readonly line: number;
  readonly text: string;
  readonly isUndated: boolean;
  readonly miss: Miss;
}

/** What keeps lines from matching: of the filter where no line matches, and of regexes that a small change mends. */
function unmatched(probe: Probe, block: LineBlock, run: SampleRun, options: AdviceOptions): UnmatchedSample[] {
  const foreign = run.taken.size > 0 ? undefined : foreignLog(probe, block);
  if (foreign) return [foreign];
  const near = nearestLines(probe, block, options);
  const told = [...near].flatMap(([name, { line, text, isUndated, miss }]): UnmatchedSample[] => {
    const fix = provedFix(probe, block, run, name, miss);
    const dates = isUndated ? adviceWords(probe.texts, block) : [];
    const dated = isUndated && run.taken.size === 0 ? linesOnceDated(probe.texts, block) : 0;
    return [
      {
        kind: 'unmatched-sample',
        ...configuredPart(probe, name, dated > 0 ? noSpan : (miss.culprit?.span ?? noSpan)),
        hits: name.role === 'failregex' ? hitsOf(probe, run, name) : 0,
        isOfOne: run.taken.size > 0,
        lines: block.count,
        nearest: {
          line,
          why:
            dated > 0
              ? `${sentences(dates).join(' ')} Then ${dated} ${dated === 1 ? 'line of the sample matches' : 'lines of the sample match'}.`
              : [miss.message, ...sentences(dates)].join(' '),
        },
        proof: { log: text, id: null },
        fix: dated > 0 ? undefined : fix,
      },
    ];
  });
  const mended = told.filter(({ fix }) => fix);
  if (run.taken.size > 0 || mended.length > 0) return mended;
  // The first is the nearest.
  return told.slice(0, 1);
}

const noSpan: Span = { start: 0, end: 0 };

/** The sample looks like that of another program. */
function foreignLog(probe: Probe, block: LineBlock): UnmatchedSample | undefined {
  const watch = watchForeignLog(probe.filter);
  const lineAt = (i: number): string => block.text.slice(block.starts[i], block.ends[i]);
  for (let i = 0; i < block.count; i++) watch.add(lineAt(i));
  const foreign = watch.verdict();
  if (!foreign) return undefined;
  const regex = probe.filter.failregex[foreign.regex];
  return {
    kind: 'unmatched-sample',
    ...configuredPart(probe, probe.regexes.find((one) => one.regex === regex)!.name, noSpan),
    hits: 0,
    isOfOne: false,
    lines: block.count,
    nearest: { line: 0, why: foreignLogInWords(foreign) },
    proof: { log: lineAt(0), id: null },
    fix: undefined,
  };
}

/** Lines in which the filter finds something once the datepattern is set that is offered. */
function linesOnceDated(texts: FilterTexts, block: LineBlock): number {
  const { patterns } = dateAdvice(texts, block);
  const probe = patterns && createProbe({ ...texts, datePatterns: patterns });
  return probe?.isWhole && detectorOf(probe.texts) ? runSample(probe, block).taken.size : 0;
}

function hitsOf({ filter, regexes }: Probe, { hits }: SampleRun, of: RegexName): number {
  return hits[filter.failregex.indexOf(regexes.find(({ name }) => name === of)!.regex)]!;
}

/** For each regex the missed line that comes nearest; the nearest of all first. */
function nearestLines(probe: Probe, block: LineBlock, advice: AdviceOptions): ReadonlyMap<RegexName, NearLine> {
  const { configured } = advice;
  const { filter, texts } = probe;
  const told = configured ? compileFilter(configured, { ...texts, maxLines: 1 }).filter : filter;
  const options = explainOptions(texts, advice);
  const shapes = new Set<string>();
  const near = new Map<RegexName, NearLine>();
  startRun(probe, {
    line: (number, verdict, dated, index, outcome) => {
      const text = dated.text.slice(dated.starts[index], dated.ends[index]);
      const shape = text.replace(/[\da-f]*\d[\da-f]*/gi, '0');
      if (verdict !== 'missed' || shapes.size >= mostExplained || shapes.has(shape)) return;
      shapes.add(shape);
      const { prefregex, failregex } = explainLine(told, { number, verdict, block: dated, index, outcome }, options);
      const misses =
        prefregex && 'cause' in prefregex
          ? [{ regex: filter.prefregex!, miss: prefregex }]
          : failregex.flatMap(({ index: of, miss }) => (miss ? [{ regex: filter.failregex[of]!, miss }] : []));
      for (const { regex, miss } of misses) {
        const { name } = probe.regexes.find((one) => one.regex === regex)!;
        const before = near.get(name);
        if (!before || before.miss.nearness < miss.nearness)
          near.set(name, { line: number, text, isUndated: Number.isNaN(dated.times[index]!), miss });
      }
    },
  }).add(block);
  return new Map([...near].sort(([, a], [, b]) => b.miss.nearness - a.miss.nearness));
}

/** Ignoreregexes that ignore nothing here, of which one line shows why. */
function unmatchedIgnoreregexes(probe: Probe, block: LineBlock, options: AdviceOptions): UnmatchedIgnoreregex[] {
  const count = probe.filter.ignoreregex.length;
  if (count === 0) return [];
  const told = options.configured
    ? compileFilter(options.configured, { ...probe.texts, maxLines: 1 }).filter
    : probe.filter;
  const explaining = explainOptions(probe.texts, options);
  const excusing = new Set<number>();
  const inVain = new Map<number, UnmatchedIgnoreregex>();
  const near = new Map<number, UnmatchedIgnoreregex & { readonly nearness: number }>();
  const nameOf = (index: number): RegexName =>
    probe.regexes.find(({ regex }) => regex === probe.filter.ignoreregex[index])!.name;
  let explained = 0;
  let id: string | null = null;
  startRun(probe, {
    finding: (_line, finding) => void (id ??= finding.id),
    line: (number, verdict, dated, index, outcome) => {
      const named = id;
      id = null;
      for (const at of outcome?.ignoredBy ?? []) excusing.add(at);
      if (verdict === 'ignored' || explained >= mostExplained) return;
      explained++;
      const log = dated.text.slice(dated.starts[index], dated.ends[index]);
      const line = explainLine(told, { number, verdict, block: dated, index, outcome }, explaining);
      for (const at of line.ignoredInVain ?? [])
        if (!inVain.has(at))
          inVain.set(at, {
            kind: 'unmatched-ignoreregex',
            ...configuredPart(probe, nameOf(at), noSpan),
            line: number,
            why: undefined,
            proof: { log, id: null },
          });
      for (const { index: at, miss } of line.nearlyIgnoredBy ?? []) {
        // A word that the line has not is what the ignoreregex is for.
        if (!miss.culprit || /\p{L}{2}/u.test(miss.culprit.written)) continue;
        // Without words of its own, as an address, it comes near to any line.
        if (!/\p{L}{3}/u.test(probe.texts.ignoreregex[at]!)) continue;
        if ((near.get(at)?.nearness ?? -1) >= miss.nearness) continue;
        near.set(at, {
          kind: 'unmatched-ignoreregex',
          ...configuredPart(probe, nameOf(at), miss.culprit?.span ?? noSpan),
          line: number,
          why: miss.message,
          proof: { log, id: named },
          nearness: miss.nearness,
        });
      }
    },
  }).add(block);
  return [...Array(count).keys()].flatMap((at): UnmatchedIgnoreregex[] => {
    const one = excusing.has(at) ? undefined : (near.get(at) ?? inVain.get(at));
    return one ? [one] : [];
  });
}

function explainOptions(texts: FilterTexts, { guard, worked }: AdviceOptions): ExplainOptions {
  return {
    python: texts.python,
    fail2ban: texts.fail2ban,
    multiline: false,
    guard,
    ...(worked ? { worked } : {}),
    milliseconds: longestLine,
    lineMilliseconds: longestLine,
  };
}

/** The fix of a miss where it gains lines of the sample and loses none. */
function provedFix(
  probe: Probe,
  block: LineBlock,
  { taken }: SampleRun,
  regex: RegexName,
  { fix }: Miss,
): UnmatchedSample['fix'] {
  if (!fix || regex.role !== 'failregex') return undefined;
  const whole = { start: 0, end: probe.texts.failregex[regex.index]!.length };
  const change: DangerFix = { title: fix.title, regex, edits: [{ span: whole, text: fix.configured.text }] };
  const fixed = createProbe(withFix(probe.texts, change));
  if (!fixed.isWhole) return undefined;
  const after = runSample(fixed, block).taken;
  const gains = after.size - taken.size;
  return gains > 0 && [...taken].every((line) => after.has(line)) ? { ...change, gains } : undefined;
}

function undatedMatches(probe: Probe, block: LineBlock, { taken, undated, firstUndated }: SampleRun): UndatedMatches {
  const { line, id, regex: index } = firstUndated!;
  const of = probe.regexes.find(({ regex }) => regex === probe.filter.failregex[index])!.name;
  return {
    kind: 'undated-matches',
    ...configuredPart(probe, of, { start: 0, end: 0 }),
    matched: taken.size,
    undated,
    words: sentences(adviceWords(probe.texts, block)),
    proof: { log: line, id },
  };
}

/** Where a date stands that fail2ban does not find, and the datepattern that was tried with success. */
function adviceWords(texts: FilterTexts, block: LineBlock): string[] {
  const { sighting, proof } = dateAdvice(texts, block);
  return [
    ...(sighting ? [sightingInWords(sighting, texts.datePatterns?.join('\n'))] : []),
    ...(proof ? [`with ${proof}`] : []),
  ];
}

function sentences(texts: readonly string[]): string[] {
  return texts.map((text) => `${text[0]!.toUpperCase()}${text.slice(1)}.`);
}

/** So many lines without a date are looked at for what their dates have in common. */
const mostUndated = 200;

function dateAdvice(
  texts: FilterTexts,
  block: LineBlock,
): {
  sighting: DateSighting | undefined;
  proof: string | undefined;
  /** Those of the proof. */
  patterns?: readonly string[] | undefined;
} {
  const detector = detectorOf(texts)!;
  const lines: { number: number; text: string }[] = [];
  let dated = 0;
  for (let i = 0; i < block.count; i++) {
    const [start, end] = [block.starts[i]!, block.ends[i]!];
    if (detector.read(block.text, start, end, block.isAscii, someMoment).kind === 'time') dated++;
    else if (lines.length < mostUndated) lines.push({ number: block.numbers[i]!, text: block.text.slice(start, end) });
  }
  const sighting = lines.map(({ number, text }) => sightDate(text, number)).find((one) => one !== undefined);
  if (!sighting) return { sighting, proof: undefined };
  const others = dated > 0 ? (texts.datePatterns ?? ['{DATE}']) : [];
  const contenders = dateCandidates(lines.map(({ text }) => text)).map((candidate) => {
    const patterns = [...others, candidate];
    const made = createDateDetector({
      patterns,
      fail2ban: texts.fail2ban,
      python: texts.python,
      now: () => someMoment,
      localZone: 'UTC',
    });
    return { patterns, isAddition: others.length > 0, reader: made.ok ? made.detector : undefined };
  });
  const trial = createDateTrial(detectorOf(texts)!, contenders, someMoment);
  trial.add(block);
  const best = trial.best();
  return { sighting, proof: best && proofInWords(best), patterns: best?.patterns };
}
