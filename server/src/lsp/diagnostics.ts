import type { PublishDiagnosticsParams } from 'vscode-languageserver/node';
import { folderOf } from '../config/paths.ts';
import type { Danger } from '../danger/danger.ts';
import type { FilterTexts } from '../danger/probe.ts';
import { dangerSubjectsIn, placeDangers } from '../lint/dangers.ts';
import { inOrder, lintSteps, urgentFirst } from '../lint/run.ts';
import type { Finding } from '../lint/rule.ts';
import { finish } from '../text/finish.ts';
import { toDiagnostic } from './convert.ts';
import { isConfiguration } from './documents.ts';
import { urgency, type Scheduler } from './scheduler.ts';
import type { Session } from './session.ts';
import { pathOfUri } from './uri.ts';

export interface Diagnostics {
  /** Looks at an open document again, soon. */
  refresh(path: string, delay: number): void;
  /** All open documents. */
  refreshAll(delay: number): void;
  /** The document is closed: its findings are withdrawn. */
  forget(path: string): void;
  /** The findings in an open document as it stands now: those behind its diagnostics, which are brought up to date first. */
  findingsIn(path: string): readonly Finding[];
}

export interface DiagnosticsOptions {
  /** Whether the client shows other places of a finding; known once it has introduced itself. */
  relatedInformation(): boolean;
  /** Whether the user looks at the document: its turn comes before that of the others. */
  isVisible(path: string): boolean;
  publish(params: PublishDiagnosticsParams): void;
  /** What running a file's regexes shows; takes its time. Undefined where it is asked for anew. */
  dangersOf(path: string, filters: readonly FilterTexts[]): Promise<readonly (readonly Danger[])[] | undefined>;
  forgetDangers(path: string): void;
}

/**
 * Publishes what is wrong with the open documents. A finding is published for the file in which it is typed, which may be an include that
 * is not open; there the findings of all documents that are read with it come together.
 */
export function createDiagnostics(session: Session, scheduler: Scheduler, options: DiagnosticsOptions): Diagnostics {
  /** By open document: its findings by the address under which they are published. */
  const found = new Map<string, ReadonlyMap<string, readonly Finding[]>>();
  const told = new Set<string>();
  /** Documents that have not changed since they were looked at. */
  const current = new Set<string>();

  const tell = (uri: string): void => {
    const findings = urgentFirst(inOrder([...found.values()].flatMap((byUri) => byUri.get(uri) ?? [])));
    const document = session.documents.get(pathOfUri(uri));
    if (findings.length === 0 && !document && !told.delete(uri)) return;
    if (findings.length > 0) told.add(uri);
    const diagnostics = findings.flatMap((finding) => {
      const lines = session.linesOf(finding.place.file);
      return lines ? [toDiagnostic(session, lines, finding, { relatedInformation: options.relatedInformation() })] : [];
    });
    options.publish({ uri, ...(document ? { version: document.text.version } : {}), diagnostics });
  };
  const replace = (path: string, findings: ReadonlyMap<string, readonly Finding[]> | undefined): void => {
    const before = found.get(path);
    if (findings) found.set(path, findings);
    else found.delete(path);
    for (const uri of new Set([...(before?.keys() ?? []), ...(findings?.keys() ?? [])])) tell(uri);
  };

  /** What was found in a document's filters: told until the filters are others. */
  const dangers = new Map<string, { readonly key: string; readonly found: readonly (readonly Danger[])[] }>();
  const lookForDangers = (path: string, key: string, filters: readonly FilterTexts[]): void =>
    void options.dangersOf(path, filters).then((answer) => {
      if (!answer || !session.documents.get(path)) return;
      dangers.set(path, { key, found: answer });
      if (answer.some(({ length }) => length > 0)) refresh(path, 0);
    });

  function* check(path: string): Generator<undefined, void> {
    const document = session.documents.get(path);
    if (!document || !isConfiguration(document)) return;
    const workspace = session.workspaceOf(path);
    const analysis = workspace.analyse(path);
    yield;
    yield* workspace.readFolder(folderOf(path));
    const byUri = new Map<string, Finding[]>([[document.uri, []]]);
    const subjects = analysis ? dangerSubjectsIn(analysis) : [];
    const filters = subjects.map(({ texts }) => texts);
    const key = JSON.stringify(filters);
    const known = dangers.get(path);
    const inFile =
      analysis && known?.key === key
        ? subjects.flatMap((subject, i) => placeDangers(analysis, subject, known.found[i] ?? []))
        : [];
    if (known?.key !== key) {
      dangers.delete(path);
      if (filters.length > 0) lookForDangers(path, key, filters);
    }
    const findings = analysis
      ? yield* lintSteps(analysis, { treeOf: (file) => workspace.source(file)?.tree, dangers: inFile })
      : [];
    for (const finding of findings) {
      const uri = session.uriOf(finding.place.file);
      if (uri === null) continue;
      const known = byUri.get(uri);
      if (known) known.push(finding);
      else byUri.set(uri, [finding]);
    }
    current.add(path);
    replace(path, byUri);
  }

  const refresh = (path: string, delay: number): void => {
    current.delete(path);
    scheduler.schedule(
      `diagnostics ${path}`,
      delay,
      () => check(path),
      () => (options.isVisible(path) ? urgency.visible : urgency.hidden),
    );
  };
  return {
    refresh,
    refreshAll: (delay) => {
      for (const document of session.documents.all()) if (isConfiguration(document)) refresh(document.path, delay);
    },
    forget(path) {
      scheduler.cancel(`diagnostics ${path}`);
      current.delete(path);
      dangers.delete(path);
      options.forgetDangers(path);
      replace(path, undefined);
    },
    findingsIn(path) {
      const uri = session.documents.get(path)?.uri;
      if (uri !== undefined && !current.has(path)) {
        scheduler.cancel(`diagnostics ${path}`);
        finish(check(path));
      }
      return uri === undefined ? [] : inOrder([...found.values()].flatMap((byUri) => byUri.get(uri) ?? []));
    },
  };
}
