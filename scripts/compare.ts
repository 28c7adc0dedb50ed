// node scripts/run-ts.mjs scripts/compare.ts '<regex>' '<line>' [3.11]   Python (where it is installed), V8, RE2 and the tracing matcher side by side.
import { spawnSync } from 'node:child_process';
import { answerRegex, type RegexAnswer } from '../server/src/cli/regex-answer.ts';
import { loadRe2 } from '../server/src/host/load-re2.ts';
import { parsePattern } from '../server/src/pyre/parser.ts';
import { defaultPythonVersion, pythonVersions } from '../server/src/pyre/python-version.ts';
import { toV8 } from '../server/src/translate/to-v8.ts';
import { toRe2 } from '../server/src/translate/to-re2.ts';

const [pattern, subject = '', version] = process.argv.slice(2);
if (pattern === undefined) {
  console.error("usage: node scripts/run-ts.mjs scripts/compare.ts '<regex>' '<line>' [PYTHON VERSION]");
  process.exit(2);
}
const python = pythonVersions.find((known) => known === version) ?? defaultPythonVersion;
const re2 = await loadRe2();

const rows: [string, string][] = [['Python', askPython(pattern, subject)]];
for (const engine of ['v8', 're2', 'tracer'] as const)
  rows.push([engine, shown(answerRegex(pattern, [subject], { engine, python, re2, timeout: 5000 }))]);
for (const [name, text] of rows) console.log(`${name.padEnd(7)} ${text}`);
showTranslations(pattern);

function shown(answer: RegexAnswer): string {
  if (!answer.ok) return `${answer.msg} at position ${answer.pos}`;
  const [search] = answer.search;
  if (!search) return 'no match';
  return 'spans' in search ? JSON.stringify(search.spans) : `unsupported: ${search.unsupported}`;
}

function askPython(source: string, text: string): string {
  const program = [
    'import json, re, sys',
    'source, text = json.load(sys.stdin)',
    'try:',
    '    match = re.search(source, text)',
    '    print(json.dumps([match.span(i) for i in range(match.re.groups + 1)], separators=(",", ":")) if match else "no match")',
    'except re.error as error:',
    '    print(error)',
  ].join('\n');
  const { status, stdout } = spawnSync('python3', ['-W', 'ignore', '-c', program], {
    input: JSON.stringify([source, text]),
    encoding: 'utf8',
    timeout: 10_000,
  });
  return status === 0 ? stdout.trimEnd() : 'no answer (is python3 installed?)';
}

function showTranslations(source: string): void {
  const tree = parsePattern(source, { python }).pattern;
  if (!tree) return;
  const v8 = toV8(tree);
  if (!v8.notes) console.log(`\nV8, ASCII lines: ${v8.translations.ascii.source}`);
  const forRe2 = toRe2(tree);
  if (!forRe2.notes) console.log(`RE2: ${forRe2.translation.source.slice(0, 2000)}`);
}
