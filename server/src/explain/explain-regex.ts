import type { Fail2banVersion } from '../config/fail2ban-version.ts';
import { expandRegex } from '../matching/compile-regex.ts';
import { failureIdGroups } from '../matching/failregex-tags.ts';
import type { LineParts } from '../matching/ticket-data.ts';
import { MappedText } from '../text/mapped-text.ts';
import type { Span } from '../text/span.ts';
import { tagBehindPort } from './address-causes.ts';
import { jsonForOtherFormat, nameCause } from './causes.ts';
import { blanks, caseMessage, quoted, shown } from './in-words.ts';
import type { Cause, NamedCause, Subject } from './named-cause.ts';
import { keepOnly, probeName, type Relaxation } from './changed-regex.ts';
import { explainMatch } from './explain-match.ts';
import { repairOf, rewritten, type Fix, type Repair } from './fixes.ts';
import { knownMistakes } from './known-mistakes.ts';
import type { ExplainedRegex } from './line-pieces.ts';
import { lostQuotes } from './lost-quotes.ts';
import { findNearMiss, tellWhereSeen, type NearMiss, type Trial } from './near-miss.ts';
import { farthestReach } from './part-reach.ts';
import { partsOf, weightOf, type RegexPart } from './regex-parts.ts';
import { createTrials, type TrialOptions, type Trials } from './trials.ts';

export interface ExplainOptions extends TrialOptions {
  readonly fail2ban?: Fail2banVersion;
  /** What all regexes of a line may take together, in milliseconds: those that come later are not looked into. Without: all are. */
  readonly lineMilliseconds?: number;
  /** Where more can be learned of those, a sentence. */
  readonly lateAdvice?: string;
  /** The names that the filter gives values to: one that stands in a regex as plain text was meant as `%(name)s`. */
  readonly variables?: ReadonlySet<string>;
}

/** What one regex was tried on. */
export interface RegexSubject {
  /** As fail2ban searches it: the date cut out, a line feed at the end. */
  readonly text: string;
  /** Several lines that are searched together. */
  readonly isBuffer?: boolean;
  /** The lines of `text`, where the filter searches several and prefregex takes nothing away. */
  readonly lines?: readonly LineParts[] | undefined;
  /** The line with its date, and where that stands, where one was cut out. */
  readonly uncut: { readonly text: string; readonly cut: Span } | undefined;
  /** True where a date was cut out of what prefregex was given. */
  readonly wasCut?: boolean;
  /** What prefregex has taken: the text before and behind of what it hands on. */
  readonly taken?: { readonly before: string; readonly behind: string };
  /** True where prefregex matches and has no `<F-CONTENT>`. */
  readonly isHandedOnWhole?: boolean;
}

/** Why one regex does not match one text; every part of it is proved by the engine. */
export interface Miss {
  readonly cause: Cause;
  readonly message: string;
  readonly culprit: { readonly span: Span; readonly written: string; readonly found: string } | undefined;
  /** The expanded regex with the smallest change that matches; undefined where nothing within the budget does. */
  readonly relaxed: string | undefined;
  /** Fixed characters of the regex that fit, from the left and from the right: the nearest regex has the most. */
  readonly nearness: number;
  /** The regex as it could be written, where there is one right answer. */
  readonly fix: Fix | undefined;
}

/** A candidate that compiles anew each time is slow on a longer text. */
const longestText = 20_000;

/** Explains why `regex` does not match `subject`. */
export function explainMiss(regex: ExplainedRegex, subject: RegexSubject, options: ExplainOptions): Miss {
  const trials = createTrials(options);
  const miss = trials.run(() => explainWith(trials, regex, subject, options));
  return subject.isBuffer && options.multiline && miss.relaxed !== undefined
    ? { ...miss, relaxed: overLines(miss.relaxed) }
    : miss;
}

/** With the flag that fail2ban compiles it with where it searches several lines: `^` and `$` meet every line. */
export function overLines(source: string): string {
  const flags = /^\(\?([aiLmsux]+)\)/.exec(source);
  return flags ? `(?${flags[1]}m)${source.slice(flags[0].length)}` : `(?m)${source}`;
}

