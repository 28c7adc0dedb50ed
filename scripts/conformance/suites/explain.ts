import { join } from 'node:path';
import { askOracle, fixedNow } from '../oracle.ts';
import { runOurs } from '../real-test.ts';
import type { Difference, Suite } from '../suite.ts';
import { filtersWithLog } from './resolve.ts';

/** How many missed lines of each log are explained. */
const linesOfLog = '12';

interface Miss {
  readonly matched: boolean;
  readonly relaxed?: string | null;
  readonly content?: string | null;
}

interface ExplainedLine {
  readonly line: number;
  readonly rest: string;
  readonly prefregex: Miss | null;
  readonly failregex: readonly (Miss & { readonly failregex: number })[];
}

/** What `explain` says of every stock filter's own missed lines: the regex with the named change has to match in CPython. */
export const explain: Suite = {
  name: 'explain',
  asks: 'fail2ban',
  known: [],
  run: async (real) => {
    const claims = [];
    const differences: Difference[] = [];
    for (const filter of filtersWithLog(real)) {
      const options = ['--missed', '--limit', linesOfLog, '--format', 'json'];
      const test = { id: filter, log: join(real.logs, filter), filter, configDir: real.config, options };
      const { code, out, err } = await runOurs(real, test, 'UTC', [], fixedNow, 'explain');
      if (code === 0) claims.push(...(JSON.parse(out) as ExplainedLine[]).flatMap((line) => claimsOf(filter, line)));
      else differences.push({ id: filter, expected: 'an explanation', actual: err });
    }
    const asked = claims.filter(({ relaxed }) => relaxed !== null);
    const answers = await askOracle<({ error: string } | { results: unknown[] })[]>('regex-search.py', {
      shared: [],
      questions: asked.map(({ relaxed, text }) => ({ pattern: relaxed, subjects: [text], alsoShared: false })),
    });
    for (const [i, answer] of answers.entries())
      if (!('results' in answer) || !Array.isArray(answer.results[0]))
        differences.push({ id: asked[i]!.id, expected: answer, actual: asked[i]!.relaxed });
    return {
      total: asked.length,
      differences,
      note: `${claims.length - asked.length} regexes without a small change that matches`,
    };
  },
};

function claimsOf(filter: string, { line, rest, prefregex, failregex }: ExplainedLine) {
  const text = `${prefregex?.content ?? rest}\n`;
  const missed = [
    ...(prefregex && !prefregex.matched ? [{ ...prefregex, failregex: 0, text: `${rest}\n` }] : []),
    ...failregex.filter(({ matched }) => !matched).map((miss) => ({ ...miss, text })),
  ];
  return missed.map((miss) => ({
    id: `${filter} line ${line} regex ${miss.failregex}`,
    relaxed: miss.relaxed ?? null,
    text: miss.text,
  }));
}
