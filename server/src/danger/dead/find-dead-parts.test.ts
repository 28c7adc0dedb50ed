import { describe, expect, it } from 'vitest';
import { filterTexts } from '../../../testing/filter-texts.ts';
import { withFix } from '../places.ts';
import { createProbe, type FilterTexts } from '../probe.ts';
import { findDeadParts } from './find-dead-parts.ts';

function filter(texts: Partial<FilterTexts>): FilterTexts {
  return filterTexts({ failregex: ['^bad login from <HOST>$'], ...texts });
}

function dead(texts: Partial<FilterTexts>) {
  return findDeadParts(createProbe(filter(texts)), (work) => (work(), true));
}

/** Kind, part and cause of each. */
function told(texts: Partial<FilterTexts>): string[] {
  return dead(texts).map(
    ({ kind, part, because }) => `${kind}: ${part}${because ? ` because of ${because.part}` : ''}`,
  );
}

describe('a regex that matches nothing', () => {
  it.each([
    [String.raw`^bad login from <HOST>$ port \d+`, `never-matches:  port  because of $`],
    [String.raw`^a: ^bad login from <HOST>`, `never-matches: ^ because of a: `],
    [String.raw`^bad\blogin from <HOST>`, String.raw`never-matches: login from  because of bad`],
    [String.raw`^x[^\w\W] <HOST>`, String.raw`never-matches: [^\w\W]`],
    [String.raw`^x(?=\d)(?=[a-z]).* <HOST>`, String.raw`never-matches: (?=[a-z]) because of (?=\d)`],
  ])('should be found: %s', (failregex, expected) => {
    expect(told({ failregex: [failregex] })).toEqual([expected]);
  });

  it.each([
    String.raw`^bad login from <HOST>$`,
    String.raw`^(?:a|$)? ?<HOST>`,
    String.raw`^bad (?P<a>x)(?P=a)\b <HOST>$`,
    String.raw`bad\n?$\s*<HOST>|a <HOST>`,
    String.raw`^a(?!b)b|^c <HOST>`,
    String.raw`^bad login$\n^from <HOST>`,
  ])('should not be said of %s', (failregex) => {
    const isMultiline = failregex.includes(String.raw`$\n^`);
    expect(told({ failregex: [failregex], maxLines: isMultiline ? 2 : 1 })).toEqual([]);
  });

  it('should be left to the rule for \\Z where that is what it is', () => {
    expect(told({ failregex: [String.raw`^bad login from <HOST>\Z`] })).toEqual([]);
  });
});

describe('a failregex behind prefregex', () => {
  const prefregex = '^app: <F-CONTENT>Failed .+</F-CONTENT>$';

  it('should be found where the content can hold nothing of it', () => {
    expect(told({ prefregex, failregex: ['^Failed login from <HOST>$', '^Invalid user from <HOST>$'] })).toEqual([
      'outside-content: ^Invalid user from <HOST>$ because of <F-CONTENT>Failed .+</F-CONTENT>',
    ]);
  });

  it('should be left alone where an empty content lets it see the whole line', () => {
    expect(told({ prefregex: '^app: <F-CONTENT>(?:Failed .+)?</F-CONTENT>', failregex: ['^app: x <HOST>'] })).toEqual(
      [],
    );
  });
});

describe('a regex that begins where the date was', () => {
  const datePatterns = ['^%Y-%m-%d %H:%M:%S'];

  it.each([
    [['^%Y-%m-%d %H:%M:%S'], '^bad login from <HOST>$', ['against-date: ^']],
    [['{^LN-BEG}%Y-%m-%d %H:%M:%S'], '^bad login from <HOST>$', ['against-date: ^']],
    [['^%Y-%m-%d %H:%M:%S'], '^\\s*bad login from <HOST>$', []],
    [['^%Y-%m-%d %H:%M:%S'], '^ bad login from <HOST>$', []],
    [['^%Y-%m-%d %H:%M:%S'], '^\\[bad\\] login from <HOST>$', []],
    [['^\\[%Y-%m-%d %H:%M:%S\\]'], '^bad login from <HOST>$', []],
    [['%Y-%m-%d %H:%M:%S'], '^bad login from <HOST>$', []],
    [['^%Y-%m-%d %H:%M:%S', '%d.%m.%Y'], '^bad login from <HOST>$', []],
  ])('should be found, datepattern %j and %s', (patterns, failregex, expected) => {
    expect(told({ datePatterns: patterns, failregex: [failregex] })).toEqual(expected);
  });

  it('should match after the fix', () => {
    const texts = filter({ datePatterns });
    const line = '2025-07-01 10:00:00 bad login from 192.0.2.1';
    const [found] = dead({ datePatterns });
    expect(createProbe(texts).ask(line).taken).toEqual([]);
    expect(createProbe(withFix(texts, found!.fix!)).ask(line).taken).toHaveLength(1);
  });
});