function explainWith(trials: Trials, regex: ExplainedRegex, subject: RegexSubject, options: ExplainOptions): Miss {
  const source = regex.expanded.text;
  const parts = partsOf(regex.pattern, regex.expanded, regex.configured);
  const { trial, wasStopped } = trials.of(subject.text, subject.uncut?.cut.start);
  const isTooLong = subject.text.length > longestText;
  const misread = isTooLong ? undefined : mistakeOf(regex, parts, trial, options);
  if (misread) return misread;
  const near = isTooLong ? undefined : findNearMiss(source, parts, trial);
  const other = near ? undefined : jsonForOtherFormat(parts, subject.text);
  if (other && parts[1]!.kind === 'tag') return { ...unexplainedMiss(other.message), cause: other.cause };
  if (!near)
    return partialMiss(isTooLong ? 'the line is too long' : wasStopped() ? 'the searches take too long' : undefined);

  const closer = tellWhereSeen(source, refine(source, near, trial), trial);
  const [change] = closer.relaxations;
  const { found } = change!;
  const shared = {
    culprit: {
      ...culpritOf(change!, closer.parts, source, subject.text),
      found: found ? subject.text.slice(found.start, found.end) : '',
    },
    nearness: nearness(near, parts),
    relaxed: closer.relaxed,
  };
  const judged = {
    text: subject.text,
    wasCut: subject.isBuffer ? undefined : (subject.wasCut ?? subject.uncut !== undefined),
    isCutAtStart: subject.uncut?.cut.start === 0,
    cutAt: subject.uncut?.cut.start,
    cutOut: subject.uncut?.text.slice(subject.uncut.cut.start, subject.uncut.cut.end),
    taken: subject.taken,
    isSingle: !options.multiline,
    isHandedOnWhole: subject.isHandedOnWhole,
    variables: options.variables,
  };
  const {
    reach,
    isGeneral: _,
    isAll: __,
    ...named
  } = nameCause(closer, closer.parts, judged, ({ from, to, found: there }) =>
    there ? farthestReach(source, closer.parts, { from, to }, there, trial) : undefined,
  );
  const repair = provedRepair(closer, regex, judged, trial, options);
  const { uncut } = subject;
  if (named.cause !== 'blank' && uncut !== undefined && matchesUncut(source, uncut, trials))
    return {
      ...shared,
      cause: 'date',
      message: `The regex matches the line as it is written, but fail2ban cuts the date out before it searches: ${quoted(uncut.text.slice(uncut.cut.start, uncut.cut.end))} is gone.`,
      fix: repair ?? withoutDate(closer, regex, trial, options),
    };
  const rest = options.multiline ? waitsFor(source, closer, trial) : undefined;
  if (rest) return { ...shared, ...rest, culprit: undefined, fix: undefined };
  const otherCase = ignoringCase(source, parts, trial);
  if (otherCase) return { ...otherCase, nearness: shared.nearness, fix: ignoreCaseFix(regex.configured) };
  const otherBlanks = named.cause === 'encoding' ? undefined : ignoringBlanks(regex, parts, trial);
  if (otherBlanks) return { ...otherBlanks, nearness: shared.nearness };
  const { wants, took } = reach ?? {};
  const inside = wants &&
    took && {
      span: wants.whole,
      written: wants.written,
      found: subject.text.slice(took.end, Math.max(took.end, found!.end)).replace(/\n$/, ''),
    };
  return { ...shared, ...(inside && { culprit: inside }), ...named, ...repair?.reason, fix: repair };
}

/** Where several lines are searched together: the first lines of a regex fit up to the end of what is there, and the rest has to follow. */
function waitsFor(source: string, { parts, prefix }: NearMiss, trial: Trial): NamedCause | undefined {
  const fitting = weightOf(parts.slice(0, prefix));
  if (prefix === parts.length || fitting < 4) return undefined;
  if (!trial.search(`${keepOnly(source, parts, 0, prefix)}\\s*\\Z`)) return undefined;
  const wanted = parts.slice(prefix).find(({ kind, literal }) => kind === 'tag' || literal.trim() !== '');
  return {
    cause: 'text',
    message: `It fits so far${wanted ? `, and wants ${shown(wanted)} in a line that follows` : ', and wants a line that follows'}: this line is the last of those that fail2ban has searched together here.`,
  };
}

