/** The two lines of fail2ban that differ: 1.0 (checked against 1.0.2) and 1.1 (master, 1.1.2.dev). */
export const fail2banVersions = ['1.0', '1.1'] as const;

export type Fail2banVersion = (typeof fail2banVersions)[number];

export const defaultFail2banVersion: Fail2banVersion = '1.1';
