import type { CompiledRegex } from '../matching/compile-filter.ts';
import type { RegexRole } from '../matching/compile-regex.ts';
import { searchedText } from '../matching/date-stage.ts';
import { contentOf } from '../matching/search-run.ts';
import type { SampleSubject, SubjectObserver } from '../samples/subject.ts';
import { verifySample, type SampleRequest } from '../samples/verify-sample.ts';
import { textsIn } from './matches.ts';

/** A line of a sample as it was run. */
export interface SeenLine {
  readonly text: string;
  /** Where the date ends. */
  readonly dateEnd: number;
}

/** A line that a regex matches; with `maxlines`, with the lines before it that fail2ban may hold. */
export interface SeenHit extends SeenLine {
  readonly before: readonly SeenLine[];
}

/** The lines that were run with a filter that takes several together (`maxlines`), under one set of options. */
export interface BufferedRun {
  readonly subject: SampleSubject;
  /** Of the regex in that filter. */
  readonly index: number;
  readonly lines: readonly SeenLine[];
}

/** Regexes of the same text, under one or several sets of options, with all texts that the samples have them searched in. */
export interface Searched {
  readonly role: RegexRole;
  readonly index: number;
  readonly regex: CompiledRegex;
  readonly subject: SampleSubject;
  readonly texts: Set<string>;
  /** Lines that the regex matches, the first few. */
  readonly hits: SeenHit[];
  /** With `maxlines`, where no one text is searched: each run of the sample. Else none. */
  readonly runs: BufferedRun[];
}

const mostHits = 3;

export interface SearchedRequest extends Omit<SampleRequest, 'path' | 'observe'> {
  readonly paths: readonly string[];
}

/** Runs the samples and writes down what each regex is searched in. */
export function collectSearched({ paths, ...request }: SearchedRequest): Searched[] {
  const all: Searched[] = [];
  const observe = (subject: SampleSubject): SubjectObserver => {
    const { filter } = subject;
    const { prefregex, maxLines } = filter;
    const lines: SeenLine[] = [];
    const enter = (role: RegexRole, regex: CompiledRegex, index: number): Searched => {
      const runs = maxLines > 1 ? [{ subject, index, lines }] : [];
      const one: Searched = { role, index, regex, subject, texts: new Set(), hits: [], runs };
      all.push(one);
      return one;
    };
    const prefix = prefregex && enter('prefregex', prefregex, 0);
    const fail = filter.failregex.map((regex, i) => enter('failregex', regex, i));
    const ignore = filter.ignoreregex.map((regex, i) => enter('ignoreregex', regex, i));
    const note = (one: Searched, line: SeenHit): void => {
      if (one.hits.length < mostHits && one.hits.every(({ text }) => text !== line.text)) one.hits.push(line);
    };
    return {
      line: (block, index, outcome) => {
        const text = searchedText(block, index);
        const start = block.starts[index]!;
        const line: SeenHit = {
          text: block.text.slice(start, block.ends[index]),
          dateEnd: Math.max(0, block.cutEnds[index]! - start),
          before: lines.slice(Math.max(0, lines.length - maxLines + 1)),
        };
        if (maxLines > 1) {
          lines.push(line);
          const isHit = (outcome?.hits.length ?? 0) > 0;
          if (prefix && isHit) note(prefix, line);
          for (const one of fail) if (outcome?.hits.some(({ regex }) => regex === one.index)) note(one, line);
          for (const one of ignore) if (outcome?.ignoredBy.includes(one.index)) note(one, line);
          return;
        }
        let handed: string | undefined = text;
        if (prefix) {
          prefix.texts.add(text);
          const found = prefix.regex.searcher.search(text);
          if (found) note(prefix, line);
          const content = found ? contentOf(prefix.regex, textsIn(text, found)) : undefined;
          handed = content === undefined ? undefined : content === '' ? text : `${content}\n`;
        }
        if (handed === undefined) return;
        for (const one of fail) {
          one.texts.add(handed);
          if (one.hits.length < mostHits && one.regex.tester.test(handed)) note(one, line);
        }
        // Nothing is let go that no failregex matches.
        if (outcome && (outcome.hits.length > 0 || outcome.ignoredBy.length > 0))
          for (const one of ignore) {
            one.texts.add(handed);
            if (outcome.ignoredBy.includes(one.index)) note(one, line);
          }
      },
    };
  };
  for (const path of paths) verifySample({ ...request, path, observe });
  return joinAlike(all);
}

/** Many sets of options load the same regex: once is enough. */
function joinAlike(all: readonly Searched[]): Searched[] {
  const joined = new Map<string, Searched>();
  for (const one of all) {
    const key = `${one.role} ${one.runs.length} ${one.regex.expanded.text}`;
    const known = joined.get(key);
    if (!known) joined.set(key, one);
    else {
      one.texts.forEach((text) => known.texts.add(text));
      known.runs.push(...one.runs);
      known.hits.push(...one.hits.slice(0, Math.max(0, mostHits - known.hits.length)));
    }
  }
  return [...joined.values()];
}
