import { expect, it } from 'vitest';
import { lintFolder } from '../../testing/check-rule.ts';

/** Two regexes without a host. */
const lines = ['[Definition]', 'failregex = ^a$', '            ^b$'];

function found(text: string): number {
  return lintFolder({ '/c/filter.d/x.conf': text }).filter(({ rule }) => rule === 'no-failure-id').length;
}

it.each([
  ['nothing is allowed', lines, 2],
  ['the whole option', [lines[0], '# fail2ban-lens: allow no-failure-id', lines[1], lines[2]], 0],
  ['one line of a value', [lines[0], lines[1], '  # fail2ban-lens: allow no-failure-id', lines[2]], 1],
  ['another rule', [lines[0], '# fail2ban-lens: allow optional-host', lines[1], lines[2]], 2],
  ['several rules', [lines[0], '# fail2ban-lens: allow optional-host, no-failure-id', lines[1], lines[2]], 0],
  ['the whole file', ['# fail2ban-lens: allow no-failure-id', ...lines], 0],
])('should find what is left when a comment allows: %s', (_, text, count) => {
  expect(found(text.join('\n'))).toBe(count);
});
