import { expect, it } from 'vitest';
import { createMemoryFileSystem } from '../host/memory-file-system.ts';
import { createSnapshotFileSystem, recordFiles } from '../host/recorded-files.ts';
import { filterOfFile } from './find-samples.ts';
import { readFilesOf, verifyFilter } from './verify-filter.ts';

const all = createMemoryFileSystem({
  '/e/filter.d/x.conf': `[INCLUDES]
before = common.conf
[Definition]
failregex = ^ <word> (?:from|by) <HOST>$
word = <%(mode)s>
`,
  '/e/filter.d/common.conf': '[DEFAULT]\nmode = normal\n[Definition]\nnormal = bad\nddos = flood\n',
  '/e/filter.d/x.local': '[DEFAULT]\n',
  '/e/filter.d/samples/x': `# addFILE: "y"
# filterOptions: [{"mode": "normal"}, {"mode": "ddos"}]
# failJSON: {"match": true, "host": "192.0.2.1", "constraint": "opts['mode'] == 'normal'"}
Jul 11 05:40:22 bad from 192.0.2.1
# failJSON: {"match": true, "host": "192.0.2.1", "constraint": "opts['mode'] == 'ddos'"}
Jul 11 05:40:22 flood from 192.0.2.1
`,
  '/e/filter.d/samples/y': 'Jul 11 05:40:22 good\n',
});

it('should run of remembered files as it runs of all', () => {
  const filter = filterOfFile(all, '/e/filter.d/x.conf');
  const samples = ['/e/filter.d/samples/x'];
  const run = (files: typeof all) =>
    verifyFilter({ filter, samples, files, fail2ban: '1.0', python: '3.11', loadedAt: 1_800_000_000 });
  const { files, snapshot } = recordFiles(all);
  readFilesOf(files, filter, samples, '1.0');
  const there = run(createSnapshotFileSystem(structuredClone(snapshot)));
  expect(there).toEqual(run(all));
  expect(there.samples[0]!.tests.map(({ file, line, failures }) => [file, line, failures.length])).toEqual([
    ['/e/filter.d/samples/x', 4, 0],
    ['/e/filter.d/samples/x', 6, 0],
    ['/e/filter.d/samples/y', 1, 0],
  ]);
  expect(there.coverage.branches.map(({ text, hits }) => [text, hits])).toEqual([
    ['from', 2],
    ['by', 0],
  ]);
});
