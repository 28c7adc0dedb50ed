import { describe, expect, it } from 'vitest';
import type { DateReading } from '../dates/date-reading.ts';
import { createDateStage, partsOfLine, searchedText } from './date-stage.ts';
import { createBlockRoom, splitPieces } from './line-block.ts';

const now = 1000;

/** `<12>` is a date of 12 seconds, `<?>` one without a value, `<!>` one on which fail2ban fails, `<>` an empty one. */
function readDate(text: string, start: number, end: number): DateReading {
  const match = /<([^>]*)>/.exec(text.slice(start, end));
  const kind = match ? (({ '?': 'unparsable', '!': 'crash', '': 'empty' } as const)[match[1]!] ?? 'time') : 'none';
  if (kind === 'none' || kind === 'crash')
    return {
      kind,
      start: 0,
      end: 0,
      seconds: NaN,
      failure: { kind: 'crash', exception: 'KeyError', message: "'ABC'" },
    };
  const at = start + match!.index;
  return {
    kind,
    start: at,
    end: kind === 'empty' ? at : at + match![0].length,
    seconds: kind === 'time' ? Number(match![1]) : NaN,
  };
}

/** The lines as one text, and as many: it must be the same. */
function read(...lines: string[]) {
  const found = readPieces([lines.join('')], lines);
  expect(readPieces(lines, lines)).toEqual(found);
  return found;
}

function readPieces(pieces: readonly string[], lines: readonly string[]) {
  const block = createDateStage({ read: readDate }, () => now).read(
    splitPieces(pieces, { firstNumber: 1, isAscii: true }, createBlockRoom()),
  );
  return lines.map((_, i) => ({
    text: searchedText(block, i),
    parts: partsOfLine(block, i),
    time: block.times[i],
    crash: block.crashes.get(i),
  }));
}

describe('createDateStage', () => {
  it('should cut the date out', () => {
    expect(read('a <12> b\n')[0]).toEqual({
      text: 'a  b\n',
      parts: { before: 'a ', date: '<12>', after: ' b' },
      time: 12,
      crash: undefined,
    });
  });

  it.each([
    ['<12> b\n', ' b\n'],
    ['<12> b\r\r\n', ' b\n'],
    ['a<12>\n', 'a\n'],
    ['a', 'a\n'],
    ['é <12>', 'é \n'],
  ])('should give regexes of %j what is left, with one line end', (line, text) => {
    expect(read(line)[0]!.text).toBe(text);
  });

  it('should cut a date without a value and have no time', () => {
    expect(read('<?> b\n')[0]).toMatchObject({ text: ' b\n', time: NaN });
  });

  it.each(['b\n', '<?> b\n', '<>b\n'])(
    'should lend %j the date of the line before where that is recent, and cut nothing',
    (line) => {
      expect(read(`<${now - 59}> a\n`, line)[1]).toMatchObject({
        text: line,
        parts: { before: '', date: `<${now - 59}>`, after: line.trimEnd() },
        time: now - 59,
      });
      expect(read(`<${now - 60}> a\n`, 'b\n')[1]).toMatchObject({ parts: { date: '' }, time: NaN });
    },
  );

  it('should take the present for an empty date', () => {
    expect(read('<>b\n')[0]).toMatchObject({ text: '<>b\n', time: now });
  });

  it('should tell what fail2ban fails on', () => {
    expect(read('<!> b\n')[0]!.crash).toBe("KeyError: 'ABC'");
  });
});
