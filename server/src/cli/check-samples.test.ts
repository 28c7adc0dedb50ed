import { describe, expect, it } from 'vitest';
import { commandFolder } from '../../testing/command-folder.ts';

const { write, run } = commandFolder('check-samples');

describe('check --log', () => {
  it.each([
    [['conf'], ['mine.conf', 'vsftpd.conf']],
    [['conf/filter.d/sshd.conf'], ['sshd.conf']],
  ])(
    'should tell which filters of %j find nothing: those of fail2ban where they are named or changed',
    async (paths, told) => {
      write('conf/filter.d/mine.conf', '[Definition]\nfailregex = ^mine: no such user <ADDR>$\n');
      write('conf/filter.d/sshd.conf', '[Definition]\nfailregex = ^sshd: no such user <ADDR>$\n');
      write('conf/filter.d/vsftpd.conf', '[Definition]\nfailregex = ^vsftpd: no such user <ADDR>$\n');
      write('conf/filter.d/vsftpd.local', '[Definition]\nignoreregex =\n');
      write('other.log', '2026-01-05 10:11:12 httpd: weird request\n');
      const { out } = await run('check', ...paths, '--log', 'other.log', '--format', 'json', '--no-cache');
      const found = JSON.parse(out) as { file: string; rule: string }[];
      const files = found.flatMap(({ rule, file }) => (rule === 'unmatched-sample' ? [file.replace(/.*\//, '')] : []));
      expect(files).toEqual(told);
    },
  );

  it('should name the command that tells of each missed line, and print no more than JSON where that is asked for', async () => {
    write('named/filter.d/mine.conf', '[Definition]\nfailregex = ^ bad <HOST>$\n');
    write('my log', '2025-07-11 05:40:22 sad 192.0.2.1\n');
    const { out } = await run('check', 'named', '--log', 'my log', '--no-cache');
    expect(out).toContain(
      "\nPart by part, for each missed line: fail2ban-lens explain 'my log' named/filter.d/mine.conf --missed\n1 file checked",
    );
    const { out: json } = await run('check', 'named', '--log', 'my log', '--no-cache', '--format', 'json');
    expect(JSON.parse(json)).toHaveLength(1);
    const { out: explained } = await run('explain', 'my log', 'named/filter.d/mine.conf', '--missed');
    expect(explained).toContain('\nLine 1: missed\n');
  });

  it('should not call a log that of another program in which another mode finds something', async () => {
    write(
      'moded/filter.d/moded.conf',
      '[Definition]\nfailregex = <re-<mode>>\nre-normal = ^ worse <HOST>\nre-ddos = ^ gone <HOST>\nmode = normal\n',
    );
    write('moded.log', '2025-07-11 05:40:22 gone 192.0.2.1\n2025-07-11 05:40:23 gone 192.0.2.1\n');
    const { out } = await run('check', 'moded/filter.d/moded.conf', '--log', 'moded.log', '--no-cache');
    expect(out).toContain(
      'The filter finds nothing in its sample (2 lines) as it is, but with mode = ddos in 2 of them. [unmatched-sample]',
    );
  });
});
