import {
  CodeActionKind,
  CompletionItemKind,
  FoldingRangeKind,
  InlayHintKind,
  InsertTextFormat,
  MarkupKind,
  SemanticTokensBuilder,
  SymbolKind,
  type CodeAction,
  type CompletionItem,
  type DocumentHighlight,
  type DocumentLink,
  type DocumentSymbol,
  type FoldingRange,
  type Hover,
  type InlayHint,
  type LinkedEditingRanges,
  type Location,
  type LocationLink,
  type MarkupContent,
  type Range,
  type SelectionRange,
  type SemanticTokens,
  type TextEdit,
  type WorkspaceEdit,
  type WorkspaceSymbol,
} from 'vscode-languageserver/node';
import type { Span } from '../text/span.ts';
import {
  tokenModifiers,
  tokenTypes,
  type CodeActionAnswer,
  type CompletionAnswer,
  type CompletionKind,
  type DefinitionAnswer,
  type FoldAnswer,
  type HoverAnswer,
  type InlayHintAnswer,
  type LinkAnswer,
  type LinkedEditingAnswer,
  type Place,
  type PrepareRenameAnswer,
  type RenameAnswer,
  type SelectionAnswer,
  type SymbolAnswer,
  type SymbolKindName,
  type TextChange,
  type TokenAnswer,
  type Words,
  type WorkspaceSymbolAnswer,
} from '../features/answers.ts';
import { nameOf, normalizePath } from '../config/paths.ts';
import type { LineIndex } from '../text/line-index.ts';
import { toDiagnostic, toLocation, toRange } from './convert.ts';
import { UserError } from './guard.ts';
import type { Session } from './session.ts';

/** What the answers of one request are dressed with. */
export interface Edge {
  readonly session: Session;
  /** Lines of the file that was asked about. */
  readonly lines: LineIndex;
  readonly uri: string;
}

function toMarkup({ markdown }: Words): MarkupContent {
  return { kind: MarkupKind.Markdown, value: markdown };
}

export function toHover({ lines }: Edge, { span, markdown }: HoverAnswer): Hover {
  return { contents: toMarkup({ markdown }), range: toRange(lines, span) };
}

const completionKinds: Readonly<Record<CompletionKind, CompletionItemKind>> = {
  section: CompletionItemKind.Module,
  option: CompletionItemKind.Property,
  value: CompletionItemKind.Value,
  tag: CompletionItemKind.Constant,
  variable: CompletionItemKind.Variable,
  file: CompletionItemKind.File,
  filter: CompletionItemKind.Class,
  action: CompletionItemKind.Event,
  parameter: CompletionItemKind.Field,
  snippet: CompletionItemKind.Snippet,
  token: CompletionItemKind.Unit,
};

export function toCompletions({ lines }: Edge, answers: readonly CompletionAnswer[]): CompletionItem[] {
  return answers.map(({ label, kind, detail, words, text, isSnippet, span, sort, filter }) => ({
    label,
    kind: completionKinds[kind],
    textEdit: { range: toRange(lines, span), newText: text },
    ...(isSnippet ? { insertTextFormat: InsertTextFormat.Snippet } : {}),
    ...(detail === undefined ? {} : { detail }),
    ...(words ? { documentation: toMarkup(words) } : {}),
    ...(sort === undefined ? {} : { sortText: sort }),
    ...(filter === undefined ? {} : { filterText: filter }),
  }));
}

export function toDefinitions({ session, lines }: Edge, answers: readonly DefinitionAnswer[]): LocationLink[] {
  return answers.flatMap(({ from, to }) => {
    const location = toLocation(session, to);
    return location
      ? [
          {
            originSelectionRange: toRange(lines, from),
            targetUri: location.uri,
            targetRange: location.range,
            targetSelectionRange: location.range,
          },
        ]
      : [];
  });
}

export function toLocations({ session }: Edge, places: readonly Place[]): Location[] {
  return places.flatMap((place) => toLocation(session, place) ?? []);
}

