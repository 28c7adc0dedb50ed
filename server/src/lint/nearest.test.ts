import { describe, expect, it } from 'vitest';
import { lintFolder, readMarkedFolder } from '../../testing/check-rule.ts';

/** The message of the one finding of a rule. */
function messageOf(rule: string, text: string): string {
  const { files } = readMarkedFolder(text, 'filter.d/x.conf');
  return lintFolder(files)
    .filter((finding) => finding.rule === rule)
    .map(({ message }) => message)
    .join('\n');
}

describe('what is likely meant', () => {
  it.each([
    ['%(know/failregex)s', "Is '%(known/failregex)s' meant?"],
    ['%(knwon/failregex)s', "Is '%(known/failregex)s' meant?"],
    ['%(defalt/who)s', "Is '%(default/who)s' meant?"],
    ['%(wrds/who)s', "Is '%(words/who)s' meant?"],
    ['%(Definitio/who)s', 'Options of [Definition] itself are named without it: %(who)s.'],
    ['%(Definition/who)s', 'Options of [Definition] itself are named without it: %(who)s.'],
    ['%(Wrds2/who)s', 'Is [Words2] meant? A section whose name has capitals cannot be referred to.'],
    ['%(Words2/who)s', "A section whose name has capitals cannot be referred to: fail2ban looks for 'words2/who'."],
    ['%(whom)s', "Is 'who' meant?"],
  ])('should be named for %s', (reference, said) => {
    const text = `[words]\nwho = x\n[Words2]\nwho = x\n[Definition]\nwho = x\nfailregex = ^${reference} <HOST>$\n`;
    expect(messageOf('unknown-reference', text)).toContain(said);
  });

  it('should not be the option itself', () => {
    const text = '[Definition]\n_words = %(words)s\nfailregex = ^%(_words)s <HOST>$\n';
    expect(messageOf('unknown-reference', text)).not.toContain('meant');
  });

  it.each([
    ['<ADRR>', '<ADDR> is meant, perhaps'],
    ['<HSOT>', '<HOST> is meant, perhaps'],
    ['<SUBNTE>', '<SUBNET> is meant, perhaps'],
    ['<SKIPLINE>', '<SKIPLINES> is meant, perhaps'],
    ['<USRE>', '<F-USER>…</F-USER> or .* is meant, perhaps'],
    ['<USERNAM>', '<F-USER>…</F-USER> or .* is meant, perhaps'],
    ['<IPADR>', '<HOST> or <ADDR> is meant, perhaps'],
  ])('should be named for %s', (tag, said) => {
    expect(messageOf('no-such-tag', `[Definition]\nfailregex = ^${tag} <HOST>$\n`)).toContain(said);
  });

  it.each([
    '<br>',
    '<BR>',
    '<TD>',
    '<POST>',
    '<COST>',
    '<GET>',
    '<INFO>',
    '<ERROR>',
    '<NULL>',
    '<NONE>',
    '<DIV>',
    '<html>',
  ])('should not be guessed of %s, which a log may hold', (word) => {
    expect(messageOf('no-such-tag', `[Definition]\nfailregex = ^${word} <HOST>$\n`)).toBe('');
  });
});
