import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { rules } from './rules.ts';

const rows = [...readFileSync('docs/rules/README.md', 'utf8').matchAll(/^\| (.+?) \| ([^|]+) \|$/gm)]
  .map(([, trap, answer]) => [trap!, answer!.trim()] as const)
  .filter(([trap]) => trap !== 'trap' && !trap.startsWith('---'));

it.each(rows)('should name the rules for %s, or why there are none', (_, answer) => {
  if (answer.startsWith('none: ')) return;
  const names = rules.map(({ name }) => name);
  for (const name of answer.split(', ')) expect(names).toContain(name);
});
