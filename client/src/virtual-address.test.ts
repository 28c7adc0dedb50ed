import { expect, it } from 'vitest';
import type { VirtualDocument } from '../../server/src/protocol.ts';
import { addressOf, documentAt } from './virtual-address.ts';

const subject = { uri: 'file:///etc/fail2ban/filter.d/sshd.conf' };

it.each<[VirtualDocument, string]>([
  [{ kind: 'lines', subject, status: 'missed' }, '/sshd (missed lines)'],
  [{ kind: 'expanded', subject }, '/sshd (expanded)'],
  [{ kind: 'effective', subject: { ...subject, jail: 'a#b' } }, '/[a#b] (effective)'],
  [{ kind: 'rule', rule: 'forged-address' }, '/forged-address.md'],
  [{ kind: 'log', log: 'file:///var/log/auth.log.2.gz' }, '/auth.log.2.gz'],
])('should give %j an address that leads back to it', (document, path) => {
  const address = addressOf(document);
  expect(address.path).toBe(path);
  expect(documentAt(address)).toEqual(document);
});

it.each([
  ['another scheme', { scheme: 'file', query: '{"kind":"log"}' }],
  ['no JSON', { scheme: 'fail2ban-lens', query: 'x' }],
  ['no document', { scheme: 'fail2ban-lens', query: 'null' }],
])('should find no document in an address with %s', (_sentence, address) => {
  expect(documentAt(address)).toBeUndefined();
});
