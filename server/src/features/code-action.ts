import { applyEdits } from '../lint/apply-fixes.ts';
import type { Finding } from '../lint/rule.ts';
import type { Span } from '../text/span.ts';
import type { CodeActionAnswer, FeatureInput } from './answers.ts';
import { lineAt } from '../ini/at.ts';

/** Cures of what is wrong in the span, and other ways to write what stands there. */
export function codeActions(input: FeatureInput, span: Span, findings: readonly Finding[]): CodeActionAnswer[] {
  const { path } = input.analysis;
  const inSpan = findings.filter(
    ({ place }) => place.file === path && place.span.start <= span.end && span.start <= place.span.end,
  );
  return [...inSpan.flatMap(fixOf), ...allowActions(input, inSpan), ...fixAll(input, findings)];
}

function fixOf(finding: Finding): CodeActionAnswer[] {
  const { fix } = finding;
  return fix
    ? [{ title: fix.title, kind: 'quickfix', changes: fix.edits, isPreferred: fix.safe, cures: [finding] }]
    : [];
}

/** A comment above the line, or above the option that the line belongs to, that keeps the rule silent there. */
function allowActions({ analysis }: FeatureInput, findings: readonly Finding[]): CodeActionAnswer[] {
  const { tree } = analysis.source;
  return findings
    .filter(({ severity }) => severity !== 'error')
    .map((finding): CodeActionAnswer => {
      const at = finding.place.span.start;
      const option = tree.sections
        .flatMap(({ options }) => options)
        .find(({ span }) => span.start <= at && at <= span.end);
      const line = lineAt(tree, option?.span.start ?? at)?.span.start ?? 0;
      const changes = [
        {
          place: { file: analysis.path, span: { start: line, end: line } },
          text: `# fail2ban-lens: allow ${finding.rule}${tree.text.includes('\r\n') ? '\r\n' : '\n'}`,
        },
      ];
      return { title: `Allow ${finding.rule} here`, kind: 'quickfix', changes, cures: [finding] };
    });
}

/** All safe cures of the file at once: those that do not meet. */
function fixAll({ analysis }: FeatureInput, findings: readonly Finding[]): CodeActionAnswer[] {
  const safe = findings.filter(({ fix }) => fix?.safe && fix.edits.every(({ place }) => place.file === analysis.path));
  const taken: Finding[] = [];
  for (const finding of safe) {
    const meets = taken.some((other) =>
      other.fix!.edits.some((one) =>
        finding.fix!.edits.some(
          (two) => one.place.span.start <= two.place.span.end && two.place.span.start <= one.place.span.end,
        ),
      ),
    );
    if (!meets) taken.push(finding);
  }
  const changes = taken.flatMap(({ fix }) => fix!.edits);
  if (taken.length === 0 || applyEdits(analysis.source.tree.text, changes) === analysis.source.tree.text) return [];
  const title =
    taken.length === 1 ? 'Fix the one problem with a safe cure' : `Fix all ${taken.length} problems with a safe cure`;
  return [{ title, kind: 'source.fixAll', changes, cures: taken }];
}
