import { describe, expect, it } from 'vitest';
import { MappedText } from '../text/mapped-text.ts';
import { isRegexProblem, readRegex } from './compile-regex.ts';
import { adviceOn } from './regex-advice.ts';

describe('What to do about a regex that fail2ban refuses', () => {
  it.each<[regex: string, advice: RegExp]>([
    ['warning: unknown[<HOST>]: SASL', /^A \[ is never closed: .* Write \\\[ for the mark itself\.$/],
    ['from <HOST> to <HOST>', /^Two tags fill the group 'ip4'/],
    ['failed\\h+<HOST>', /^That is PCRE, not Python\.$/],
    ['user (?<user>\\w+) <HOST>', /^Python names a group \(\?P<name>…\)\.$/],
    ['*failed for <HOST>', /^A \* repeats what stands before it: any text is \.\*$/],
    ['failed for (<HOST>', /^$/],
    ['failed for \\S+', /^It needs <HOST>, .* or <F-MLFID>\.$/],
    ['from (?P<host>\\S+)', / \(\?P<host>…\) is a group like any other to fail2ban: write <HOST> in its place\.$/],
    ['<mdre-agressive>', / Nothing sets 'mdre-agressive', .* of a mode, is likely misspelt\.$/],
    ['from <host>', / '<host>' is text: tags are written in capitals\.$/],
    ['from <F-IP>\\S+</F-IP>', / only keep their text\.$/],
    ['from &lt;HOST&gt;', / '&lt;HOST&gt;' is text: write <HOST>\.$/],
    ['from \\<HOST\\>', / is text: write <HOST>\.$/],
  ])('%s', (regex, advice) => {
    const read = readRegex('failregex', MappedText.builtin(regex, 'test'), {
      useDns: 'warn',
      fail2ban: '1.1',
      python: '3.11',
      multiline: false,
    });
    if (!isRegexProblem(read)) throw new Error('it compiles');
    expect(adviceOn(read, '1.1')).toMatch(advice);
  });
});
