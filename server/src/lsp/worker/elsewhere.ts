import { foreignLogInWords, watchForeignLog } from '../../explain/foreign-log.ts';
import { runLines, type Rerun } from './explain-lines.ts';
import type { InputFilter } from './input-filter.ts';
import type { Elsewhere, FilterMode } from './messages.ts';

/** Of a longer log nothing is said: the thread also counts. */
const mostLines = 20_000;

/** Which other modes of a filter match line `line`, from 0; and, where none does and `isAllMissed`, whether the log is another program's. */
export async function elsewhere(
  rerun: Rerun,
  line: number,
  {
    modes,
    isAllMissed,
    compiled,
  }: {
    readonly modes: readonly FilterMode[];
    readonly isAllMissed: boolean;
    compiled(filter: FilterMode['filter']): Promise<InputFilter>;
  },
): Promise<Elsewhere> {
  const matching: string[] = [];
  for (const { mode, filter } of modes) {
    const other = await compiled(filter);
    if (other.problem !== null) continue;
    await runLines({ ...rerun, input: { ...rerun.input, filter }, filter: other }, line, line + 1, {
      line: (number, verdict) => {
        if (number - 1 === line && verdict === 'matched') matching.push(mode);
      },
    });
  }
  const isForeign = isAllMissed && matching.length === 0;
  return { modes: matching, foreign: isForeign ? ((await foreignLog(rerun)) ?? null) : null };
}

async function foreignLog({ filter: { compiled }, prepared }: Rerun): Promise<string | undefined> {
  const watch = watchForeignLog(compiled);
  for (let i = 0, lines = 0; ; i++) {
    const block = await prepared.block(i);
    if (!block) break;
    lines += block.count;
    if (lines > mostLines) return undefined;
    for (let at = 0; at < block.count; at++) watch.add(block.text.slice(block.starts[at], block.ends[at]));
  }
  const foreign = watch.verdict();
  return foreign && foreignLogInWords(foreign);
}
