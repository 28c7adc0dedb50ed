import {
  TextDocumentSyncKind,
  type ClientCapabilities,
  type InitializeParams,
  type ServerCapabilities,
} from 'vscode-languageserver/node';
import { features, workspaceFeatures } from './features.ts';
import type { InitializationOptions } from '../protocol.ts';

/** What the server offers: its own parts, and what each feature of the table adds. */
export function serverCapabilities(): ServerCapabilities {
  return Object.assign(
    {
      positionEncoding: 'utf-16',
      textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental },
      codeLensProvider: { resolveProvider: false },
      workspace: { workspaceFolders: { supported: true, changeNotifications: true } },
    } satisfies ServerCapabilities,
    ...[...features, ...workspaceFeatures].map(({ capabilities }) => capabilities),
  );
}

/** What the client can do, as far as the server cares. */
export interface ClientFacts {
  /** It knows docs/protocol.md: tells what can be seen, reads files for us, knows our commands. */
  readonly isEditor: boolean;
  readonly configuration: boolean;
  readonly registersConfiguration: boolean;
  readonly watchesFiles: boolean;
  readonly watchesRelative: boolean;
  readonly workspaceFolders: boolean;
  readonly relatedInformation: boolean;
  readonly createsFiles: boolean;
  readonly refreshesLenses: boolean;
  readonly refreshesInlayHints: boolean;
  readonly refreshesSemanticTokens: boolean;
  readonly initialization: InitializationOptions | undefined;
}

export function factsOf({
  capabilities,
  initializationOptions,
}: Pick<InitializeParams, 'initializationOptions'> & { capabilities: ClientCapabilities }): ClientFacts {
  const { workspace, textDocument } = capabilities;
  const initialization = initializationOptions?.context ? (initializationOptions as InitializationOptions) : undefined;
  return {
    isEditor: initialization !== undefined,
    initialization,
    configuration: workspace?.configuration === true,
    registersConfiguration: workspace?.didChangeConfiguration?.dynamicRegistration === true,
    watchesFiles: workspace?.didChangeWatchedFiles?.dynamicRegistration === true,
    watchesRelative: workspace?.didChangeWatchedFiles?.relativePatternSupport === true,
    workspaceFolders: workspace?.workspaceFolders === true,
    relatedInformation: textDocument?.publishDiagnostics?.relatedInformation === true,
    createsFiles:
      workspace?.workspaceEdit?.documentChanges === true &&
      workspace.workspaceEdit.resourceOperations?.includes('create') === true,
    refreshesLenses: workspace?.codeLens?.refreshSupport === true,
    refreshesInlayHints: workspace?.inlayHint?.refreshSupport === true,
    refreshesSemanticTokens: workspace?.semanticTokens?.refreshSupport === true,
  };
}
