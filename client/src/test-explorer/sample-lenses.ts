import { CodeLens, type Disposable, EventEmitter, type Event, Range, languages, workspace } from 'vscode';
import { sampleLanguage, type FilterVerdict } from '../../../server/src/protocol.ts';
import { outcomesOf, type SampleOutcome } from './outcomes.ts';

/** What the latest run said of each sample that has not changed since. */
export interface SampleOutcomes {
  readonly onDidChange: Event<void>;
  get(uri: string): SampleOutcome | undefined;
  tell(verdict: FilterVerdict): void;
  /** The sample is another now. */
  forget(uri: string): void;
}

export function createSampleOutcomes(): SampleOutcomes {
  const changed = new EventEmitter<void>();
  const known = new Map<string, SampleOutcome>();
  return {
    onDidChange: changed.event,
    get: (uri) => known.get(uri),
    tell(verdict) {
      for (const [uri, outcome] of outcomesOf(verdict)) known.set(uri, outcome);
      changed.fire();
    },
    forget(uri) {
      if (known.delete(uri)) changed.fire();
    },
  };
}

/** Above a sample: run it, and what the last run said; what it does not notice; above each line that does not hold: accept what fail2ban does. */
export function activateSampleLenses(outcomes: SampleOutcomes): Disposable[] {
  return [
    languages.registerCodeLensProvider(
      { language: sampleLanguage },
      {
        onDidChangeCodeLenses: outcomes.onDidChange,
        provideCodeLenses(document) {
          const uri = document.uri.toString();
          const outcome = outcomes.get(uri);
          const run = new CodeLens(new Range(0, 0, 0, 0), {
            title: outcome ? `Run Sample: ${outcome.words}` : 'Run Sample',
            command: 'testing.runCurrentFile',
          });
          const accepts = (outcome?.fitting ?? []).map(({ line, fitting }) => {
            const above = line > 0 && document.lineAt(line - 1).text.startsWith('#') ? line - 1 : line;
            return new CodeLens(new Range(above, 0, above, 0), {
              title: `Accept What Fail2ban Does Now: ${fitting}`,
              command: 'fail2banLens.acceptOutcome',
              arguments: [uri, line],
            });
          });
          const unnoticed = new CodeLens(new Range(0, 0, 0, 0), {
            title: 'Show What It Does Not Notice',
            command: 'fail2banLens.showUnnoticed',
            arguments: [uri],
          });
          return [run, unnoticed, ...accepts];
        },
      },
    ),
    workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
      if (contentChanges.length > 0) outcomes.forget(document.uri.toString());
    }),
  ];
}
