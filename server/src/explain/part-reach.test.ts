import { describe, expect, it } from 'vitest';
import { missOf } from '../../testing/explain-miss.ts';
import { parsePattern } from '../pyre/parser.ts';
import { createSearcher } from '../translate/compile.ts';

const python = '3.11';

describe('How far a line goes into a part that holds others', () => {
  it.each<[what: string, regex: string, line: string, culprit: string, words: string]>([
    [
      'of a part that may be left out',
      String.raw`^Login failed for <F-USER>\S+</F-USER> from <HOST>( \((?:X-Real-IP: \S+)\))?$`,
      'Login failed for bob from 192.0.2.1 (X-Forwarded-For: 10.0.0.1)',
      'Real',
      String.raw`Of ( \((?:X-Real-IP: \S+)\))?, which may be left out, " (X-" fits; then it wants "Real"; the line goes on with "Forwarded-For:".`,
    ],
    [
      'of one whose first word nearly fits',
      String.raw`^fail for \S+ from <HOST>(?: port \d+(?: on \S+)?)?(?: ssh2)?$`,
      'fail for bob from 192.0.2.1 port 22 on eth0 ssh1',
      'ssh2',
      'Of (?: ssh2)?, which may be left out, " " fits; then it wants "ssh2"; the line goes on with "ssh1".',
    ],
    [
      'of one with alternatives in it',
      String.raw`^denied <HOST>(?: \((?:timeout|refused by peer|reset)\))?$`,
      'denied 192.0.2.1 (refused by host)',
      'peer',
      String.raw`Of (?: \((?:timeout|refused by peer|reset)\))?, which may be left out, " (refused by " fits; then it wants "peer"; the line goes on with "host)".`,
    ],
    [
      'of one at the start',
      String.raw`^(?:\[\d+\]: )?denied <HOST>$`,
      '[12a]: denied 192.0.2.1',
      String.raw`\]`,
      String.raw`Of (?:\[\d+\]: )?, which may be left out, "[12" fits; then it wants "\]"; the line goes on with "a]:".`,
    ],
    [
      'of one more turn of a repeat',
      String.raw`^<HOST> failed(?: \w+=\d+)*$`,
      '192.0.2.1 failed a=1 b=2 c=x',
      String.raw`\d+`,
      String.raw`(?: \w+=\d+)* fits 2 times; of one more turn " c=" fits; then it wants \d+; the line goes on with "x".`,
    ],
    [
      'of a repeat in the middle',
      String.raw`^methods (?:\w+, )+from <HOST>$`,
      'methods pass, key, otp; from 192.0.2.1',
      ',',
      String.raw`(?:\w+, )+ fits 2 times; of one more turn "otp" fits; then it wants ","; the line goes on with ";".`,
    ],
    [
      'of a repeat of so many turns',
      '^id (?:[0-9a-f]{2}:){5}[0-9a-f]{2} from <HOST>$',
      'id 00:11:22:33:gg:55 from 192.0.2.1',
      '[0-9a-f]{2}',
      '(?:[0-9a-f]{2}:){5} fits 4 times; of one more turn at its start it wants [0-9a-f]{2}; the line goes on with "gg:55".',
    ],
    [
      'of a repeat with too few turns',
      '^id (?:[0-9a-f]{2}:){5}[0-9a-f]{2} from <HOST>$',
      'id 00:11:22:33:44 from 192.0.2.1',
      ':',
      '(?:[0-9a-f]{2}:){5} fits 4 times; of one more turn "44" fits; then it wants ":"; the line goes on with " from".',
    ],
  ])('should be told %s', (_, regex, line, culprit, words) => {
    const miss = missOf(regex, { text: `${line}\n`, uncut: undefined });
    expect([miss.culprit?.written, miss.message]).toEqual([culprit, words]);
    const { pattern } = parsePattern(miss.relaxed!, { python });
    expect(createSearcher(pattern!, { python }).test(`${line}\n`)).toBe(true);
  });

  it.each<[what: string, regex: string, line: string, words: string]>([
    [
      'other text behind it',
      String.raw`^denied <HOST>(?: port \d+)?$`,
      'denied 192.0.2.1; bye',
      String.raw`The regex ends with $ behind (?: port \d+)?; the line goes on with "; bye".`,
    ],
    [
      'text behind one that fits',
      String.raw`^denied <HOST>(?: port \d+)?$`,
      'denied 192.0.2.1 port 22 bye',
      String.raw`The regex ends with $ behind (?: port \d+)?; the line goes on with " bye".`,
    ],
    [
      'a piece that takes anything',
      String.raw`^(?:\S+ \S+ )?denied <HOST>$`,
      'srv denied 192.0.2.1',
      '"srv " stands at the start of the text; the regex wants "denied" right at ^.',
    ],
    [
      'a repeat that has all of its turns',
      String.raw`^<HOST> failed(?: \w+=\d+){0,2}$`,
      '192.0.2.1 failed a=1 b=2 c=x',
      'The regex ends with $ behind (?: \\w+=\\d+){0,2}; the line goes on with " c=x".',
    ],
  ])('should not be told of %s', (_, regex, line, words) => {
    expect(missOf(regex, { text: `${line}\n`, uncut: undefined }).message).toBe(words);
  });
});