/** A regex that matches once it is written as fail2ban reads it: no part of it is at fault alone. */
function mistakeOf(
  { configured, expanded }: ExplainedRegex,
  parts: readonly RegexPart[],
  trial: Trial,
  options: ExplainOptions,
): Miss | undefined {
  const expand = expandedAs(options);
  const matches = (meant: MappedText): boolean => Boolean(trial.search(expand(meant).text));
  const mistake =
    knownMistakes(configured, expanded, trial.text).find(({ configured: meant }) => matches(meant)) ??
    lostQuotes(configured, expanded, trial.text, matches);
  if (!mistake) return undefined;
  const { span, title, configured: meant, ...named } = mistake;
  return {
    ...named,
    culprit: { span, written: expanded.text.slice(span.start, span.end), found: '' },
    relaxed: expand(meant).text,
    nearness: weightOf(parts),
    fix: { title, configured: meant },
  };
}

/** The regex without what takes the date, or with blanks in its place, where the engine then matches and names what it should. */
function withoutDate(
  { relaxations }: NearMiss,
  regex: ExplainedRegex,
  trial: Trial,
  options: ExplainOptions,
): Fix | undefined {
  const spans = relaxations.map(({ span }) => span);
  const span = { start: Math.min(...spans.map(({ start }) => start)), end: Math.max(...spans.map(({ end }) => end)) };
  const written = regex.expanded.text.slice(span.start, span.end);
  if (written === '') return undefined;
  const expand = expandedAs(options);
  for (const [text, title] of [
    ['', `Leave out what takes the date: ${written}`],
    ['\\s*', `Write \\s* in place of what takes the date: ${written}`],
    // As wide as it was.
    ...(written.includes('.*') ? [['.*', `Write .* in place of what takes the date: ${written}`] as const] : []),
  ] as const) {
    const configured = rewritten(regex, [{ span, text }]);
    const expanded = configured && expand(configured);
    if (!expanded || !trial.search(expanded.text)) continue;
    const names = explainMatch({ configured, expanded }, trial.text, trial, expand);
    if (!names?.doubt) return { title, configured };
  }
  return undefined;
}

/** A repair with which the engine matches, and names what it should. */
function provedRepair(
  near: NearMiss,
  regex: ExplainedRegex,
  subject: Subject,
  trial: Trial,
  options: ExplainOptions,
): Repair | undefined {
  const repair = repairOf(near, regex, subject);
  if (!repair) return undefined;
  const expand = expandedAs(options);
  const expanded = expand(repair.configured);
  if (!trial.search(expanded.text)) return undefined;
  const names = explainMatch({ configured: repair.configured, expanded }, trial.text, trial, expand);
  return names?.doubt ? undefined : repair;
}

/** The text that Python compiles. */
export function expandedAs({
  fail2ban = '1.1',
}: Pick<ExplainOptions, 'fail2ban'>): (configured: MappedText) => MappedText {
  return (configured) => expandRegex(configured, { useDns: 'warn', fail2ban });
}

/** The regex matches the line with its date, and takes the date for a date: not for the host. */
function matchesUncut(source: string, { text, cut }: NonNullable<RegexSubject['uncut']>, trials: Trials): boolean {
  const match = trials.of(`${text}\n`).trial.search(source);
  return (
    Boolean(match) &&
    failureIdGroups.every((name) => {
      const group = match!.groupNames.get(name);
      return group === undefined || match!.spans[2 * group]! >= cut.end || match!.spans[2 * group + 1]! <= cut.start;
    })
  );
}

function ignoreCaseFix(configured: MappedText): Miss['fix'] {
  return { title: 'Ignore case: put (?i) at the start', configured: insert(configured, 0, '(?i)') };
}

