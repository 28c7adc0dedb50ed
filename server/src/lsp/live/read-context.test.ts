import { expect, it } from 'vitest';
import { readContext } from './read-context.ts';

const nothing = { visibleSubjects: [], visibleLogs: [], chosen: {}, isTrusted: false };

it.each<[string, unknown, object]>([
  [
    'what is told',
    { visibleSubjects: ['a'], visibleLogs: ['b'], chosen: { a: ['b'] }, isTrusted: true },
    { visibleSubjects: ['a'], visibleLogs: ['b'], chosen: { a: ['b'] }, isTrusted: true },
  ],
  ['nothing of nothing', null, nothing],
  ['what is missing as empty', { visibleSubjects: ['a'] }, { ...nothing, visibleSubjects: ['a'] }],
  [
    'what is of the wrong kind as empty',
    { visibleSubjects: 3, visibleLogs: ['b', 4, null], chosen: { a: 'b' }, isTrusted: 'yes' },
    { visibleSubjects: [], visibleLogs: ['b'], chosen: { a: [] }, isTrusted: false },
  ],
])('should read %s', (_, sent, expected) => expect(readContext(sent)).toEqual(expected));
