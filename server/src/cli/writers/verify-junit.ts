import { passedOf } from '../../samples/verify-sample.ts';
import { placeOfTest, type VerifyReport } from './verify-report.ts';

/** JUnit's XML, as CI servers read it: a suite a sample, a case a line. */
export function writeVerifyJunit(report: VerifyReport): string {
  const tests = report.samples.flatMap((sample) => sample.tests);
  const suites = report.samples.map(({ file, filter, tests: own }) => {
    const cases = own.map((test) => {
      const name = test.line === null ? test.title : `line ${test.line}: ${test.title}`;
      const failures = test.failures.map(({ message, expected, got, options }) => {
        const body = [
          placeOfTest(report, test),
          ...(options ? [`options  ${JSON.stringify(options)}`] : []),
          ...(expected ? [`expected ${JSON.stringify(expected)}`] : []),
          ...(got ? [`got      ${JSON.stringify(got)}`] : []),
        ].join('\n');
        return `      <failure message="${escape(message)}">${escape(body)}</failure>\n`;
      });
      const attributes = `classname="${escape(filter)}" name="${escape(name)}"`;
      return failures.length === 0
        ? `    <testcase ${attributes}/>\n`
        : `    <testcase ${attributes}>\n${failures.join('')}    </testcase>\n`;
    });
    return `  <testsuite name="${escape(file)}" ${counts(own)}>\n${cases.join('')}  </testsuite>\n`;
  });
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="fail2ban-lens verify" ${counts(tests)}>\n${suites.join('')}</testsuites>\n`;
}

function counts(tests: VerifyReport['samples'][number]['tests']): string {
  return `tests="${tests.length}" failures="${tests.length - passedOf(tests)}" errors="0" skipped="0"`;
}

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** What XML has no place for, a control character or half of a character, is shown as an escape. */
function escape(text: string): string {
  return text
    .replaceAll(/[&<>"]/g, (character) => entities[character]!)
    .replaceAll(/[\t\n\r]/g, (character) => `&#${character.charCodeAt(0)};`)
    .replaceAll(
      /[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff]|\p{Surrogate}/gu,
      (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
    );
}
