import { watchConnections } from '../../explain/connections.ts';
import { explainLine, type LineExplanation } from '../../explain/explain-line.ts';
import { keepEarlierLines } from '../../explain/needed-lines.ts';
import { stagesOf } from '../../explain/stages.ts';
import { partsOfLine } from '../../matching/date-stage.ts';
import { runLines, type Rerun } from './explain-lines.ts';
import type { LineReasons } from './messages.ts';
import type { PreparedBlock } from './prepared-log.ts';

/** The thread that explains also counts: a keystroke must not wait for it. */
const mostMilliseconds = 150;

/** Why line `line`, from 0, does or does not match; undefined for one that fail2ban-regex passes over. */
export async function reasonsOfLine(rerun: Rerun, line: number): Promise<LineReasons | undefined> {
  const { input, filter } = rerun;
  const found = await explanationOf(rerun, line);
  if (!found) return undefined;
  const { explanation, template } = found;
  const stages = stagesOf(explanation, { template, datepattern: input.filter.datePatterns?.join('\n') });
  return {
    line,
    status: explanation.verdict,
    stages: stages.map(({ regex, ...stage }) => ({
      ...stage,
      regex: regex
        ? {
            kind: regex.kind,
            index: regex.kind === 'prefregex' ? 1 : filter.configuredIndex(regex.kind, regex.index),
            span: regex.span ?? null,
          }
        : null,
    })),
  };
}

/** What fail2ban makes of line `line`, from 0, and the template that took its date. */
export async function explanationOf(
  rerun: Rerun,
  line: number,
): Promise<{ readonly explanation: LineExplanation; readonly template: string | undefined } | undefined> {
  const { input, filter, guard } = rerun;
  const { compiled } = filter;
  let found: { explanation: LineExplanation; template: string | undefined } | undefined;
  // Of a long log the run begins behind its first line.
  const connections = watchConnections(false);
  const earlier = keepEarlierLines();
  await runLines(rerun, line, line + 1, {
    finding: connections.finding,
    line: (number, verdict, block, index, outcome, searched) => {
      if (compiled.maxLines > 1) earlier.add(partsOfLine(block, index));
      const findings = connections.take();
      if (number - 1 !== line) return;
      const { templates, templateNames } = block as PreparedBlock;
      const options = {
        python: input.filter.python,
        multiline: compiled.maxLines > 1,
        guard,
        milliseconds: input.regexMilliseconds,
        lineMilliseconds: mostMilliseconds,
      };
      const judged = { number, verdict, block, index, outcome, searched, earlier: earlier.lines, findings };
      const explanation = explainLine(compiled, judged, options);
      found = { explanation, template: templates[index] === 0 ? undefined : templateNames[templates[index]! - 1] };
    },
  });
  return found;
}
