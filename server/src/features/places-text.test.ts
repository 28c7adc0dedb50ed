import { expect, it } from 'vitest';
import { Workspace } from '../analysis/workspace.ts';
import { createMemoryFileSystem } from '../host/memory-file-system.ts';
import { describePlace } from './places-text.ts';

const files = createMemoryFileSystem({ '/own/filter.d/common.conf': '[DEFAULT]\nx = 1\n' });

it.each<[what: string, locate: ((path: string) => string | null) | undefined, words: string]>([
  ['its own folder', undefined, 'filter\\.d/common\\.conf:2'],
  ['its own folder where files may be lent', (path) => path, 'filter\\.d/common\\.conf:2'],
  ['where a lent file lies', () => '/etc/fail2ban/filter.d/common.conf', '/etc/fail2ban/filter\\.d/common\\.conf:2'],
  ['the built-in configuration', () => null, 'the built-in configuration (common\\.conf)'],
])('should name a place by %s', (_, locate, words) => {
  const workspace = new Workspace({ ...files, ...(locate ? { locate } : {}) }, { fail2ban: '1.1', python: '3.11' });
  const span = { start: 10, end: 11 };
  expect(describePlace(workspace, { file: '/own/filter.d/common.conf', span })).toBe(words);
});