/** The parts whose case differs; undefined where case is not what keeps the regex from matching. */
function ignoringCase(
  source: string,
  parts: readonly RegexPart[],
  trial: Trial,
): Pick<Miss, 'cause' | 'message' | 'culprit' | 'relaxed'> | undefined {
  const anyCase = `(?i)${source}`;
  if (!trial.search(anyCase)) return undefined;
  const { different, relaxed, found } = readOtherwise(
    source,
    parts,
    trial,
    ({ written, kind }) => /\p{L}/u.test(written) && kind !== 'tag',
    (piece) => `(?i:${piece})`,
  );
  const [first] = different;
  if (!first)
    return {
      cause: 'case',
      message: 'It would match if the case of letters were ignored.',
      culprit: undefined,
      relaxed: anyCase,
    };
  const { span, written, literal } = first;
  const message = caseMessage(literal === '' ? written : literal, found, different.length - 1);
  return { cause: 'case', message, culprit: { span, written, found }, relaxed };
}

/** Several blanks of the regex that are other white space in the line; undefined where that is not what keeps the regex from matching. */
function ignoringBlanks(
  regex: ExplainedRegex,
  parts: readonly RegexPart[],
  trial: Trial,
): Omit<Miss, 'nearness'> | undefined {
  if (!/[^\S \n]| {2}/.test(trial.text)) return undefined;
  const isBlankPart = ({ kind, literal }: RegexPart): boolean => kind === 'literal' && literal.trim() === '';
  const source = regex.expanded.text;
  const { different, relaxed, found } = readOtherwise(source, parts, trial, isBlankPart, () => '\\s+');
  const [first, ...others] = different;
  if (!first || others.length === 0) return undefined;
  const { span, written } = first;
  const configured = rewritten(
    regex,
    different.map((part) => ({ span: part.span, text: '\\s+' })),
  );
  return {
    cause: 'blank',
    message: `The regex wants ${blanks(first.literal)}; the line has ${blanks(found)}, and other white space at ${others.length} more place${others.length === 1 ? '' : 's'}.`,
    culprit: { span, written, found },
    relaxed,
    fix: configured && { title: 'Take any white space: \\s+', configured },
  };
}

/**
 * The fewest of some parts that have to be read otherwise for the regex to match, the regex with them, and what the first of them then takes.
 * None where it does not match even with all.
 */
function readOtherwise(
  source: string,
  parts: readonly RegexPart[],
  trial: Trial,
  isMeant: (part: RegexPart) => boolean,
  read: (piece: string) => string,
): { readonly different: readonly RegexPart[]; readonly relaxed: string; readonly found: string } {
  const relax = (some: readonly RegexPart[], probed?: RegexPart): string => {
    let relaxed = '';
    let done = 0;
    for (const part of some) {
      const { start, end } = part.span;
      const piece = read(source.slice(start, end));
      relaxed += source.slice(done, start) + (part === probed ? `(?P<${probeName}>${piece})` : piece);
      done = end;
    }
    return relaxed + source.slice(done);
  };
  const different = partsThatDiffer(parts.filter(isMeant), (some) => Boolean(trial.search(relax(some))));
  const match = different[0] && trial.search(relax(different, different[0]));
  const group = match ? 2 * match.groupNames.get(probeName)! : -1;
  const found = match ? trial.text.slice(Math.max(0, match.spans[group]!), Math.max(0, match.spans[group + 1]!)) : '';
  return { different, relaxed: relax(different), found };
}

/** The fewest parts for which `holds`, looking into alternations and repeats; none where `holds` does not even for all. */
function partsThatDiffer(
  all: readonly RegexPart[],
  holds: (some: readonly RegexPart[]) => boolean,
): readonly RegexPart[] {
  const needed = (some: readonly RegexPart[], others: readonly RegexPart[]): readonly RegexPart[] => {
    if (holds(others)) return [];
    if (some.length === 1) {
      const inner = some[0]!.inner
        .filter(
          (branch) =>
            branch.length > 1 || (branch[0] !== undefined && branch[0].inner.length > 0) || some[0]!.inner.length > 1,
        )
        .find((branch) => branch.length > 0 && holds(sorted([...branch, ...others])));
      return inner ? needed(inner, others) : some;
    }
    const [left, right] = [some.slice(0, some.length >> 1), some.slice(some.length >> 1)];
    const first = needed(left, sorted([...right, ...others]));
    return [...first, ...needed(right, sorted([...first, ...others]))];
  };
  return all.length > 0 && holds(all) ? sorted(needed(all, [])) : [];
}

