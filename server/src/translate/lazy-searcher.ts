import type { Pattern } from '../pyre/nodes.ts';
import { searchTexts, type Searcher } from './searcher.ts';

type Methods = Pick<Searcher, 'search' | 'searchAscii' | 'boundsAscii' | 'test' | 'testAscii' | 'texts'>;

/** A searcher that is made when it is first used: of a large filter's regexes most are never searched for. */
export function createLazySearcher({ groupCount, groupNames }: Pattern, make: () => Searcher): Searcher {
  let made: Searcher | undefined;
  const ready = (): Searcher => {
    if (made) return made;
    made = make();
    // The next calls go to the made one without a detour.
    const { search, searchAscii, boundsAscii, test, testAscii, texts } = made;
    Object.assign(lazy, { search, searchAscii, boundsAscii, test, testAscii, texts } satisfies Methods);
    return made;
  };
  const lazy: Searcher = {
    get engine() {
      return ready().engine;
    },
    groupCount,
    groupNames,
    search: (subject, pos, endpos) => ready().search(subject, pos, endpos),
    searchAscii: (subject) => ready().searchAscii(subject),
    boundsAscii: (subject) => {
      const { boundsAscii, searchAscii } = ready();
      return (boundsAscii ?? searchAscii)(subject);
    },
    test: (subject) => ready().test(subject),
    testAscii: (subject) => ready().testAscii(subject),
    texts: (subject, isAscii) => searchTexts(ready(), subject, isAscii),
  };
  return lazy;
}
