import { escapeRegex } from '../text/escape-regex.ts';
import type { Span } from '../text/span.ts';
import type { LineDanger } from './danger.ts';
import { configuredText, withFix } from './places.ts';
import { createProbe, type FilterTexts, type Probe, type RegexName } from './probe.ts';
import { mostSampleCharacters } from './sample.ts';

/** Regexes that name a program whose lines come under a longer name now. E.g. `sshd-session` for `sshd` */
export interface LongerName {
  readonly dangers: readonly LineDanger[];
  /** The lines, from 1, in which a failure is found with the longer name. */
  readonly lines: readonly number[];
}

/** Lines of one name that are looked at. */
const mostLines = 500;
/** Different names of a sample. */
const mostNames = 20;

/**
 * Programs of the sample whose name is that of a regex with more behind a hyphen, where the regex finds failures in their lines once it takes that name, too. Each was tried:
 * no line is lost.
 */
export function findLongerNames(probe: Probe, sample: string): LongerName[] {
  if (probe.texts.maxLines > 1) return [];
  const found: LongerName[] = [];
  for (const [word, endings] of namesIn(probe.texts, sample.slice(0, mostSampleCharacters))) {
    const places = placesOf(probe, word);
    const gaining = [...endings].filter(([ending, lines]) => gainsOf(probe, places, [ending], lines));
    const lines = gaining.flatMap(([, own]) => own).sort((a, b) => a.number - b.number);
    const taken = gaining.map(([ending]) => ending);
    const gains = gainsOf(probe, places, taken, lines);
    if (gains) found.push(tell(probe, word, taken, gains));
  }
  return found;
}

interface NumberedLine {
  readonly number: number;
  readonly text: string;
}

/** By the shorter name, which stands in a regex, the endings with their lines. */
function namesIn(texts: FilterTexts, sample: string): Map<string, Map<string, NumberedLine[]>> {
  const names = new Map<string, Map<string, NumberedLine[]>>();
  const regexes = [texts.prefregex ?? '', ...texts.failregex].join('\n');
  if (!sample.includes('-')) return names;
  let count = 0;
  sample.split('\n').forEach((text, i) => {
    const [, whole] = /(?:^|[\s/])([A-Za-z][\w.]*(?:-[A-Za-z][\w.]*)+)(?:\[\d+\])?:\s/.exec(text) ?? [];
    if (whole === undefined) return;
    for (let at = whole.indexOf('-'); at > 0; at = whole.indexOf('-', at + 1)) {
      const [word, ending] = [whole.slice(0, at), whole.slice(at)];
      if (!regexes.includes(word)) continue;
      const endings = names.get(word) ?? new Map<string, NumberedLine[]>();
      names.set(word, endings);
      if (!endings.has(ending) && count++ >= mostNames) continue;
      const lines = endings.get(ending) ?? [];
      if (lines.length < mostLines) lines.push({ number: i + 1, text });
      endings.set(ending, lines);
    }
  });
  return names;
}

interface Place {
  readonly regex: RegexName;
  readonly span: Span;
}

/** Where the name stands by itself in prefregex and failregexes. */
function placesOf({ regexes, texts }: Probe, word: string): Place[] {
  const alone = new RegExp(`(?<![\\w\\\\.-])${escapeRegex(word)}(?![\\w-]|\\(\\?:-)`, 'g');
  return regexes
    .filter(({ name }) => name.role !== 'ignoreregex')
    .flatMap(({ name }) =>
      [...configuredText(texts, name).matchAll(alone)].map(({ index }) => ({
        regex: name,
        span: { start: index, end: index + word.length },
      })),
    );
}

/** `-session`, or several: a text for a regex, whose parts may all be missing. */
function optional(endings: readonly string[]): string {
  const words = endings.map((ending) => escapeRegex(ending.slice(1)));
  return words.length === 1 ? `(?:-${words[0]})?` : `(?:-(?:${words.join('|')}))?`;
}

/** The filter with the endings at these places. */
function lengthened(texts: FilterTexts, places: readonly Place[], endings: readonly string[]): FilterTexts {
  // From behind, so that the places before stay where they are.
  return [...places].reverse().reduce((changed, { regex, span }) => {
    const edit = { span: { start: span.end, end: span.end }, text: optional(endings) };
    return withFix(changed, { title: '', regex, edits: [edit] });
  }, texts);
}

/** The lines that match only with the endings, and whom they name; undefined for none, or where a line is lost. */
function gainsOf(
  probe: Probe,
  places: readonly Place[],
  endings: readonly string[],
  lines: readonly NumberedLine[],
): Map<NumberedLine, string> | undefined {
  if (places.length === 0 || lines.length === 0) return undefined;
  const log = lines.map(({ text }) => text).join('\n');
  const changed = createProbe(lengthened(probe.texts, places, endings));
  if (!changed.isWhole) return undefined;
  const before = new Map(probe.ask(log).taken.map(({ line, id }) => [line, id]));
  const after = new Map(changed.ask(log).taken.map(({ line, id }) => [line, id]));
  if ([...before].some(([line, id]) => after.get(line) !== id)) return undefined;
  const gains = [...after].filter(([line]) => !before.has(line));
  return gains.length > 0 ? new Map(gains.map(([line, id]) => [lines[line - 1]!, id])) : undefined;
}

function tell(
  probe: Probe,
  word: string,
  endings: readonly string[],
  gains: ReadonlyMap<NumberedLine, string>,
): LongerName {
  const lines = [...gains.keys()];
  const dangers: LineDanger[] = [];
  for (const place of placesOf(probe, word)) {
    const { regex, span } = place;
    // A variable that stands in several regexes is one place in the file.
    if (dangers.some((other) => other.regex === regex)) continue;
    const [own] = gainsOf(probe, [place], endings, lines) ?? [];
    if (!own) continue;
    const text = word + optional(endings);
    dangers.push({
      kind: 'longer-name',
      regex,
      span,
      part: word,
      proof: { log: own[0].text, id: null, meant: own[1], from: 'sample' },
      longer: { names: endings.map((ending) => word + ending), lines: gains.size },
      fix: { title: `Write ${text}`, regex, edits: [{ span, text }] },
    });
  }
  return { dangers, lines: lines.map(({ number }) => number) };
}
