import { rulePage } from '../../lint/rule.ts';
import type { CheckReport } from './check-report.ts';

/** One JSON list. `fixable`: `check --fix` would cure it. `help`: the rule's page, from the project's folder. */
export function writeCheckJson({ findings }: CheckReport): string {
  const plain = findings.map(({ file, range, rule, severity, message, fix, proof }) => ({
    file,
    range,
    rule,
    severity,
    message,
    fixable: fix?.safe === true,
    help: rulePage(rule),
    ...(proof ? { proof } : {}),
  }));
  return `${JSON.stringify(plain, null, 2)}\n`;
}
