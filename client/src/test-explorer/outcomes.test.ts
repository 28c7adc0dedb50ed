import { expect, it } from 'vitest';
import { acceptedEdit } from './accepted-edit.ts';
import { outcomesOf } from './outcomes.ts';

const failure = { message: 'm', expected: null, got: null, options: null, why: [] };

it('should sum up each file of a run, and keep the lines that can be accepted', () => {
  const check = { uri: 'file:///a', title: 't', location: null, fitting: null, failures: [] };
  const outcomes = outcomesOf({
    samples: [
      {
        uri: 'file:///a',
        checks: [
          { ...check, line: 1 },
          { ...check, line: 3, failures: [failure], fitting: '{ "match": false }' },
          { ...check, line: 5, failures: [failure] },
          { ...check, uri: 'file:///added', line: 0 },
          { ...check, line: null, failures: [failure] },
        ],
      },
    ],
  });
  expect([...outcomes]).toEqual([
    ['file:///a', { words: '1 hold, 3 do not', fitting: [{ line: 3, fitting: '{ "match": false }' }] }],
    ['file:///added', { words: '1 hold', fitting: [] }],
  ]);
});

it.each([
  ['## failJSON: {"match": true}', true, '## failJSON: { "match": false }'],
  ['#failJSON: {"match": true}', true, '#failJSON: { "match": false }'],
  ['Jul 11 05:40:22 another line', false, '# failJSON: { "match": false }'],
  ['# filterOptions: {}', false, '# failJSON: { "match": false }'],
  [null, false, '# failJSON: { "match": false }'],
])('should write what is accepted below %j', (above, replaces, text) => {
  expect(acceptedEdit(above, '{ "match": false }')).toEqual({ replaces, text });
});
