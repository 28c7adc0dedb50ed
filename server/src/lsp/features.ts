import {
  CodeActionTriggerKind,
  type CodeActionParams,
  type HoverParams,
  type Position,
  type Range,
  type ReferenceParams,
  type RenameParams,
  type SelectionRangeParams,
  type ServerCapabilities,
  type TextDocumentIdentifier,
  type WorkspaceSymbolParams,
} from 'vscode-languageserver/node';
import type { CodeActionAnswer, FeatureInput } from '../features/answers.ts';
import { codeActions } from '../features/code-action.ts';
import { refactorings, triedActions, type Effects } from '../features/refactor/refactorings.ts';
import { completion } from '../features/completion.ts';
import { definition } from '../features/definition.ts';
import { documentHighlights } from '../features/document-highlight.ts';
import { folding } from '../features/folding.ts';
import { formatting } from '../features/formatting.ts';
import { hover } from '../features/hover.ts';
import { inlayHints } from '../features/inlay-hints.ts';
import { linkedEditing } from '../features/linked-editing.ts';
import { links } from '../features/links.ts';
import { references } from '../features/references.ts';
import { regexesAt } from '../features/regex-at.ts';
import { prepareRename, rename } from '../features/rename.ts';
import { selectionRanges } from '../features/selection-ranges.ts';
import { semanticTokens } from '../features/semantic-tokens.ts';
import { symbols, workspaceSymbols } from '../features/symbols.ts';
import type { Finding } from '../lint/rule.ts';
import type { Span } from '../text/span.ts';
import { configurationFolderOf } from './configuration-folder.ts';
import { toOffset, toSpan } from './convert.ts';
import {
  toCodeActions,
  toCompletions,
  toDefinitions,
  toFolds,
  toHighlights,
  toHover,
  toInlayHints,
  toLinkedEditing,
  toLinks,
  toLocations,
  toRename,
  toRenameRange,
  toSelection,
  tokensLegend,
  toSymbols,
  toTextEdits,
  toTokens,
  toWorkspaceSymbols,
  type Edge,
} from './convert-answers.ts';
import {
  list,
  ofDocument,
  ofDocumentAnd,
  ofPosition,
  ofRange,
  or,
  position,
  range,
  shape,
  text,
  type Check,
} from './params.ts';
import type { Session } from './session.ts';

/** What a request of the table gets: the file that was asked about, analysed, and the edge that dresses the answer. */
export interface FeatureCall {
  readonly input: FeatureInput;
  readonly edge: Edge;
  /** What is wrong with the file: the findings behind its diagnostics. */
  findings(): readonly Finding[];
  /** Tries other ways to write the file's filters on their sample, in a thread. */
  readonly effects: Effects;
}

/** One request of LSP about one document of ours. */
export interface Feature {
  /** LSP's method, e.g. `textDocument/hover`. */
  readonly method: string;
  /** What it adds to the server's capabilities. */
  readonly capabilities: ServerCapabilities;
  /** What its parameters must hold. */
  readonly needs: Check;
  /** Where it tells what was counted inside of regexes: whether only what is known, or what is waited for. */
  counts?(
    params: { readonly textDocument: TextDocumentIdentifier },
    call: FeatureCall,
  ): 'known' | 'awaited' | undefined;
  /** It tells what jails would have done with their logs, as far as that is known. */
  readonly simulates?: true;
  /** Null answers a file that fail2ban would not read. */
  answer(params: { readonly textDocument: TextDocumentIdentifier }, call: FeatureCall): unknown;
}

/**
 * The language features, one line each: LSP's method, the capability, the feature's pure function, and the function of
 * convert-answers.ts that dresses its answer. E.g.
 * `feature('textDocument/hover', { hoverProvider: true }, atPosition(hover), toHover)`.
 */