function sorted(parts: readonly RegexPart[]): readonly RegexPart[] {
  return [...parts].sort((a, b) => a.span.start - b.span.start);
}

/** The parts at fault; where only something stands in between, the anchor that does not hold or the part that follows. */
function culpritOf(
  { from, to, found }: Relaxation,
  parts: readonly RegexPart[],
  source: string,
  text: string,
): { span: Span; written: string } {
  const blankBefore = parts[from - 1];
  const isBlank = found !== undefined && /^\s+$/.test(text.slice(found.start, found.end));
  if (to === from && isBlank && blankBefore?.kind === 'literal' && blankBefore.literal.trim() === '')
    return { span: blankBefore.span, written: blankBefore.written };
  const tag = tagBehindPort(from, found, parts, text);
  if (tag) return { span: tag.span, written: tag.written };
  const isAtStart = to === from && parts[from - 1]?.kind === 'start';
  const first = to > from ? from : isAtStart || from === parts.length ? from - 1 : from;
  const [part, last] = [parts[first]!, parts[Math.max(first, to - 1)]!];
  const span = { start: part.whole.start, end: last.whole.end };
  return { span, written: part === last ? part.written : source.slice(span.start, span.end) };
}

/** A second look inside of an alternation or a repeat that gave way: a smaller piece of it may be enough. */
function refine(source: string, near: NearMiss, trial: Trial): NearMiss {
  const { parts } = near;
  const [change] = near.relaxations;
  const part = change && change.to === change.from + 1 ? parts[change.from] : undefined;
  if (!part || part.isLoop || near.relaxations.length > 1) return near;
  const inside = part.inner
    .filter((branch) => branch.length > 1)
    .map((branch) => [...parts.slice(0, change!.from), ...branch, ...parts.slice(change!.to)])
    .flatMap((wider) => {
      const closer = findNearMiss(source, wider, trial);
      const size = closer?.relaxations.reduce((sum, { span }) => sum + span.end - span.start, 0) ?? Infinity;
      const isWider = closer !== undefined && closer.relaxations.length > 1 && passedOver(closer) > passedOver(near);
      return closer && !isWider && size < part.span.end - part.span.start ? [{ closer, size }] : [];
    });
  return inside.sort((a, b) => a.size - b.size)[0]?.closer ?? near;
}

/** How much of the line the changes pass over. */
function passedOver({ relaxations }: NearMiss): number {
  return relaxations.reduce((sum, { found }) => sum + (found ? found.end - found.start : 0), 0);
}

function partialMiss(why: string | undefined): Miss {
  return unexplainedMiss(`No small change makes this regex match${why ? `: ${why}` : ''}.`);
}

/** Nothing is known of the regex but that it does not match. */
export function unexplainedMiss(message: string): Miss {
  return {
    cause: 'text',
    message,
    culprit: undefined,
    relaxed: undefined,
    nearness: 0,
    fix: undefined,
  };
}

function nearness({ prefix, suffix, relaxations, parts: cut }: NearMiss, parts: readonly RegexPart[]): number {
  // Something stands in between, and every letter of the regex is there.
  if (relaxations.every(({ from, to }) => weightOf(cut.slice(from, to)) === 0)) return weightOf(parts);
  return weightOf(parts.slice(0, prefix)) + weightOf(parts.slice(Math.max(prefix, parts.length - suffix)));
}

function insert(text: MappedText, at: number, piece: string): MappedText {
  return MappedText.concat([text.slice(0, at), MappedText.builtin(piece, 'fix'), text.slice(at)]);
}
