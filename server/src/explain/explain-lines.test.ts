import { describe, expect, it } from 'vitest';
import { explainInFolder } from '../../testing/explain-in-folder.ts';
import { parsePattern } from '../pyre/parser.ts';
import { createSearcher } from '../translate/compile.ts';

const { explainAll } = explainInFolder('explain-lines');

const at = '2024-05-01 10:00:00';
const logOf = (...lines: readonly string[]): string => lines.map((line) => `${at} ${line}`).join('\n');

/** The failregex of a filter that searches some lines together. */
const over = (failregex: string, maxlines = 4): string => `maxlines = ${maxlines}\nfailregex = ${failregex}`;

describe('A line that is searched with those before it', () => {
  it.each<[title: string, lines: readonly string[], failregex: string, message: string, fix: string | null]>([
    [
      'the second line ends otherwise',
      ['client 192.0.2.1 connected', 'noise', 'auth failure for bob (bad pw)'],
      String.raw`^\s*client <HOST> connected$<SKIPLINES>^\s*auth failure for \w+$`,
      String.raw`The second line of the regex comes nearest to line 3 of the 3 that are searched together ("auth failure for bob (bad pw)"): The regex ends with $ behind \w+; the line goes on with " (bad pw)".`,
      'Let more follow: leave out the $',
    ],
    [
      'blanks that the dates leave, in both lines',
      ['client 192.0.2.1 connected', 'auth failure for bob'],
      String.raw`^client <HOST> connected$<SKIPLINES>^auth failure for \w+$`,
      'The first line of the regex comes nearest to line 1 of the 2 that are searched together ("client 192.0.2.1 connected"): The text begins with a blank once the date is cut out; the regex wants "client" right at ^. Besides: The second line of the regex comes nearest to line 2 of the 2 that are searched together ("auth failure for bob"): The text begins with a blank once the date is cut out; the regex wants "auth" right at ^.',
      String.raw`Take white space at the start: ^\s*`,
    ],
    [
      'a blank behind a line break',
      ['client 192.0.2.1 connected', 'auth failure for bob'],
      String.raw`^ client <HOST> connected\nauth failure for \w+$`,
      String.raw`The second line of the regex comes nearest to line 2 of the 2 that are searched together ("auth failure for bob"): The text begins with a blank once the date is cut out; the regex wants "auth" right behind "\n".`,
      String.raw`Take white space at the start: \s*`,
    ],
    [
      'a line between',
      ['client 192.0.2.1 connected', 'noise', 'auth failure for bob'],
      String.raw`^ client <HOST> connected\n^ auth failure for \w+$`,
      'The first line of the regex fits line 1 of the 3 that are searched together ("client 192.0.2.1 connected"), the second line 3 of the 3 that are searched together ("auth failure for bob"); one more line stands between them, and the regex takes only a line break there: <SKIPLINES> passes over lines.',
      'Pass over the lines between: <SKIPLINES>',
    ],
    [
      'another connection',
      ['conn=12 from 192.0.2.1', 'conn=13 denied'],
      String.raw`^ conn=(?P<c>\d+) from <HOST>$<SKIPLINES>^ conn=(?P=c) denied$`,
      'Each line of the regex fits one of the 2 that are searched together, from line 1 to line 2; but (?P=c) wants "12" again, as before, and the line has "13" there.',
      null,
    ],
    [
      'a line behind is still to come',
      ['client 192.0.2.1 connected', 'noise'],
      String.raw`^ client <HOST> connected$<SKIPLINES>^ auth failure for \w+$`,
      'It fits so far, and wants "auth" in a line that follows: this line is the last of those that fail2ban has searched together here.',
      null,
    ],
    [
      'no line before it is like the first',
      ['server up', 'auth failure for bob'],
      String.raw`^ client <HOST> connected$<SKIPLINES>^ auth failure for \w+$`,
      'The second line of the regex fits line 2 of the 2 that are searched together ("auth failure for bob"), and no line before it is like the first line of the regex, which wants "client".',
      null,
    ],
  ])('should be told line by line: %s', async (_, lines, failregex, message, fix) => {
    const last = (await explainAll(logOf(...lines), over(failregex))).at(-1)!;
    const [miss] = last.failregex;
    expect(miss).toMatchObject({ message, fix: fix === null ? null : { title: fix, gains: 1, losses: 0 } });
    const relaxed = parsePattern(miss!.relaxed!, { python: '3.11' }).pattern!;
    expect(createSearcher(relaxed, { python: '3.11' }).test(`${last.rest}\n`)).toBe(true);
  });

  it('should point at the part of the line that is meant', async () => {
    const failregex = String.raw`^ id=(\d+) from <HOST>\n^ id=\1 denied by "\w+"$`;
    const [, last] = await explainAll(logOf('id=12 from 192.0.2.1', 'id=12 refused by "pam"'), over(failregex));
    expect(last!.failregex[0]).toMatchObject({
      culprit: { pattern: 'denied', found: 'refused' },
      message: expect.stringMatching(/The regex wants "denied"; the line has "refused"/) as string,
    });
  });

  it('should be told where more lines would have to be searched together', async () => {
    const failregex = String.raw`^ client <HOST> connected$<SKIPLINES>^ auth failure for \w+$`;
    const log = logOf('client 192.0.2.1 connected', 'a', 'b', 'c', 'auth failure for bob');
    const last = (await explainAll(log, over(failregex, 3))).at(-1)!;
    expect(last).toMatchObject({ neededMaxlines: { maxlines: 5, failregex: 1, gains: 1, losses: 0 } });
    expect((await explainAll(log, over(failregex, 5))).at(-1)).not.toHaveProperty('neededMaxlines');
  });
});
