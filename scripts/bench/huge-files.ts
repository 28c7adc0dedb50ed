import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { positionOf, startClient } from '../../server/testing/protocol-client.ts';
import { hugeTexts, type HugeText } from './huge-texts.ts';

/**
 * `node scripts/run-ts.mjs scripts/bench/huge-files.ts [WORD …] [--seconds N]`: configuration files of sizes that nobody writes by hand (those
 * whose name holds a WORD), each in the real server over stdio and in `check`. Told: the longest that a hover waited and how long the diagnostics
 * took, after the file was opened and after a letter was typed into it, what `check` took, and the most memory each of the two had.
 */
const seconds = process.argv.includes('--seconds') ? Number(process.argv[process.argv.indexOf('--seconds') + 1]) : 60;
const words = process.argv.slice(2).filter((word, i, all) => !word.startsWith('--') && all[i - 1] !== '--seconds');
const childMemory =
  'import resource,subprocess,sys; code=subprocess.call(sys.argv[1:]); print("memory", resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss, file=sys.stderr); sys.exit(code)';
const folder = resolve('.cache/bench/huge');
rmSync(folder, { recursive: true, force: true });
mkdirSync(join(folder, 'filter.d'), { recursive: true });
writeFileSync(join(folder, 'jail.conf'), '[DEFAULT]\nbantime = 600\n');
writeFileSync(join(folder, 'filter.d/small.conf'), '[Definition]\nfailregex = ^bad <HOST>$\n');

console.log('| file | opened: hover, findings | edited: hover, findings | server | `check` | its memory |');
console.log('| --- | ---: | ---: | ---: | ---: | ---: |');
for (const huge of hugeTexts.filter(({ what }) => words.length === 0 || words.some((word) => what.includes(word)))) {
  const path = join(folder, huge.path);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, huge.text());
  const server = await inServer(huge, path);
  const check = inCheck(path);
  rmSync(path);
  console.log(`| ${huge.what} | ${server} | ${check} |`);
}

async function inServer(huge: HugeText, path: string): Promise<string> {
  const text = huge.text();
  const uri = pathToFileURL(path).href;
  const client = await startClient({ context: { visibleSubjects: [uri] }, configuration: { configDir: folder } });
  const hovers = async (isDone: () => boolean): Promise<string> => {
    const begun = performance.now();
    let longest = 0;
    let done = false;
    while (!(done = isDone()) && performance.now() - begun < seconds * 1000) {
      const asked = performance.now();
      const answer = client
        .request('textDocument/hover', { textDocument: { uri }, position: positionOf(text, huge.word) })
        .catch(() => null);
      await Promise.race([answer, new Promise((late) => setTimeout(late, seconds * 1000))]);
      longest = Math.max(longest, performance.now() - asked);
      await new Promise((pause) => setTimeout(pause, 20));
    }
    return `${longest.toFixed(0)} ms, ${done ? `${((performance.now() - begun) / 1000).toFixed(1)} s` : 'not at all'}`;
  };
  const isTold = (version: number) => (): boolean =>
    client.published.some((one) => one.uri === uri && one.version === version);
  try {
    await client.open(uri, text, huge.languageId);
    const opened = await hovers(isTold(1));
    const at = { line: 1, character: 0 };
    await client.change(uri, 2, [{ range: { start: at, end: at }, text: '#\n' }]);
    const edited = await hovers(isTold(2));
    const told = client.published.findLast((one) => one.uri === uri)?.diagnostics.length ?? 0;
    return `${opened} | ${edited}, ${told} told | ${mostMemory(client.process.pid!)}`;
  } catch (error) {
    return `${(error as Error).message.split('\n')[0]} | | `;
  } finally {
    client.process.kill('SIGKILL');
    await client.stop().catch(() => {});
  }
}

function inCheck(path: string): string {
  const begun = performance.now();
  const run = spawnSync(
    '/usr/bin/python3',
    ['-c', childMemory, process.execPath, 'dist/cli.js', 'check', '--no-cache', path],
    {
      encoding: 'utf8',
      timeout: seconds * 1000,
      maxBuffer: 1 << 30,
    },
  );
  const memory = /memory (\d+)\n$/.exec(run.stderr)?.[1];
  const took = ((performance.now() - begun) / 1000).toFixed(1);
  return `${run.status === null ? 'not ended' : `exit ${run.status}`}, ${took} s | ${memory ? `${(Number(memory) / 1024).toFixed(0)} MB` : ''}`;
}

function mostMemory(pid: number): string {
  const kilobytes = /VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  return `${(Number(kilobytes) / 1024).toFixed(0)} MB`;
}
