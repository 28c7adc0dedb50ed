import { expect, it } from 'vitest';
import { runOfLog, subjectAt, subjectKey, subjectName } from './subjects.ts';
import { runState, sample } from './testing.ts';

it.each([
  [{ uri: 'file:///etc/fail2ban/filter.d/named%20flood.conf' }, 'named flood'],
  [{ uri: 'file:///etc/fail2ban/filter.d/sshd.local' }, 'sshd'],
  [{ uri: 'file:///etc/fail2ban/jail.conf', jail: 'sshd' }, '[sshd]'],
])('should call %j %s', (subject, name) => {
  expect(subjectName(subject)).toBe(name);
});

const jail = (name: string, from: number, to: number) =>
  runState({
    subject: { uri: 'file:///jail.conf', jail: name },
    range: { start: { line: from, character: 0 }, end: { line: to, character: 0 } },
  });

it.each([
  ['the jail around the cursor', 7, 'b'],
  ['the first jail where the cursor is in none', 0, 'a'],
])('should take %s', (_sentence, line, name) => {
  const runs = [jail('a', 2, 5), jail('b', 6, 9)];
  expect(subjectAt(runs, 'file:///jail.conf', { line, character: 3 })?.jail).toBe(name);
});

it('should show in a log the run of the subject that was used last', () => {
  const logs = [{ uri: 'file:///a.log.gz', shownAs: 'fail2ban-lens:/a.log' }];
  const one = runState({ subject: { uri: 'file:///one.conf' }, sample: sample({ logs }) });
  const two = runState({ subject: { uri: 'file:///two.conf' }, sample: sample({ logs }) });
  const other = runState({ subject: { uri: 'file:///other.conf' } });
  const used = [other, two, one].map((run) => subjectKey(run.subject));
  expect(runOfLog([one, two, other], used, 'fail2ban-lens:/a.log')).toBe(two);
  expect(runOfLog([one, two, other], [], 'file:///a.log.gz')).toBe(one);
  expect(runOfLog([one, two, other], used, 'file:///b.log')).toBeUndefined();
});
