import type {
  HoverParams,
  Position,
  PublishDiagnosticsParams,
  TextDocumentIdentifier,
} from 'vscode-languageserver/node';
import { sampleCompletion } from '../features/sample/completion.ts';
import { sampleFolding } from '../features/sample/folding.ts';
import { sampleHover } from '../features/sample/hover.ts';
import { sampleProblems } from '../features/sample/problems.ts';
import { LineIndex } from '../text/line-index.ts';
import { severities, toOffset, toRange } from './convert.ts';
import { toCompletions, toFolds, toHover, type Edge } from './convert-answers.ts';
import type { OpenDocument } from './documents.ts';
import type { Session } from './session.ts';

/** Larger samples are logs: they are not looked at as a whole with each keystroke. Characters. */
const largestSample = 1 << 20;

type Params = { readonly textDocument: TextDocumentIdentifier; readonly position?: Position };

/** What a request of LSP gets for a sample with expectations; null for what samples have no features for. */
export function answerOfSample(session: Session, document: OpenDocument, method: string, params: Params): unknown {
  const text = document.text.getText();
  if (text.length > largestSample) return null;
  const lines = new LineIndex(text);
  const edge: Edge = { session, lines, uri: document.uri };
  const offset = (): number => toOffset(lines, (params as HoverParams).position);
  switch (method) {
    case 'textDocument/completion':
      return toCompletions(edge, sampleCompletion(text, offset()));
    case 'textDocument/hover': {
      const found = sampleHover(text, offset());
      return found ? toHover(edge, found) : null;
    }
    case 'textDocument/foldingRange':
      return toFolds(edge, sampleFolding(text));
    default:
      return null;
  }
}

/** What is wrong with a sample as it is written. */
export function sampleDiagnostics({ uri, text: document }: OpenDocument): PublishDiagnosticsParams {
  const text = document.getText();
  const lines = new LineIndex(text);
  const problems = text.length > largestSample ? [] : sampleProblems(text);
  return {
    uri,
    version: document.version,
    diagnostics: problems.map(({ code, severity, message, span }) => ({
      range: toRange(lines, span),
      severity: severities[severity],
      code,
      source: 'fail2ban-lens',
      message,
    })),
  };
}
