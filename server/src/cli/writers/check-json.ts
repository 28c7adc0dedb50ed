import type { CheckReport } from './check-report.ts';

/** One JSON list. `fixable`: `check --fix` would cure it. */
export function writeCheckJson({ findings }: CheckReport): string {
  const plain = findings.map(({ file, range, rule, severity, message, fix }) => ({
    file,
    range,
    rule,
    severity,
    message,
    fixable: fix?.safe === true,
  }));
  return `${JSON.stringify(plain, null, 2)}\n`;
}