describe('a failregex that never has its turn', () => {
  it('should be found behind one that takes all of its lines', () => {
    expect(told({ failregex: ['^bad \\w+ from <ADDR>', '^bad login from <ADDR>$'] })).toEqual([
      'covered: ^bad login from <ADDR>$ because of ^bad \\w+ from <ADDR>',
    ]);
    expect(told({ failregex: ['^a <ADDR>$', '^b <ADDR>$', '^a <ADDR>$'] })).toEqual([
      'covered: ^a <ADDR>$ because of ^a <ADDR>$',
    ]);
  });

  it.each([
    [['^bad login from <ADDR>$', '^bad \\w+ from <ADDR>']],
    [['^bad \\w+(?: from <ADDR>)?', '^bad login from <ADDR>$']],
    [['^bad (?!root)\\w+ from <ADDR>', '^bad \\w+ from <ADDR>$']],
    [['^bad (?!admin)\\w+ from <ADDR>', '^bad root from <ADDR>$', '^bad admin from <ADDR>$'].slice(0, 1)],
  ])('should not be said of %j', (failregex) => {
    expect(told({ failregex })).toEqual([]);
  });
});

describe('a branch that adds nothing', () => {
  it.each([
    ['^(?:bad \\w+|bad login) from <HOST>$', ['dead-alternative: bad login because of bad \\w+']],
    ['^(?:a+|b|aa|b) <HOST>$', ['dead-alternative: aa because of a+', 'dead-alternative: b because of b']],
    ['^<HOST> (?:failed|failed twice)', ['dead-alternative: failed twice because of failed']],
    ['^<HOST> (?:failed|failed twice)$', []],
    ['^(?:a|ab)c <HOST>$', []],
    ['^(?:a\\b|a) <HOST>$', []],
    ['^(?:a|(?P<x>a)) <HOST>$', []],
    ['^(?i:A|a) <HOST>$', []],
    ['^(?i:AB|ab) <HOST>$', ['dead-alternative: ab because of AB']],
  ])('should be found in %s', (failregex, expected) => {
    expect(told({ failregex: [failregex] })).toEqual(expected);
  });

  it('should be taken out whole', () => {
    const texts = filter({ failregex: ['^(?:bad \\w+|bad login|x) from <HOST>$'] });
    const [found] = dead(texts);
    expect(withFix(texts, found!.fix!).failregex).toEqual(['^(?:bad \\w+|x) from <HOST>$']);
  });
});

describe('an end that checks nothing', () => {
  it.each([
    ['^bad login from <HOST>.*', ['idle-end: .*']],
    ['^bad login from <HOST>(?: port \\d+)?\\s*', ['idle-end: (?: port \\d+)?\\s*']],
    ['^bad login from <HOST>.*$', []],
    ['^bad login from <HOST>(?P<rest>.*)', []],
    ['^bad login from <HOST>.+', []],
    // The blank would be cut off with it.
    ['^bad login from <HOST> \\s*', []],
  ])('should be found in %s', (failregex, expected) => {
    expect(told({ failregex: [failregex] })).toEqual(expected);
  });
});

describe('an ignoreregex that excuses nothing', () => {
  it('should be found where no failregex matches a line of it', () => {
    expect(told({ ignoreregex: ['^good', '^bad login from 192\\.'] })).toEqual(['idle-exception: ^good']);
    expect(told({ failregex: ['^bad login from <ADDR>$'], ignoreregex: ['good'] })).toEqual(['idle-exception: good']);
    expect(told({ failregex: ['^bad login of \\S+ from <HOST>$'], ignoreregex: ['good'] })).toEqual([]);
  });

  it('should be held to the line and to the content where fail2ban looks at both', () => {
    const prefregex = '^app: <F-CONTENT>.+</F-CONTENT>$';
    const failregex = ['a', 'b', 'c', 'd'].map((word) => `^${word} <HOST>$`);
    expect(told({ prefregex, failregex, ignoreregex: ['^app: a'] })).toEqual([]);
    expect(told({ prefregex, failregex: failregex.slice(0, 2), ignoreregex: ['^app: a'] })).toEqual([
      'idle-exception: ^app: a',
    ]);
  });
});

describe('an ignoreregex that excuses everything', () => {
  it('should be found where it matches whatever a failregex matches', () => {
    for (const ignoreregex of ['.*', '^', 'login|logout', 'from (?:\\d|\\S)'])
      expect(told({ failregex: ['^bad login from <ADDR>$'], ignoreregex: [ignoreregex] })).toEqual([
        `total-exception: ${ignoreregex}`,
      ]);
  });

  it('should not be told where a failregex matches others, or what it is searched in is another text', () => {
    const failregex = ['^bad login from <ADDR>$', '^bad name from <ADDR>$'];
    for (const ignoreregex of ['login', 'from 192\\.'])
      expect(told({ failregex, ignoreregex: [ignoreregex] })).toEqual([]);
    const prefregex = '^app: <F-CONTENT>.+</F-CONTENT>$';
    expect(
      told({ prefregex, failregex: ['^a <HOST>$', '^b <HOST>$', '^c <HOST>$', '^d <HOST>$'], ignoreregex: ['.*'] }),
    ).toEqual([]);
  });
});
