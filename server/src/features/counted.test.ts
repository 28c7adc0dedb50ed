import { expect, it } from 'vitest';
import { isUnresolved } from '../config/resolve.ts';
import { createBranchCounter } from '../explain/branch-counts.ts';
import { countedParts } from '../explain/counted-parts.ts';
import { compileFilter } from '../matching/compile-filter.ts';
import { defaultSettings } from '../protocol.ts';
import { fixtureWorkspace } from '../../testing/fixture-workspace.ts';
import type { CountedRegex, FeatureInput } from './answers.ts';
import { hover } from './hover.ts';
import { inlayHints } from './inlay-hints.ts';

/** A filter with what its failregexes would count in some texts that they match. */
function countedIn(text: string, lines: readonly string[]): { input: FeatureInput; offset: number; text: string } {
  const { input, offset } = fixtureWorkspace(text);
  const resolved = input.analysis.filter!.variants[0]!.resolved;
  if (isUnresolved(resolved)) throw new Error(resolved.error);
  const { failregex } = compileFilter(
    { failregex: resolved.failregex, ignoreregex: [] },
    { useDns: 'warn', fail2ban: '1.1', python: '3.11', maxLines: 1 },
  ).filter;
  const counted = failregex.map((regex, i): CountedRegex => {
    const counter = createBranchCounter(regex, '3.11', { parts: countedParts(regex) });
    for (const line of lines) if (regex.searcher.search(`${line}\n`)) counter.add(`${line}\n`);
    return { name: `failregex ${i + 1}`, expanded: regex.expanded, report: counter.report(10) };
  });
  return { input: { ...input, counted }, offset, text: input.analysis.source.tree.text };
}

function hintsIn(text: string, lines: readonly string[]): string {
  const { input, text: whole } = countedIn(text, lines);
  const settings = { ...defaultSettings, inlayHints: { values: false, groupNumbers: false, branchCounts: true } };
  const hints = inlayHints({ ...input, settings }, { start: 0, end: whole.length });
  return hints.reduceRight((out, { offset, label }) => `${out.slice(0, offset)}⟦${label}⟧${out.slice(offset)}`, whole);
}

const lines = ['a from 192.0.2.1', 'a from 192.0.2.2', 'b from 192.0.2.1', 'login of bob from 192.0.2.1'];

it('should show behind each branch how many matches went through it', () => {
  expect(hintsIn('[Definition]\nfailregex = ^(?:a|b|<F-USER>c</F-USER>|) from <HOST>$\n', lines)).toBe(
    '[Definition]\nfailregex = ^(?:a⟦2×⟧|b⟦1×⟧|<F-USER>c</F-USER>⟦unused⟧|⟦unused⟧) from <HOST>$\n',
  );
});

it('should add up what several regexes count at one place', () => {
  expect(
    hintsIn(
      '[Definition]\n_who = (?:a|b|c)\nfailregex = ^%(_who)s from <HOST>$\n  ^%(_who)s from <HOST>\n  ^x|z <HOST>$\n',
      lines,
    ),
  ).toBe(
    '[Definition]\n_who = (?:a⟦4×⟧|b⟦2×⟧|c⟦unused⟧)\nfailregex = ^%(_who)s from <HOST>$\n  ^%(_who)s from <HOST>\n  ^x|z <HOST>$\n',
  );
});

it('should show no numbers that are not known, or not asked for', () => {
  const numbered = '[Definition]\nfailregex = ^(a|b) from <HOST>$(?(1)|x)\n';
  expect(hintsIn(numbered, lines)).toBe(numbered);
  const { input, text } = countedIn('[Definition]\nfailregex = ^(?:a|b) from <HOST>$\n', lines);
  const settings = { ...defaultSettings, inlayHints: { values: false, groupNumbers: false, branchCounts: false } };
  expect(inlayHints({ ...input, settings }, { start: 0, end: text.length })).toEqual([]);
});

it.each([
  [
    'a branch',
    'failregex = ^(?:a|‸b|c) from <HOST>$',
    ['3 hits in the sample', '- its branches:', '`a`: 2', '`b`: 1', '`c`: unused in this sample'],
  ],
  ['a tag', 'failregex = ^\\w from <HO‸ST>$', ['the part `<HOST>` took `192.0.2.1` 2, `192.0.2.2` 1; 9 characters']],
  ['a part', 'failregex = of \\w‸+ from <HOST>$', ['the part `\\w+` took `bob` 1; 3 characters: small letters']],
  ['a group of the author', 'failregex = of <F-USER>\\w‸+</F-USER> from <HOST>$', ['- the group `user` took `bob` 1']],
])('should tell in the hover over %s what it took', (_, line, told) => {
  const { input, offset } = countedIn(`[Definition]\n${line}\n`, lines);
  const { markdown } = hover(input, offset)!;
  for (const words of told) expect(markdown).toContain(words);
});

it('should keep what lines hold out of the markup', () => {
  const { input, offset } = countedIn('[Definition]\nfailregex = ^\\S‸+ from <HOST>$\n', [
    '`[x](y)`<b> from 192.0.2.1',
  ]);
  expect(hover(input, offset)!.markdown).toContain('`` `[x](y)`<b> `` 1');
});
