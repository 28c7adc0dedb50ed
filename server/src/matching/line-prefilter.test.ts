import { describe, expect, it } from 'vitest';
import { MappedText } from '../text/mapped-text.ts';
import { compileFilter } from './compile-filter.ts';
import { splitLines } from './line-block.ts';
import { createLinePrefilter } from './line-prefilter.ts';

describe('createLinePrefilter', () => {
  /** The lines that a regex must be searched in. */
  const candidates = (
    regex: string,
    text: string,
    { isAscii = true, cut = [0, 0] }: { isAscii?: boolean; cut?: readonly [number, number] } = {},
  ): number[] => {
    const block = splitLines(text, { firstNumber: 1, isAscii });
    const prefilter = createLinePrefilter(
      compileFilter(
        { failregex: [MappedText.builtin(regex, 'test')], ignoreregex: [] },
        { useDns: 'warn', fail2ban: '1.1', python: '3.11', maxLines: 1 },
      ).filter.failregex,
    );
    prefilter.begin({
      ...block,
      cutStarts: block.starts.map((start) => start + cut[0]),
      cutEnds: block.starts.map((start) => start + cut[1]),
      times: new Float64Array(block.count),
      borrowed: new Map(),
      crashes: new Map(),
    });
    return Array.from({ length: block.count }, (_, i) => i + 1).filter((line) =>
      prefilter.candidates(line - 1).includes(0),
    );
  };

  it.each<[string, string, string, number[]]>([
    ['a string', 'failed <HOST>', 'failed x\nok\nfailed y\n', [1, 3]],
    ['one of several', '(?:bad|wrong) <HOST>', 'bad x\nok\nwrong y\n', [1, 3]],
    ['a string of any case', '(?i:failed) <HOST>', 'FAILED x\nok\nFailed y\n', [1, 3]],
    ['nothing that is certain', '<HOST>', 'a\nb\n', [1, 2]],
    ['a string at the very end of a line', 'x <HOST> end$', 'x 1 end\nend\r\nx 1 \n', [1]],
  ])('should look for %s', (_, regex, text, lines) => {
    expect(candidates(regex, text)).toEqual(lines);
  });

  it('should take what case beyond ASCII can stand for', () => {
    expect(candidates('(?i:failed) <HOST>', 'ok é\nfa\u0131led 1\nFAILED 1\n', { isAscii: false })).toEqual([2, 3]);
  });

  it('should let a line through where a string may come of the cut', () => {
    expect(candidates('a\\[\\] failed <HOST>', 'a[12] failed x\n', { cut: [2, 4] })).toEqual([1]);
    expect(candidates('a\\[\\] wrong <HOST>', 'a[12] failed x\n', { cut: [2, 4] })).toEqual([1]);
    expect(candidates('a\\(\\) wrong <HOST>', 'a[12] failed x\n', { cut: [2, 4] })).toEqual([]);
  });
});