export const features: readonly Feature[] = [
  feature(
    'textDocument/completion',
    { completionProvider: { triggerCharacters: ['[', '<', '%', '(', '=', '{', '/', ',', ' '] } },
    atPosition(completion),
    toCompletions,
  ),
  {
    ...feature('textDocument/hover', { hoverProvider: true }, atPosition(hover), toHover),
    simulates: true,
    counts: (params, { input, edge }) => {
      const offset = toOffset(edge.lines, (params as HoverParams).position);
      return regexesAt(input.analysis, offset).length > 0 ? 'awaited' : undefined;
    },
  },
  feature('textDocument/definition', { definitionProvider: true }, atPosition(definition), toDefinitions),
  feature(
    'textDocument/references',
    { referencesProvider: true },
    asking(
      ofDocumentAnd({ position, context: shape({}) }),
      ({ position: at, context }: ReferenceParams, { input, edge }) =>
        references(input, toOffset(edge.lines, at), { withDefinitions: context.includeDeclaration }),
    ),
    toLocations,
  ),
  feature(
    'textDocument/documentHighlight',
    { documentHighlightProvider: true },
    atPosition(documentHighlights),
    toHighlights,
  ),
  feature(
    'textDocument/prepareRename',
    { renameProvider: { prepareProvider: true } },
    atPosition(prepareRename),
    toRenameRange,
  ),
  feature(
    'textDocument/rename',
    {},
    asking(ofDocumentAnd({ position, newName: text }), ({ position: at, newName }: RenameParams, { input, edge }) =>
      rename(input, toOffset(edge.lines, at), newName),
    ),
    toRename,
  ),
  feature('textDocument/documentLink', { documentLinkProvider: { resolveProvider: false } }, ofFile(links), toLinks),
  feature('textDocument/documentSymbol', { documentSymbolProvider: true }, ofFile(symbols), toSymbols),
  feature('textDocument/foldingRange', { foldingRangeProvider: true }, ofFile(folding), toFolds),
  feature(
    'textDocument/selectionRange',
    { selectionRangeProvider: true },
    asking(ofDocumentAnd({ positions: list(position) }), ({ positions }: SelectionRangeParams, { input, edge }) =>
      positions.map((at) => selectionRanges(input, toOffset(edge.lines, at))),
    ),
    (edge, all) => all.map((spans) => toSelection(edge, spans)),
  ),
  {
    method: 'textDocument/codeAction',
    capabilities: { codeActionProvider: { codeActionKinds: ['quickfix', 'refactor', 'source.fixAll'] } },
    needs: ofDocumentAnd({ range, context: shape({ only: or(undefined, or(null, list(text))) }) }),
    answer: async (params, { input, edge, findings, effects }) => {
      const { range: over, context } = params as CodeActionParams;
      const span = toSpan(edge.lines, over);
      const found = codeActions(input, span, findings());
      // An editor asks at each move of the cursor, too, whether there is anything: that is no time to try what a menu would offer.
      const isMenu = context.triggerKind !== CodeActionTriggerKind.Automatic;
      const answers = isMenu
        ? [...(await triedActions(input, found, effects)), ...(await refactorings(input, span, effects))]
        : found;
      return toCodeActions(edge, wantedActions(answers, context.only));
    },
  },
  feature(
    'textDocument/semanticTokens/full',
    { semanticTokensProvider: { legend: tokensLegend, full: true } },
    ofFile(semanticTokens),
    toTokens,
  ),
  {
    ...feature(
      'textDocument/inlayHint',
      { inlayHintProvider: { resolveProvider: false } },
      overRange(inlayHints),
      toInlayHints,
    ),
    counts: (_, { input }) => (input.settings.inlayHints.branchCounts ? 'known' : undefined),
  },
  feature(
    'textDocument/linkedEditingRange',
    { linkedEditingRangeProvider: true },
    atPosition(linkedEditing),
    toLinkedEditing,
  ),
  feature(
    'textDocument/formatting',
    { documentFormattingProvider: true },
    ofFile((input) => formatting(input)),
    toTextEdits,
  ),
  feature(
    'textDocument/rangeFormatting',
    { documentRangeFormattingProvider: true },
    overRange(formatting),
    toTextEdits,
  ),
];

/** A request of LSP about the whole workspace. */
export interface WorkspaceFeature<P = never> {
  readonly method: string;
  readonly capabilities: ServerCapabilities;
  readonly needs: Check;
  answer(params: P, session: Session): unknown;
}

export const workspaceFeatures: readonly WorkspaceFeature[] = [
  {
    method: 'workspace/symbol',
    capabilities: { workspaceSymbolProvider: true },
    needs: shape({ query: text }),
    answer: ({ query }: WorkspaceSymbolParams, session) =>
      configurationFolders(session).flatMap((folder) =>
        toWorkspaceSymbols(session, workspaceSymbols(session.workspaceOf(`${folder}/jail.conf`), [folder], query)),
      ),
  },
];

/** Those of the workspace folders and of the open documents. */
function configurationFolders({ folders, documents, plainFiles }: Session): string[] {
  const ofFolders = folders.flatMap(({ path }) => (plainFiles.isDirectory(`${path}/filter.d`) ? [path] : []));
  const ofDocuments = [...documents.all()].flatMap(({ path }) => configurationFolderOf(path, plainFiles) ?? []);
  return [...new Set([...ofFolders, ...ofDocuments])];
}

/** `only` names kinds and, with them, all that are below: `source` wants `source.fixAll`. */
function wantedActions(answers: readonly CodeActionAnswer[], only: readonly string[] | undefined): CodeActionAnswer[] {
  return answers.filter(({ kind }) =>
    only ? only.some((wanted) => kind === wanted || kind.startsWith(`${wanted}.`)) : kind !== 'source.fixAll',
  );
}

/** Asks a feature and dresses its answer; nothing (undefined, null) stays nothing. */
export function feature<P extends { readonly textDocument: TextDocumentIdentifier }, A>(
  method: string,
  capabilities: ServerCapabilities,
  { needs, ask }: Ask<P, A | null | undefined>,
  dress: (edge: Edge, answer: A, params: P) => unknown,
): Feature {
  return {
    method,
    capabilities,
    needs,
    answer: (params, call) => {
      const answer = ask(params as P, call);
      return answer === null || answer === undefined ? null : dress(call.edge, answer, params as P);
    },
  };
}

/** How a feature is asked, and what the parameters must hold for that. */
interface Ask<P, A> {
  readonly needs: Check;
  ask(params: P, call: FeatureCall): A;
}

function asking<P, A>(needs: Check, ask: Ask<P, A>['ask']): Ask<P, A> {
  return { needs, ask };
}

/** A function of the place of the cursor. */
export function atPosition<A>(
  run: (input: FeatureInput, offset: number) => A,
): Ask<{ textDocument: TextDocumentIdentifier; position: Position }, A> {
  return asking(ofPosition, ({ position: at }, { input, edge }) => run(input, toOffset(edge.lines, at)));
}

/** A function of a stretch of the file. */
export function overRange<A>(
  run: (input: FeatureInput, span: Span) => A,
): Ask<{ textDocument: TextDocumentIdentifier; range: Range }, A> {
  return asking(ofRange, ({ range: over }, { input, edge }) => run(input, toSpan(edge.lines, over)));
}

/** A function of the whole file. */
export function ofFile<A>(run: (input: FeatureInput) => A): Ask<{ textDocument: TextDocumentIdentifier }, A> {
  return asking(ofDocument, (_, { input }) => run(input));
}
