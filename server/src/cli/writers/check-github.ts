import type { Severity } from '../../text/problem.ts';
import { withProof } from '../../lint/rule.ts';
import type { CheckReport } from './check-report.ts';

const commands: Readonly<Record<Severity, string>> = {
  error: 'error',
  warning: 'warning',
  information: 'notice',
  hint: 'notice',
};

/** GitHub's workflow commands, one a line: annotations on the lines of a pull request. Lines and columns count from 1. */
export function writeCheckGithub({ findings }: CheckReport): string {
  return findings
    .map(({ file, range: { start, end }, rule, severity, message, proof }) => {
      const properties = {
        file,
        line: start.line + 1,
        col: start.character + 1,
        endLine: end.line + 1,
        endColumn: end.character + 1,
        title: rule,
      };
      const list = Object.entries(properties).map(([name, value]) => `${name}=${escapeProperty(String(value))}`);
      return `::${commands[severity]} ${list.join(',')}::${escapeData(withProof(message, proof))}\n`;
    })
    .join('');
}

function escapeData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
