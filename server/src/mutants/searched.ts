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

/** Regexes of the same text, under one or several sets of options, with all texts that the samples have them searched in. */
export interface Searched {
  readonly role: RegexRole;
  readonly index: number;
  readonly regex: CompiledRegex;
  readonly subject: SampleSubject;
  readonly texts: Set<string>;
  /** Lines that the regex matches, the first few. */
  readonly hits: SeenLine[];
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
    const { prefregex } = filter;
    const enter = (role: RegexRole, regex: CompiledRegex, index: number): Searched => {
      const one: Searched = { role, index, regex, subject, texts: new Set(), hits: [] };
      if (filter.maxLines <= 1) all.push(one);
      return one;
    };
    const prefix = prefregex && enter('prefregex', prefregex, 0);
    const fail = filter.failregex.map((regex, i) => enter('failregex', regex, i));
    const ignore = filter.ignoreregex.map((regex, i) => enter('ignoreregex', regex, i));
    const note = (one: Searched, line: SeenLine): void => {
      if (one.hits.length < mostHits && one.hits.every(({ text }) => text !== line.text)) one.hits.push(line);
    };
    return {
      line: (block, index, outcome) => {
        const text = searchedText(block, index);
        const start = block.starts[index]!;
        const line: SeenLine = {
          text: block.text.slice(start, block.ends[index]),
          dateEnd: Math.max(0, block.cutEnds[index]! - start),
        };
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
        if (outcome && (outcome.hits.length > 0 || outcome.counted.length > 0 || outcome.ignoredBy.length > 0))
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
    const key = `${one.role} ${one.regex.expanded.text}`;
    const known = joined.get(key);
    if (!known) joined.set(key, one);
    else {
      one.texts.forEach((text) => known.texts.add(text));
      known.hits.push(...one.hits.slice(0, Math.max(0, mostHits - known.hits.length)));
    }
  }
  return [...joined.values()];
}
