import type { Severity } from '../../text/problem.ts';
import { toCodePointOffset } from '../../text/code-points.ts';
import { visible } from '../../text/visible.ts';
import { withProof, type Proof } from '../../lint/rule.ts';
import type { CheckReport, PlacedFinding } from './check-report.ts';

/** Longest part of a line that is shown. */
const shownWidth = 160;

const colours: Readonly<Record<Severity, string>> = { error: '31', warning: '33', information: '36', hint: '36' };

/** For people: place, message, the line and what of it is meant; a summary last. */
export function writeCheckText(
  { findings, fileCount, fixed, log }: CheckReport,
  { colour }: { readonly colour: boolean },
): string {
  // All of what `picocolors` would do here: whether to paint is the caller's.
  const paint = (code: string, text: string): string => (colour ? `\x1b[${code}m${text}\x1b[0m` : text);
  const blocks = findings.map((finding) => {
    const { file, range, severity, message, rule, line, related, proof } = finding;
    const column = toCodePointOffset(line, Math.min(range.start.character, line.length)) + 1;
    const head = `${visible(file)}:${range.start.line + 1}:${column}: ${paint(colours[severity], severity)}: ${visible(message)} [${rule}]`;
    const others = related.map(
      (other) =>
        `    ${visible(other.file)}:${other.range.start.line + 1}:${other.range.start.character + 1}: ${visible(other.message)}\n`,
    );
    return `${head}\n${excerpt(finding, (text) => paint(colours[severity], text))}${others.join('')}${proof ? proofLines(proof) : ''}`;
  });
  return `${blocks.join('')}${whereToAsk(findings, log)}${fixed.map((file) => `fixed ${visible(file)}\n`).join('')}${summary(findings, fileCount)}\n`;
}

/** Where lines are missed: the command that tells of each of them. A filter of another name it would take for a regex, as fail2ban-regex does. */
function whereToAsk(findings: readonly PlacedFinding[], log = 'LOG'): string {
  const missed = findings.find(({ rule, file }) => rule === 'unmatched-sample' && /^[\w./-]+$/.test(file));
  if (!missed) return '';
  const word = /^[\w./@%+=:,-]+$/.test(log) ? log : `'${log.replaceAll("'", `'\\''`)}'`;
  return `Part by part, for each missed line: fail2ban-lens explain ${visible(word)} ${missed.file} --missed\n`;
}

/** The line, cut to a window around the place, with carets below. */
function excerpt({ line, range }: PlacedFinding, paint: (text: string) => string): string {
  const start = Math.min(range.start.character, line.length);
  const end =
    range.end.line > range.start.line
      ? line.length
      : Math.min(Math.max(range.end.character, start + 1), line.length + 1);
  const from = line.length <= shownWidth ? 0 : Math.max(0, Math.min(start - 20, line.length - shownWidth));
  const cut = (a: number, b: number): string => visible(line.slice(a, b).replaceAll('\t', ' '));
  const window = cut(from, from + shownWidth);
  const before = cut(from, start);
  const marked = Math.max(1, columns(cut(start, Math.min(end, from + shownWidth))));
  const dots = from > 0 ? '…' : '';
  return `    ${dots}${window}${from + shownWidth < line.length ? '…' : ''}\n    ${' '.repeat(columns(dots + before))}${paint('^'.repeat(marked))}\n`;
}

/** What anybody can try: the lines, and what they give. */
function proofLines(proof: Proof): string {
  return withProof('', proof)
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => `    ${visible(line)}\n`)
    .join('');
}

function columns(text: string): number {
  return [...text].length;
}

function summary(findings: readonly PlacedFinding[], fileCount: number): string {
  const count = (severity: Severity): number => findings.filter((finding) => finding.severity === severity).length;
  const files = plural(fileCount, 'file');
  if (findings.length === 0) return `${files} checked, nothing found`;
  const fixable = findings.filter(({ fix }) => fix?.safe).length;
  const parts = [plural(count('error'), 'error'), plural(count('warning'), 'warning')];
  const notes = count('information') + count('hint');
  if (notes > 0) parts.push(plural(notes, 'note'));
  return `${files} checked: ${parts.join(', ')}${fixable > 0 ? ` (${fixable} can be fixed by --fix)` : ''}`;
}

function plural(count: number, word: string): string {
  return `${count} ${word}${count === 1 ? '' : 's'}`;
}
