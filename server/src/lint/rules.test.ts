import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { lintFolder, readMarkedFolder, withEscapes } from '../../testing/check-rule.ts';
import type { Fail2banVersion } from '../config/fail2ban-version.ts';
import { applyFixes } from './apply-fixes.ts';
import type { Finding } from './rule.ts';
import { rules } from './rules.ts';

const folder = 'server/src/lint/rules';

describe('the list of rules', () => {
  it('should name every folder of rules/, in order', () => {
    expect(rules.map(({ name }) => name)).toEqual(readdirSync(folder).sort());
  });

  it.each(rules.map((rule) => [rule.name, rule] as const))('should describe %s', (name, rule) => {
    expect(rule.summary).toMatch(/^[^\n]{15,120}\.$/);
    expect(existsSync(`${folder}/${name}/doc.md`)).toBe(true);
  });
});

/** One example of a doc.md: ```` ```ini bad|good PATH [escapes] [long] [fail2ban=1.0] [also=RULE,…] ````. */
interface Example {
  readonly rule: string;
  readonly verdict: 'bad' | 'good';
  readonly title: string;
  readonly path: string;
  readonly escapes: boolean;
  readonly fail2ban: Fail2banVersion | undefined;
  /** Other rules that rightly speak up, too. */
  readonly also: readonly string[];
  readonly text: string;
}

function examplesOf(rule: string): Example[] {
  const doc = readFileSync(`${folder}/${rule}/doc.md`, 'utf8');
  return [...doc.matchAll(/^```ini (bad|good) (\S+)(.*)\n([^]*?)^```$/gm)].map(([, verdict, path, words, text], i) => ({
    rule,
    verdict: verdict as 'bad' | 'good',
    title: `${rule} ${i + 1}, ${verdict}`,
    path: path!,
    text: words!.includes(' long') ? text!.replaceAll('…', 'x'.repeat(20_000)) : text!,
    escapes: words!.includes(' escapes'),
    fail2ban: /fail2ban=(\S+)/.exec(words!)?.[1] as Fail2banVersion | undefined,
    also: /also=(\S+)/.exec(words!)?.[1]?.split(',') ?? [],
  }));
}

const examples = rules.flatMap(({ name }) => examplesOf(name));

describe('the examples of the rules', () => {
  it.each(rules.map(({ name }) => name))('should show %s bad and good', (name) => {
    const verdicts = examplesOf(name).map(({ verdict }) => verdict);
    expect(verdicts).toContain('bad');
    expect(verdicts).toContain('good');
    expect(readFileSync(`${folder}/${name}/doc.md`, 'utf8')).toMatch(new RegExp(`^# ${name}\\n`));
  });

  it.each(examples.map((example) => [example.title, example] as const))(
    'should find what is marked in %s',
    (_, { rule, verdict, path, escapes, fail2ban, also, text }) => {
      const marked = readMarkedFolder(text, path);
      const { files, marks } = escapes ? withEscapes(marked) : marked;
      const findings = lintFolder(files, fail2ban ? { fail2ban } : {});
      const others = findings.filter(
        (finding) => finding.rule !== rule && !(verdict === 'bad' && also.includes(finding.rule)),
      );
      expect(others.map((finding) => `${finding.rule}: ${finding.message}`)).toEqual([]);
      const own = findings.filter((finding) => finding.rule === rule);
      expect(own.map(({ place }) => ({ file: place.file, start: place.span.start, end: place.span.end }))).toEqual(
        marks,
      );
      for (const { message } of own) expect(message).toMatch(/[.?]$/);
      if (verdict === 'bad') expect(own.length).toBeGreaterThan(0);
    },
  );

  it.each(examples.filter(({ verdict }) => verdict === 'bad').map((example) => [example.title, example] as const))(
    'should be rid of each finding after its fix, and get no new one, in %s',
    (_, { path, escapes, fail2ban, text }) => {
      const marked = readMarkedFolder(text, path);
      const { files } = escapes ? withEscapes(marked) : marked;
      const versions = fail2ban ? { fail2ban } : {};
      const before = lintFolder(files, versions);
      const fixes = before.flatMap((finding) => (finding.fix ? [{ findings: [finding], fixes: [finding.fix] }] : []));
      const safe = before.filter(({ fix }) => fix?.safe);
      if (safe.length > 1) fixes.push({ findings: safe, fixes: safe.map(({ fix }) => fix!) });
      for (const { findings, fixes: together } of fixes) {
        const fixed = applyFixes(together, (file) => String(files[file] ?? ''));
        const left = countsOf(before);
        for (const { rule } of findings) left.set(rule, left.get(rule)! - 1);
        for (const [rule, count] of countsOf(lintFolder({ ...files, ...Object.fromEntries(fixed) }, versions)))
          expect
            .soft(count, `${rule} after ${together.map(({ title }) => title).join(', ')}`)
            .toBeLessThanOrEqual(left.get(rule) ?? 0);
      }
    },
  );
});

function countsOf(findings: readonly Finding[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { rule } of findings) counts.set(rule, (counts.get(rule) ?? 0) + 1);
  return counts;
}
