import { expect, it } from 'vitest';
import { filterTexts } from '../../testing/filter-texts.ts';
import type { Guard } from '../matching/search-block.ts';
import { createKnownDangers, type KeptAnswers } from './known-dangers.ts';

const texts = filterTexts({ failregex: ['^user .*<HOST>(?: bad)*$'], fail2ban: '1.1' });

function memory(): KeptAnswers & { readonly size: number } {
  const answers = new Map<string, unknown>();
  return {
    get: (question) => answers.get(JSON.stringify(question)),
    set: (question, answer) => void answers.set(JSON.stringify(question), answer),
    get size() {
      return answers.size;
    },
  };
}

it('should look once for each filter and sample', () => {
  let guarded = 0;
  const guard: Guard = (work) => {
    guarded++;
    work();
    return true;
  };
  const store = memory();
  const found = createKnownDangers(store)(texts, { guard });
  expect(found.dangers.length).toBeGreaterThan(0);
  const asked = guarded;
  expect(createKnownDangers(store)(texts, { guard })).toEqual(found);
  expect(guarded).toBe(asked);
  for (const other of [
    { ...texts, fail2ban: '1.0' as const },
    { ...texts, failregex: ['^bad login from <HOST>$'] },
  ])
    createKnownDangers(store)(other, { guard });
  createKnownDangers(store)(texts, { guard, sample: 'bad login from 192.0.2.1\n' });
  expect(store.size).toBe(4);
});

it('should keep no answer that a deadline cut short', () => {
  const store = memory();
  let calls = 0;
  const guard: Guard = (work) => {
    if (++calls === 2) return false;
    work();
    return true;
  };
  expect(createKnownDangers(store)(texts, { guard }).isWhole).toBe(false);
  expect(store.size).toBe(0);
});
