import { type Disposable, LanguageStatusSeverity, languages } from 'vscode';
import { languageIds } from '../../server/src/protocol.ts';
import type { Lens } from './lens.ts';
import { statusText } from './run-text.ts';

const severities = {
  information: LanguageStatusSeverity.Information,
  warning: LanguageStatusSeverity.Warning,
  error: LanguageStatusSeverity.Error,
};

/** The language status item of filters and jails: sample, counts, engine in use, busy. */
export function activateStatus({ runs }: Lens): Disposable[] {
  const item = languages.createLanguageStatusItem('fail2banLens.status', [
    { language: languageIds.filter },
    { language: languageIds.jail },
  ]);
  item.name = 'Fail2ban Lens';
  item.command = { command: 'fail2banLens.chooseSample', title: 'Choose Sample Log…' };
  const show = () => {
    const subject = runs.active();
    const words = statusText(subject && runs.get(subject));
    item.text = words.text;
    item.detail = words.detail;
    item.busy = words.busy;
    item.severity = severities[words.severity];
  };
  show();
  return [item, runs.onDidChange(show)];
}
