import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { clientInFolder } from '../client-in-folder.ts';

const { path: folder, write, start } = clientInFolder('command-line');
const filterText = '[Definition]\nfailregex = ^\\s*app: bad from <HOST>$\n';
const hasFail2ban = spawnSync('fail2ban-regex', ['--version']).status === 0;

/** The command that the editor copies for a filter of the folder, and what the real program, where it is here, finds with it. */
async function copied(filter: string) {
  const uri = write(filter, filterText);
  const log = write('app.log', '2026-07-11 05:40:22 app: bad from 192.0.2.1\n');
  const client = await start();
  const subject = { uri };
  await client.lens('test', { subject, logs: [log] });
  const { command, remarks } = await client.lens('commandLine', { subject });
  const { stdout } = spawnSync('sh', ['-c', command], { encoding: 'utf8' });
  const words = command.replaceAll(folder(), 'FOLDER');
  return { words, remarks: remarks.map((remark) => remark.replaceAll(folder(), 'FOLDER')), stdout };
}

describe('the command that the editor copies', () => {
  it.each([
    ['conf/filter.d/app.conf', '-c FOLDER/conf', 'FOLDER/conf/filter.d/app.conf'],
    ['my conf/filter.d/app.conf', "-c 'FOLDER/my conf'", 'app.conf'],
    ['alone/app.conf', '', 'FOLDER/alone/app.conf'],
  ])('should name %s so that fail2ban-regex finds it', async (filter, config, argument) => {
    const { words, remarks, stdout } = await copied(filter);
    const options = [...(config === '' ? [] : [config]), '--raw', '--print-all-matched'].join(' ');
    expect(words).toBe(`fail2ban-regex ${options} FOLDER/app.log ${argument}`);
    expect(remarks).toEqual([]);
    if (hasFail2ban) expect(stdout).toContain('1 matched, 0 missed');
  });

  it.each([
    ['conf/filter.d/my app.conf', 'my app.conf'],
    ['my folder/app.conf', 'FOLDER/my folder/app.conf'],
  ])('should say of %s that fail2ban-regex takes it for a regex', async (filter, argument) => {
    const { remarks, stdout } = await copied(filter);
    expect(remarks).toEqual([expect.stringContaining(`fail2ban-regex takes ${argument} for a regex`)]);
    if (hasFail2ban) expect(stdout).not.toContain('1 matched');
  });
});
