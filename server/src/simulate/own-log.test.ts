import { expect, it } from 'vitest';
import { createNoticeWriter } from './own-log.ts';

it('should write a ban as fail2ban.log has it, in the time of the server', () => {
  const clock = Date.UTC(2025, 6, 11, 5, 40, 22, 250) / 1000;
  expect(createNoticeWriter('Europe/Berlin')({ kind: 'Ban', jail: 'sshd', id: '192.0.2.1', clock })).toBe(
    '2025-07-11 07:40:22,250 fail2ban.actions        [1]: NOTICE  [sshd] Ban 192.0.2.1',
  );
  expect(createNoticeWriter('UTC')({ kind: 'Restore Ban', jail: 'sshd', id: '2001:db8::1', clock })).toMatch(
    /^2025-07-11 05:40:22,250 .* NOTICE {2}\[sshd\] Restore Ban 2001:db8::1$/,
  );
});
