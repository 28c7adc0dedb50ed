import { spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Script } from 'node:vm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openLogFile } from '../server/src/host/log-source.ts';
import { runInThread } from '../server/src/host/run-in-thread.ts';

describe('dist/cli.js', () => {
  let folder: string;
  let dist: string;
  let args: readonly string[];

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'build-'));
    dist = join(folder, 'dist');
    // The project may lie in a folder with a blank in its name, and fail2ban-regex takes no filter from there.
    const tour = join(folder, 'tour');
    cpSync('test-fixtures/tour', tour, { recursive: true });
    const [log, filter] = [join(tour, 'logs/named.log'), join(tour, 'filter.d/named-flood.conf')];
    args = ['test', log, filter, '--expect', 'matched=8,missed=1,ignored=0'];
    spawnSync(process.execPath, ['scripts/build.mjs', `--outdir=${dist}`], { stdio: 'inherit' });
  }, 60_000);
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  // The program of `test` and that of the other commands.
  const commands = ['test', 'check'];
  const programFor = (place: string, command: string) =>
    (
      createRequire(import.meta.url)(join(place, 'cli.js')) as {
        loadProgram(command: string): { script: Script; cache: string };
      }
    ).loadProgram(command);
  const isCacheTaken = (place: string, command: string): boolean =>
    programFor(place, command).script.cachedDataRejected === false;
  const copyOfDist = (name: string): string => {
    cpSync(dist, join(folder, name), { recursive: true });
    return join(folder, name);
  };
  const start = (program: string, cwd = folder) =>
    spawnSync(process.execPath, [program, ...args], { cwd, encoding: 'utf8' });

  it('should start with the code cache that the build leaves', () => {
    expect(commands.filter((command) => !isCacheTaken(dist, command))).toEqual([]);
    expect(start(join(dist, 'cli.js'))).toMatchObject({ status: 0, stderr: '' });
  });

  it('should tell of unknown commands and of all commands, though `test` has a program of its own', () => {
    const { stderr } = spawnSync(process.execPath, [join(dist, 'cli.js')], { encoding: 'utf8' });
    expect(stderr).toMatch(/^ {2}test .*\n {2}explain /m);
    expect(spawnSync(process.execPath, [join(dist, 'cli.js'), 'tests'], { encoding: 'utf8' }).stderr).toMatch(
      /unknown command 'tests': use one of test, explain, /,
    );
  });

  it('should start through a link, as npm makes one', () => {
    const link = join(folder, 'fail2ban-lens');
    symlinkSync(join(dist, 'cli.js'), link);
    expect(start(link, tmpdir())).toMatchObject({ status: 0, stderr: '' });
    expect(
      spawnSync(process.execPath, ['--preserve-symlinks-main', link, ...args], { encoding: 'utf8' }),
    ).toMatchObject({ status: 0, stderr: '' });
  });

  it('should start without a code cache', () => {
    const place = copyOfDist('without');
    rmSync(programFor(place, 'test').cache);
    expect(start(join(place, 'cli.js'))).toMatchObject({ status: 0, stderr: '' });
  });

  it('should start where V8 refuses the code cache', () => {
    const place = copyOfDist('refused');
    writeFileSync(programFor(place, 'test').cache, 'no cache at all');
    expect(isCacheTaken(place, 'test')).toBe(false);
    expect(start(join(place, 'cli.js'))).toMatchObject({ status: 0, stderr: '' });
  });

  it('should count a part of a log as a thread', async () => {
    const [, log] = args as readonly [string, string];
    const from = readFileSync(log).indexOf('\n') + 1;
    const part = { log, from, to: undefined, warmFrom: 0, stamp: openLogFile(log).stamp };
    const { answer } = runInThread<{ linesAfter: number }>(join(dist, 'cli-thread.js'), args.slice(0, 3), part);
    expect(await answer).toMatchObject({ linesBefore: 1, linesAfter: 9 });
  });

  it('should print the page of each rule, without the marks of its tests', () => {
    const pages = readdirSync(join(dist, 'rules')).map((name) => name.replace(/\.md$/, ''));
    expect(pages).toEqual(readdirSync('server/src/lint/rules'));
    for (const page of pages)
      expect(readFileSync(join(dist, 'rules', `${page}.md`), 'utf8'), page).not.toMatch(/[⟦⟧]|^```ini ./m);
    const args = [join(dist, 'cli.js'), 'check', '--explain', 'wrong-address'];
    expect(spawnSync(process.execPath, args, { encoding: 'utf8' }).stdout).toMatch(/^# wrong-address\n/);
  });

  it('should keep no cache of an older build', () => {
    const older = join(dist, 'command-line.older.cache');
    writeFileSync(older, '');
    spawnSync(process.execPath, ['scripts/build.mjs', `--outdir=${dist}`], { stdio: 'inherit' });
    expect(existsSync(older)).toBe(false);
  });

  it.each([
    ['import(), which needs a loader that a program started by another has not', /\bimport\(/],
    [
      'character beyond ASCII, as it is read without decoding: it may stand in a comment that esbuild keeps',
      /[^\0-\x7f].*/,
    ],
  ])('should start a program with no %s', (_, pattern) => {
    for (const program of ['command-line.js', 'log-commands.js'])
      expect(pattern.exec(readFileSync(join(dist, program), 'utf8'))?.[0]).toBeUndefined();
  });
});
