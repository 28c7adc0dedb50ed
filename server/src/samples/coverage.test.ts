import { expect, it } from 'vitest';
import { createMemoryFileSystem } from '../host/memory-file-system.ts';
import { LineIndex } from '../text/line-index.ts';
import { countCoverage, createCoverage } from './coverage.ts';
import { verifySample } from './verify-sample.ts';

it('should count regexes and branches by where they are written, over all option sets', () => {
  const files: Record<string, string> = {
    '/e/filter.d/common.conf': '[DEFAULT]\n__prefix = (?:host|server)\n',
    '/e/filter.d/x.conf': `[INCLUDES]
before = common.conf
[Definition]
_who = (?:user|root)
prefregex = ^ %(__prefix)s <F-CONTENT>.+</F-CONTENT>$
failregex = ^%(_who)s from <HOST>$
            ^%(_who)s <mode> (?:a|b|)<HOST>$
ignoreregex = ^root from 192\\.0\\.2\\.9
mode = normal
`,
    '/e/x': `# filterOptions: [{"mode": "one"}, {"mode": "two"}]
# failJSON: {"match": true}
Jul 11 05:40:22 host user from 192.0.2.1
# failJSON: {"match": true, "constraint": "opts.get('mode') == 'two'"}
Jul 11 05:40:22 host user two b192.0.2.1
# failJSON: {"match": false}
Jul 11 05:40:22 other
`,
  };
  const counter = createCoverage(
    '3.11',
    (file) => file === '/e/filter.d/x.conf',
    ({ file, span }) => new LineIndex(files[file]!).positionAt(span.start).line + 1,
  );
  verifySample({
    path: '/e/x',
    name: 'x',
    target: { kind: 'name', name: 'x', configDir: '/e' },
    files: createMemoryFileSystem(files),
    fail2ban: '1.0',
    python: '3.11',
    loadedAt: 1_800_000_000,
    observe: counter.observe,
  });
  const coverage = counter.read();
  const textAt = ({ file, span }: { file: string; span: { start: number; end: number } }): string =>
    files[file]!.slice(span.start, span.end);
  expect(coverage.regexes.map(({ role, hits }) => [role, hits])).toEqual([
    ['prefregex', 3],
    ['failregex', 2],
    ['failregex', 1],
    ['ignoreregex', 0],
  ]);
  expect(coverage.branches.map(({ text, hits, place }) => [text, hits, textAt(place)])).toEqual([
    ['user', 3, 'user'],
    ['root', 0, 'root'],
    ['a', 0, 'a'],
    ['b', 1, 'b'],
    ['', 0, ''],
  ]);
  expect(countCoverage([coverage])).toEqual({
    regexes: { covered: 3, total: 4 },
    branches: { covered: 2, total: 5 },
    percent: 55.5,
  });
  expect(countCoverage([]).percent).toBe(null);
});
