import { join } from 'node:path';
import type { CommandContext } from '../../server/src/cli/command.ts';
import { readFilterArgument } from '../../server/src/cli/filter-under-test.ts';
import { openLog } from '../../server/src/cli/log-under-test.ts';
import { prepare } from '../../server/src/cli/run-setup.ts';
import { nodeFileSystem } from '../../server/src/host/node-file-system.ts';
import type { CompiledFilter, CompiledRegex } from '../../server/src/matching/compile-filter.ts';
import { createDateStage, searchedText } from '../../server/src/matching/date-stage.ts';
import { contentOf } from '../../server/src/matching/search-run.ts';
import { textsOf } from '../../server/src/translate/searcher.ts';
import { fixedNow } from './oracle.ts';
import type { RealFail2ban } from './real-fail2ban.ts';
import { filtersWithLog } from './suites/resolve.ts';

/** A text that one regex of a stock filter matches: what fail2ban searches, with the line feed at its end. */
export interface MatchedText {
  readonly filter: string;
  readonly regex: CompiledRegex;
  /** Its number among the failregexes, from 1; 0 for prefregex. */
  readonly number: number;
  readonly text: string;
}

/** Every text of the stock filters' own logs that one of their regexes matches. Filters that search several lines are left out. */
export async function matchedTexts(real: RealFail2ban): Promise<MatchedText[]> {
  const found: MatchedText[] = [];
  for (const name of filtersWithLog(real)) {
    const log = join(real.logs, name);
    const context = contextOf(real);
    const { filter, detector, now } = prepare(context, readFilterArgument(context, name), undefined);
    if (filter.maxLines > 1) continue;
    const stage = createDateStage(detector, now);
    for await (const block of openLog(context, log, 1).blocks()) {
      const dated = stage.read(block);
      for (let i = 0; i < dated.count; i++) found.push(...matchesOf(name, filter, searchedText(dated, i)));
    }
  }
  return found;
}

function matchesOf(name: string, { prefregex, failregex }: CompiledFilter, text: string): MatchedText[] {
  const spans = prefregex?.searcher.search(text);
  if (prefregex && !spans) return [];
  const content = spans ? contentOf(prefregex!, textsOf(text, spans)) : '';
  const handedOn = content === '' ? text : `${content}\n`;
  const hits = failregex.flatMap((regex, i) =>
    regex.searcher.test(handedOn) ? [{ filter: name, regex, number: i + 1, text: handedOn }] : [],
  );
  return prefregex && hits.length > 0 ? [{ filter: name, regex: prefregex, number: 0, text }, ...hits] : hits;
}

function contextOf({ config, fail2ban }: RealFail2ban): CommandContext {
  return {
    host: {
      files: nodeFileSystem,
      cwd: process.cwd(),
      env: { TZ: 'UTC' },
      now: () => fixedNow * 1000,
      stdin: () => process.stdin,
      out: () => {},
      err: () => {},
      outAsIs: () => {},
      errAsIs: () => {},
      outIsTerminal: false,
      errIsTerminal: false,
    },
    positionals: [],
    values: { config },
    fail2ban,
    python: '3.11',
  };
}
