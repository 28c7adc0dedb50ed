import { expect, it } from 'vitest';
import { packResults, unpackResults } from './packed-results.ts';
import { nothingFound, PrefixState, type LineOutcome, type LineResult } from './search-run.ts';

const hit = { regex: 2, isIgnored: false, mlfid: 'server sshd[1]: ', user: 'root', hasId: true, isNoFail: false, isGain: false, isForget: false };
const outcome: LineOutcome = { hits: [], counted: [hit], ignoredBy: [], prefix: undefined, takenFromBuffer: [] };
const matched: LineResult = { prefix: PrefixState.matched, plainHits: [], outcome };

it.each<[string, LineResult[]]>([
  ['no lines', []],
  ['lines in which nothing was found', [nothingFound[PrefixState.unknown], nothingFound[PrefixState.missed], nothingFound[PrefixState.matched], nothingFound[PrefixState.missed]]],
  ['plain hits', [{ prefix: PrefixState.unknown, plainHits: [0, 199], outcome: undefined }, nothingFound[PrefixState.unknown]]],
  ['counted hits', [matched, matched, { ...matched, outcome: { ...outcome, counted: [hit, { ...hit, mlfid: undefined, user: '', hasId: false, isNoFail: true, isGain: true, isForget: true, isIgnored: true }] } }]],
  ['ignored lines', [{ prefix: PrefixState.unknown, plainHits: [], outcome: { ...outcome, counted: [], ignoredBy: [1, 0] } }]],
])('should give back what it took: %s', (_, results) => {
  expect(unpackResults(structuredClone(packResults(results)))).toEqual(results);
});

it('should keep the results of equal lines one', () => {
  const [first, second] = unpackResults(packResults([matched, matched]));
  expect(first).toBe(second);
});