export function toLinks({ session, lines }: Edge, answers: readonly LinkAnswer[]): DocumentLink[] {
  return answers.flatMap(({ span, file, tooltip }) => {
    const target = session.uriOf(file);
    return target === null
      ? []
      : [{ range: toRange(lines, span), target, ...(tooltip === undefined ? {} : { tooltip }) }];
  });
}

const symbolKinds: Readonly<Record<SymbolKindName, SymbolKind>> = {
  section: SymbolKind.Module,
  jail: SymbolKind.Class,
  option: SymbolKind.Property,
  regex: SymbolKind.String,
  variable: SymbolKind.Variable,
  file: SymbolKind.File,
};

export function toSymbols(edge: Edge, answers: readonly SymbolAnswer[]): DocumentSymbol[] {
  return answers.map(({ name, kind, detail, span, nameSpan, children }) => ({
    // The protocol wants a name that is not blank.
    name: name.trim() === '' ? '(no name)' : name,
    kind: symbolKinds[kind],
    range: toRange(edge.lines, span),
    selectionRange: toRange(edge.lines, nameSpan),
    children: toSymbols(edge, children),
    ...(detail === undefined ? {} : { detail }),
  }));
}

export function toWorkspaceSymbols(session: Session, answers: readonly WorkspaceSymbolAnswer[]): WorkspaceSymbol[] {
  return answers.flatMap(({ name, kind, container, place }) => {
    const location = toLocation(session, place);
    return location
      ? [{ name, kind: symbolKinds[kind], location, ...(container === undefined ? {} : { containerName: container }) }]
      : [];
  });
}

const foldKinds = {
  comment: FoldingRangeKind.Comment,
  imports: FoldingRangeKind.Imports,
  region: FoldingRangeKind.Region,
} as const;

export function toFolds({ lines }: Edge, answers: readonly FoldAnswer[]): FoldingRange[] {
  return answers.flatMap(({ span, kind }) => {
    const startLine = lines.positionAt(span.start).line;
    const endLine = lines.positionAt(span.end).line;
    return endLine > startLine ? [{ startLine, endLine, ...(kind ? { kind: foldKinds[kind] } : {}) }] : [];
  });
}

export function toSelection({ lines }: Edge, spans: SelectionAnswer): SelectionRange | undefined {
  return [...spans]
    .reverse()
    .reduce<SelectionRange | undefined>(
      (parent, span) => ({ range: toRange(lines, span), ...(parent ? { parent } : {}) }),
      undefined,
    );
}

export const tokensLegend = { tokenTypes: [...tokenTypes], tokenModifiers: [...tokenModifiers] };

export function toTokens({ lines }: Edge, answers: readonly TokenAnswer[]): SemanticTokens {
  const builder = new SemanticTokensBuilder();
  for (const { span, type, modifiers = [] } of [...answers].sort((a, b) => a.span.start - b.span.start)) {
    const { line, character } = lines.positionAt(span.start);
    const bits = modifiers.reduce((sum, modifier) => sum | (1 << tokenModifiers.indexOf(modifier)), 0);
    builder.push(line, character, span.end - span.start, tokenTypes.indexOf(type), bits);
  }
  return builder.build();
}

export function toInlayHints({ lines }: Edge, answers: readonly InlayHintAnswer[]): InlayHint[] {
  return answers.map(({ offset, label, words, kind, spaceBefore, spaceAfter }) => ({
    position: lines.positionAt(offset),
    label,
    ...(words ? { tooltip: toMarkup(words) } : {}),
    ...(kind ? { kind: kind === 'type' ? InlayHintKind.Type : InlayHintKind.Parameter } : {}),
    ...(spaceBefore ? { paddingLeft: true } : {}),
    ...(spaceAfter ? { paddingRight: true } : {}),
  }));
}

