import { expect, it } from 'vitest';
import { lintFolder } from '../../testing/check-rule.ts';
import { parseIni } from '../ini/parser.ts';
import type { Finding } from './rule.ts';
import { withoutAllowed } from './suppress.ts';

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
  ['one line of a header', [`${lines[0]} ; fail2ban-lens: allow no-failure-id`, lines[1], lines[2]], 2],
  [
    'the whole option, several comments',
    [lines[0], '# fail2ban-lens: allow optional-host', '', '# fail2ban-lens: allow no-failure-id', lines[1], lines[2]],
    0,
  ],
  [
    'the whole option and in it a line',
    [lines[0], '# fail2ban-lens: allow no-failure-id', lines[1], `${lines[2]} ; fail2ban-lens: allow optional-host`],
    0,
  ],
  ['the whole file', ['# fail2ban-lens: allow no-failure-id', ...lines], 0],
])('should find what is left when a comment allows: %s', (_, text, count) => {
  expect(found(text.join('\n'))).toBe(count);
});

it('should look once at each of very many allowances and findings', () => {
  const count = 1000;
  const text = `[Definition]\n${Array.from({ length: count }, (_, i) => `# fail2ban-lens: allow some-rule\nx${i} = 1\n`).join('')}`;
  const { tree } = parseIni(text, '/x');
  let reads = 0;
  const counted = {
    ...tree,
    sections: tree.sections.map((section) => ({
      ...section,
      get options() {
        reads++;
        return section.options;
      },
    })),
  };
  const findings = tree.sections[0]!.options.flatMap(({ keySpan }): Finding[] =>
    ['some-rule', 'other-rule'].map((rule) => ({
      rule,
      severity: 'error',
      message: '',
      place: { file: '/x', span: keySpan },
      related: [],
    })),
  );
  expect(withoutAllowed(findings, () => counted).map(({ rule }) => rule)).toEqual(Array(count).fill('other-rule'));
  expect(reads).toBeLessThanOrEqual(count);
});
