import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fail2banReleases, type Fail2banVersion } from '../../server/src/config/fail2ban-version.ts';

/** Debian's python3, which every fail2ban here runs under. */
export const python = '/usr/bin/python3';

/** The fail2bans that we are held against: the newest 1.0 and the newest 1.1 that Debian has in a release. */
export const realLines = ['1.0', '1.1'] as const;

export type RealLine = (typeof realLines)[number];

/** A real fail2ban that we are held against: its programs, and the stock files that came with them. */
export interface RealFail2ban {
  readonly line: RealLine;
  /** What `--fail2ban` of ours has to be. */
  readonly fail2ban: Fail2banVersion;
  /** As the program itself says, e.g. `1.1.0`. */
  readonly version: string;
  /** The folder that Python finds it in. */
  readonly packages: string;
  /** The folder of `fail2ban-server` and the others. */
  readonly programs: string;
  /** The stock configuration. */
  readonly config: string;
  /** The logs of its own tests. */
  readonly logs: string;
  /** Which part of the generated cases it is asked: all of them (1), or a part where another one is asked them all. */
  readonly share: number;
}

/** Why there is no such fail2ban on this machine, and how to get it. */
export interface MissingFail2ban {
  readonly missing: string;
}

/** Where scripts/conformance/fetch-fail2ban.sh leaves Debian 13's package. */
const fetched = resolve('.cache/fail2ban-1.1');

/** The fail2ban of a line: the installed one, else the fetched one; 1.1 is fetched where neither is there. */
export function findFail2ban(line: RealLine, share: number): RealFail2ban | MissingFail2ban {
  const installed = readVersion('/');
  if (installed?.startsWith(`${line}.`)) return realAt('/', line, installed, share);
  if (line === '1.0')
    return {
      missing: `${installed === undefined ? 'fail2ban is not installed' : `the installed fail2ban is ${installed}`} (on Debian 12: apt-get install fail2ban)`,
    };
  if (!existsSync(fetched)) {
    const { status, stdout, stderr } = spawnSync('bash', ['scripts/conformance/fetch-fail2ban.sh'], {
      encoding: 'utf8',
    });
    if (status !== 0)
      return {
        missing: `${stderr.trim()} (on Debian, with its archive in reach: bash scripts/conformance/fetch-fail2ban.sh)`,
      };
    console.log(stdout.trim());
  }
  const version = readVersion(fetched);
  if (version === undefined) return { missing: `${fetched} holds no fail2ban that runs (remove that folder)` };
  return realAt(fetched, line, version, share);
}

/** `count` generated cases, or this one's part of them. */
export function shareOf({ share }: RealFail2ban, count: number): number {
  return Math.ceil(count * share);
}

function realAt(root: string, line: RealLine, version: string, share: number): RealFail2ban {
  const packages = packagesIn(root);
  return {
    line,
    fail2ban: behaviourOf(version),
    version,
    packages,
    programs: join(root, 'usr/bin'),
    config: join(root, 'etc/fail2ban'),
    logs: join(packages, 'fail2ban/tests/files/logs'),
    share,
  };
}

/** `1.0.2` -> `1.0`, `1.1.0` -> `1.1.0`, and every later one -> `1.1`. */
function behaviourOf(version: string): Fail2banVersion {
  if (version.startsWith('1.0.')) return '1.0';
  return version === fail2banReleases['1.1.0'] ? '1.1.0' : '1.1';
}

function packagesIn(root: string): string {
  return join(root, 'usr/lib/python3/dist-packages');
}

/** What the fail2ban in a folder says of itself; undefined where there is none that Python can load. */
function readVersion(root: string): string | undefined {
  // -S: without the folders of installed packages, so that no other fail2ban answers.
  const { status, stdout } = spawnSync(python, ['-S', '-c', 'from fail2ban.version import version; print(version)'], {
    encoding: 'utf8',
    env: { ...process.env, PYTHONPATH: packagesIn(root) },
  });
  return status === 0 ? stdout.trim() : undefined;
}
