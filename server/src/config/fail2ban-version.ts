/** The behaviours of fail2ban that differ, oldest first: 1.0, 1.1.0 by itself (as in Debian 13), and 1.1 from 1.1.1 on. */
export const fail2banVersions = ['1.0', '1.1.0', '1.1'] as const;

export type Fail2banVersion = (typeof fail2banVersions)[number];

export const defaultFail2banVersion: Fail2banVersion = '1.1';

/** The release that each one stands for. */
export const fail2banReleases: Readonly<Record<Fail2banVersion, string>> = {
  '1.0': '1.0.2',
  '1.1.0': '1.1.0',
  '1.1': '1.1.1',
};

/** True where a version behaves as `first` or as a later one. */
export function isFrom(version: Fail2banVersion, first: Fail2banVersion): boolean {
  return fail2banVersions.indexOf(version) >= fail2banVersions.indexOf(first);
}