/** Undefined where one of the changes lies in no file that the client can open: part of an edit is worse than none. */
export function toWorkspaceEdit(session: Session, changes: readonly TextChange[]): WorkspaceEdit | undefined {
  const byUri: Record<string, TextEdit[]> = {};
  for (const { place, text } of changes) {
    const location = toLocation(session, place);
    if (!location) return undefined;
    (byUri[location.uri] ??= []).push({ range: location.range, newText: text });
  }
  return { changes: byUri };
}

/** Undefined where the client makes no files. */
function withNewFile(
  session: Session,
  { changes = {} }: WorkspaceEdit,
  { file, text }: NonNullable<CodeActionAnswer['creates']>,
): WorkspaceEdit | undefined {
  const uri = session.uriOf(file);
  if (uri === null || !session.createsFiles()) return undefined;
  const start = { line: 0, character: 0 };
  return {
    documentChanges: [
      ...Object.entries(changes).map(([other, edits]) => ({ textDocument: { uri: other, version: null }, edits })),
      { kind: 'create', uri },
      { textDocument: { uri, version: null }, edits: [{ range: { start, end: start }, newText: text }] },
    ],
  };
}

const actionKinds: Readonly<Record<CodeActionAnswer['kind'], CodeActionKind>> = {
  quickfix: CodeActionKind.QuickFix,
  'refactor.extract': CodeActionKind.RefactorExtract,
  'refactor.inline': CodeActionKind.RefactorInline,
  'refactor.move': 'refactor.move',
  'refactor.rewrite': CodeActionKind.RefactorRewrite,
  'source.fixAll': CodeActionKind.SourceFixAll,
};

export function toCodeActions({ session, lines }: Edge, answers: readonly CodeActionAnswer[]): CodeAction[] {
  return answers.flatMap(({ title, kind, changes, creates, isPreferred, cures }) => {
    const plain = toWorkspaceEdit(session, changes);
    const edit = plain && creates ? withNewFile(session, plain, creates) : plain;
    if (!edit) return [];
    const diagnostics = (cures ?? []).map((finding) =>
      toDiagnostic(session, session.linesOf(finding.place.file) ?? lines, finding, { relatedInformation: false }),
    );
    return [
      {
        title,
        kind: actionKinds[kind],
        edit,
        ...(isPreferred ? { isPreferred } : {}),
        ...(diagnostics.length > 0 ? { diagnostics } : {}),
      },
    ];
  });
}

export function toRenameRange({ lines }: Edge, answer: PrepareRenameAnswer): { range: Range; placeholder: string } {
  if ('refused' in answer) throw new UserError(answer.refused);
  return { range: toRange(lines, answer.span), placeholder: answer.name };
}

export function toRename({ session }: Edge, answer: RenameAnswer | { readonly refused: string }): WorkspaceEdit {
  if ('refused' in answer) throw new UserError(answer.refused);
  // A file that the configuration only borrows (fail2ban's own common.conf) is not ours to change.
  const lent = answer.changes.find(({ place }) => session.files.locate(place.file) !== normalizePath(place.file));
  if (lent)
    throw new UserError(`It is also written in ${nameOf(lent.place.file)}, which does not belong to this folder.`);
  const edit = toWorkspaceEdit(session, answer.changes);
  if (!edit) throw new UserError('A part of it is written in a file that cannot be changed.');
  return edit;
}

export function toHighlights({ lines }: Edge, spans: readonly Span[]): DocumentHighlight[] {
  return spans.map((span) => ({ range: toRange(lines, span) }));
}

export function toLinkedEditing({ lines }: Edge, { spans, wordPattern }: LinkedEditingAnswer): LinkedEditingRanges {
  return { ranges: spans.map((span) => toRange(lines, span)), ...(wordPattern === undefined ? {} : { wordPattern }) };
}

/** Changes of the file that was asked about. */
export function toTextEdits({ lines }: Edge, changes: readonly TextChange[]): TextEdit[] {
  return changes.map(({ place, text }) => ({ range: toRange(lines, place.span), newText: text }));
}
