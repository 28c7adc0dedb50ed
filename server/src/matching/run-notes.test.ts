import { expect, it } from 'vitest';
import { notesOf, type NotedRun } from './run-notes.ts';

function facts(more: Partial<NotedRun>, hits = 0): NotedRun {
  return {
    report: {
      lines: { total: 3, ignored: 0, matched: 2, missed: 1 },
      dateTemplates: [{ name: 'Epoch', hits }],
    },
    matchedWithoutDate: 0,
    datepattern: undefined,
    isCompressed: false,
    ...more,
  };
}

it.each<[what: string, facts: NotedRun, notes: RegExp[]]>([
  ['nothing of a run in order', facts({}, 3), []],
  ['nothing of a log without dates in which nothing matched', facts({}), []],
  ['matched lines without a date', facts({ matchedWithoutDate: 2 }), [/^2 of 2 matched lines have no date/]],
  ['one of them', facts({ matchedWithoutDate: 1 }, 2), [/^1 of 2 matched lines has no date/]],
  ['a datepattern that finds nothing', facts({ datepattern: '^%Y' }), [/none of the 3 lines: \^%Y$/]],
  ['nothing of a datepattern that finds some', facts({ datepattern: '^%Y' }, 1), []],
  [
    'ids that are looked up',
    facts(
      {
        lookedUp: {
          looked: 2,
          count: 2,
          examples: [
            { line: 1, id: '8' },
            { line: 4, id: 'dsl-7.example.com' },
          ],
        },
      },
      3,
    ),
    [
      /^2 of the first 2 matches are of ids that are no address: "8" in line 1 \(the address 0\.0\.0\.8\), "dsl-7\.example\.com" in line 4\./,
    ],
  ],
  ['nothing of ids that are addresses', facts({ lookedUp: { looked: 2, count: 0, examples: [] } }, 3), []],
  ['a compressed log', facts({ isCompressed: true }, 3), [/compressed/]],
])('should tell %s', (_, run, notes) => {
  expect(notesOf(run)).toEqual(notes.map((note) => expect.stringMatching(note)));
});
