import { version } from '../../../../package.json';
import type { Severity } from '../../text/problem.ts';
import { rulePage, withProof } from '../../lint/rule.ts';
import type { CheckReport, Range } from './check-report.ts';

const levels: Readonly<Record<Severity, string>> = {
  error: 'error',
  warning: 'warning',
  information: 'note',
  hint: 'note',
};

/** SARIF 2.1.0, one run. */
export function writeCheckSarif({ findings, rules }: CheckReport): string {
  const log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'fail2ban-lens',
            version,
            rules: rules.map(({ name, summary, severity }) => ({
              id: name,
              shortDescription: { text: summary },
              defaultConfiguration: { level: levels[severity] },
              help: { text: rulePage(name) },
            })),
          },
        },
        columnKind: 'utf16CodeUnits',
        results: findings.map(({ file, range, rule, severity, message, related, proof }) => ({
          ruleId: rule,
          ruleIndex: rules.findIndex(({ name }) => name === rule),
          level: levels[severity],
          message: { text: withoutLinks(withProof(message, proof)) },
          locations: [{ physicalLocation: physicalLocation(file, range) }],
          ...(related.length > 0
            ? {
                relatedLocations: related.map((other, id) => ({
                  id,
                  physicalLocation: physicalLocation(other.file, other.range),
                  message: { text: withoutLinks(other.message) },
                })),
              }
            : {}),
          ...(proof ? { properties: { proof } } : {}),
        })),
      },
    ],
  };
  return `${JSON.stringify(log, null, 2)}\n`;
}

/** SARIF takes `[text](address)` in a message for a link; a value of a file is none. */
function withoutLinks(text: string): string {
  return text.replaceAll('](', '\\](');
}

/** A name may hold half of a character, which no URI can hold. */
function wellFormed(file: string): string {
  return file.replaceAll(/\p{Surrogate}/gu, '\ufffd');
}

function physicalLocation(file: string, { start, end }: Range): object {
  return {
    artifactLocation: { uri: wellFormed(file).split('/').map(encodeURIComponent).join('/') },
    region: {
      startLine: start.line + 1,
      startColumn: start.character + 1,
      endLine: end.line + 1,
      endColumn: end.character + 1,
    },
  };
}
