import {
  DiagnosticSeverity,
  type Diagnostic,
  type Location,
  type Position,
  type Range,
} from 'vscode-languageserver/node';
import { withProof, type Finding } from '../lint/rule.ts';
import type { Severity } from '../text/problem.ts';
import type { LineIndex } from '../text/line-index.ts';
import type { Origin } from '../text/mapped-text.ts';
import type { Span } from '../text/span.ts';
import type { Session } from './session.ts';

/** The edge between the core's offsets and the protocol's lines and characters: nothing else converts one into the other. */

export function toRange(lines: LineIndex, { start, end }: Span): Range {
  return { start: lines.positionAt(start), end: lines.positionAt(end) };
}

export function toOffset(lines: LineIndex, position: Position): number {
  return lines.offsetAt(position);
}

export function toSpan(lines: LineIndex, { start, end }: Range): Span {
  return { start: lines.offsetAt(start), end: lines.offsetAt(end) };
}

/** Null for what is written in no file that the client can open. */
export function toLocation(session: Session, { file, span }: Origin): Location | null {
  const uri = session.uriOf(file);
  const lines = session.linesOf(file);
  return uri === null || !lines ? null : { uri, range: toRange(lines, span) };
}

export const severities: Readonly<Record<Severity, DiagnosticSeverity>> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  information: DiagnosticSeverity.Information,
  hint: DiagnosticSeverity.Hint,
};

/** A finding at its own place, which must be in `lines`. */
export function toDiagnostic(
  session: Session,
  lines: LineIndex,
  { rule, severity, message, place, related, proof }: Finding,
  options: { readonly relatedInformation: boolean },
): Diagnostic {
  const relatedInformation = options.relatedInformation
    ? related.flatMap(({ place: other, message: words }) => {
        const location = toLocation(session, other);
        return location ? [{ location, message: words }] : [];
      })
    : [];
  return {
    range: toRange(lines, place.span),
    severity: severities[severity],
    code: rule,
    codeDescription: { href: session.addressOfRule(rule) },
    source: 'fail2ban-lens',
    message: withProof(message, proof),
    ...(relatedInformation.length > 0 ? { relatedInformation } : {}),
  };
}
