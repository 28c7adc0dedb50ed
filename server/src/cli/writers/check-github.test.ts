import { describe, expect, it } from 'vitest';
import type { CheckReport, PlacedFinding } from './check-report.ts';
import { writeCheckGithub } from './check-github.ts';

const finding: PlacedFinding = {
  rule: 'misspelt-option',
  severity: 'warning',
  message: 'plain',
  file: 'filter.d/x.conf',
  range: { start: { line: 1, character: 2 }, end: { line: 1, character: 5 } },
  line: 'x',
  related: [],
};

function written(findings: readonly PlacedFinding[]): string {
  return writeCheckGithub({ findings, fileCount: 1, fixed: [], rules: [] } as CheckReport);
}

/** As GitHub's runner takes a line: a command, its properties, its text. */
function readCommand(line: string): Record<string, string> {
  const [, command, properties, text] = /^::(\w+) ([^]*?)::([^]*)$/.exec(line)!;
  const unescape = (value: string): string =>
    value
      .replaceAll('%0D', '\r')
      .replaceAll('%0A', '\n')
      .replaceAll('%3A', ':')
      .replaceAll('%2C', ',')
      .replaceAll('%25', '%');
  const pairs = properties!
    .split(',')
    .map((pair) => [pair.slice(0, pair.indexOf('=')), unescape(pair.slice(pair.indexOf('=') + 1))]);
  return { ...(Object.fromEntries(pairs) as Record<string, string>), command: command!, text: unescape(text!) };
}

describe('findings as workflow commands', () => {
  it('should give place and rule, counted from 1', () => {
    expect(written([finding])).toBe(
      '::warning file=filter.d/x.conf,line=2,col=3,endLine=2,endColumn=6,title=misspelt-option::plain\n',
    );
  });

  it.each([
    ['a line feed that begins a command', 'a\n::error::forged'],
    ['a carriage return', 'a\r::error::forged'],
    ['both', 'a\r\n::add-mask::forged'],
    ['the end of the properties', 'a::forged'],
    ['a further property', 'a,line=99,title=forged'],
    ['a percent', '100% of %Y'],
    ['what looks escaped already', '%0A%25%3A%2C'],
    ['all of them', '%0A\n::error file=x,line=1::%\r%25\n##[error]forged'],
  ])('should keep to one line and give back %s, in text and file name', (_, hostile) => {
    const out = written([{ ...finding, message: hostile, file: hostile }, finding]);
    const lines = out.split(/\r\n|\r|\n/);
    expect(lines).toHaveLength(3);
    expect(lines[2]).toBe('');
    const command = readCommand(lines[0]!);
    expect(command).toMatchObject({
      command: 'warning',
      text: hostile,
      file: hostile,
      line: '2',
      title: 'misspelt-option',
    });
    expect(readCommand(lines[1]!)).toMatchObject({ text: 'plain' });
  });
});
