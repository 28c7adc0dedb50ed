import { type Disposable, commands, window } from 'vscode';
import { acceptOutcome } from './commands/accept-outcome.ts';
import { chooseSample } from './commands/choose-sample.ts';
import type { Command } from './commands/command.ts';
import { forgetSample } from './commands/forget-sample.ts';
import { compareWith } from './commands/compare-with.ts';
import { copyRegexCommand } from './commands/copy-regex-command.ts';
import { openTour } from './commands/open-tour.ts';
import { packFilter } from './commands/pack-filter.ts';
import { peekLines } from './commands/peek-lines.ts';
import { addLinesToSample, recordSample } from './commands/record-sample.ts';
import { restartServer } from './commands/restart-server.ts';
import { showChanges } from './commands/show-changes.ts';
import { showEffectiveConfiguration } from './commands/show-effective-configuration.ts';
import { showExpandedRegex } from './commands/show-expanded-regex.ts';
import { showIgnored, showMatched, showMissed } from './commands/show-lines.ts';
import { showLog } from './commands/show-log.ts';
import { showRegexDiagram } from './commands/show-regex-diagram.ts';
import { showResults } from './commands/show-results.ts';
import { addNoticingLine, addNoticingLines, showUnnoticed } from './commands/show-unnoticed.ts';
import { simulate } from './commands/simulate.ts';
import { nextChange, previousChange } from './commands/step-change.ts';
import { nextMatch, previousMatch } from './commands/step-match.ts';
import { testAgainstClipboard } from './commands/test-against-clipboard.ts';
import { testAgainstLog } from './commands/test-against-log.ts';
import { toggleBanMarks } from './commands/toggle-ban-marks.ts';
import { whyLine } from './commands/why-line.ts';
import { whyShape } from './commands/why-shape.ts';
import type { Lens } from './lens.ts';

const all: readonly Command[] = [
  acceptOutcome,
  testAgainstLog,
  testAgainstClipboard,
  chooseSample,
  forgetSample,
  showMatched,
  showIgnored,
  showMissed,
  whyLine,
  whyShape,
  nextMatch,
  previousMatch,
  nextChange,
  previousChange,
  showChanges,
  compareWith,
  copyRegexCommand,
  showExpandedRegex,
  showRegexDiagram,
  simulate,
  toggleBanMarks,
  showEffectiveConfiguration,
  showResults,
  recordSample,
  addLinesToSample,
  showUnnoticed,
  addNoticingLine,
  addNoticingLines,
  packFilter,
  openTour,
  restartServer,
  showLog,
  peekLines,
];

/** Registers every command; one that fails says so to the user and to the log. */
export function activateCommands(lens: Lens): Disposable[] {
  return all.map(({ id, run }) =>
    commands.registerCommand(id, async (...args: unknown[]) => {
      try {
        await run(lens, ...args);
      } catch (error) {
        const message = error instanceof Error ? error.message : String(error);
        lens.log.error(`${id}: ${message}`);
        void window.showErrorMessage(`Fail2ban Lens: ${message}`);
      }
    }),
  );
}
