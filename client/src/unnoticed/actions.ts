import { CodeAction, CodeActionKind, CodeLens, type Disposable, Range, languages } from 'vscode';
import { languageIds } from '../../../server/src/protocol.ts';
import { toRange } from '../to-range.ts';
import { lensText, noticingLines, shortLine } from './model.ts';
import type { Unnoticed } from './store.ts';

/** At a change that no line notices: add the line that would. Above the section: how many are noticed. */
export function activateUnnoticed(unnoticed: Unnoticed): Disposable[] {
  const filters = { language: languageIds.filter };
  return [
    languages.registerCodeActionsProvider(
      filters,
      {
        provideCodeActions({ uri }, range) {
          return unnoticed.all().flatMap(({ filter, changes }) => {
            const here = changes.filter(
              ({ location }) => location.uri === uri.toString() && toRange(location.range).intersection(range),
            );
            if (here.length === 0) return [];
            const all = noticingLines(changes).reduce((sum, { texts }) => sum + texts.length, 0);
            return [
              ...noticingLines(here).flatMap(({ options, texts }) =>
                texts.map((text) =>
                  fix(`Add This Line to the Sample: ${shortLine(text)}`, 'fail2banLens.addNoticingLine', [
                    filter,
                    text,
                    options,
                  ]),
                ),
              ),
              ...(all > 1
                ? [fix(`Add All ${all} Lines That Would Notice a Change`, 'fail2banLens.addNoticingLines', [filter])]
                : []),
            ];
          });
        },
      },
      { providedCodeActionKinds: [CodeActionKind.QuickFix] },
    ),
    languages.registerCodeLensProvider(filters, {
      onDidChangeCodeLenses: unnoticed.onDidChange,
      provideCodeLenses(document) {
        const uri = document.uri.toString();
        const found = unnoticed.all().find(({ filter }) => filter === uri);
        if (!found) return [];
        const at = document.positionAt(Math.max(0, document.getText().search(/^\[Definition\]/m)));
        const range = new Range(at, at);
        return [new CodeLens(range, { title: lensText(found), command: 'workbench.actions.view.problems' })];
      },
    }),
  ];
}

function fix(title: string, command: string, args: readonly unknown[]): CodeAction {
  const action = new CodeAction(title, CodeActionKind.QuickFix);
  action.command = { title, command, arguments: [...args] };
  return action;
}
