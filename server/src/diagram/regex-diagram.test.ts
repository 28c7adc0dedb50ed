import { describe, expect, it } from 'vitest';
import { createRandom } from '../../../scripts/conformance/random.ts';
import { randomPattern } from '../../../scripts/conformance/regex/random-pattern.ts';
import { expandRegex } from '../matching/compile-regex.ts';
import { parsePattern } from '../pyre/parser.ts';
import type { SvgElement } from '../protocol.ts';
import { onlyLine } from '../regex-words/find-line.ts';
import { regexInWords, type WordedPart } from '../regex-words/regex-in-words.ts';
import { MappedText } from '../text/mapped-text.ts';
import { drawRegex, type RegexDiagram } from './regex-diagram.ts';
import { svgFile, svgText } from './svg.ts';

function told(source: string): WordedPart | undefined {
  const configured = MappedText.builtin(source, 'test');
  const expanded = expandRegex(configured, { useDns: 'warn', fail2ban: '1.1' });
  const { pattern } = parsePattern(expanded.text);
  return pattern && regexInWords({ role: 'regex', configured, expanded, pattern }, onlyLine('regex', source));
}

function drawn(source: string, width = 1000): RegexDiagram {
  return drawRegex(told(source)!, { width, variables: 'values' })!;
}

/** Everything that stands in boxes and labels, from left to right and from above. */
function texts({ name, children }: SvgElement): string[] {
  if (name === 'title') return [];
  return children.flatMap((child) => (typeof child === 'string' ? [child.replaceAll('\u00a0', ' ')] : texts(child)));
}

function elements(element: SvgElement): SvgElement[] {
  return [element, ...element.children.flatMap((child) => (typeof child === 'string' ? [] : elements(child)))];
}

describe('a railroad diagram', () => {
  it.each<[regex: string, texts: string[]]>([
    [
      '^user <F-USER>\\S+</F-USER> <HOST>$',
      [
        'the start of the text',
        '"user "',
        'any character but white space',
        '<F-USER>',
        'a blank',
        '<HOST>',
        'the end of the text',
      ],
    ],
    [
      '(?i:a|b)c{2,3}?(?!d)',
      [
        '"a" (any case)',
        '"b" (any case)',
        'in here: letter case does not count',
        '"c"',
        '2 to 3 times, as seldom as possible',
        '"d"',
        'what follows must not be',
      ],
    ],
    [
      '(a)(?(1)b)\\1(?#x)[^\\s"]',
      [
        '"a"',
        'group 1',
        'then: "b"',
        'depends on whether group 1 took part; else nothing is asked…',
        'once more the text of group 1',
        '(?#x)',
        // Longer words than a box has room for.
        '[^\\s"]',
      ],
    ],
  ])('should draw %s', (regex, expected) => {
    expect(texts(drawn(regex).svg)).toEqual(expected);
  });

  it('should go on in another row where one is full', () => {
    const regex = 'abc\\d+'.repeat(12);
    const [wide, narrow] = [drawn(regex, 5000).svg, drawn(regex, 400).svg];
    expect(Number(wide.attributes['width'])).toBeGreaterThan(2000);
    expect(Number(narrow.attributes['width'])).toBeLessThan(700);
    expect(texts(narrow)).toEqual(texts(wide));
  });

  it('should make each part a thing to reach, to read and to choose', () => {
    const { svg, parts } = drawn('^a+<HOST>');
    const marked = elements(svg).filter(({ attributes }) => attributes['data-part'] !== undefined);
    expect(marked.map(({ attributes }) => parts[Number(attributes['data-part'])]!.written).sort()).toEqual(
      parts.map(({ written }) => written).sort(),
    );
    for (const { attributes } of marked) {
      expect(attributes).toMatchObject({ tabindex: '0', role: 'button' });
      expect(attributes['aria-label']).toMatch(/: \S/);
    }
  });

  it('should take hostile text for text', () => {
    const text = svgFile(drawn('</text><script>alert(1)</script>&"\'\\x00\\ud800').svg);
    expect(text).not.toMatch(/<script|\x00|[\ud800-\udfff]/);
    expect(text).toContain('&#60;script&#62;');
    expect(svgText({ name: 'text', attributes: { a: '"<&\x01' }, children: ['<\ud83d'] })).toBe(
      '<text a="&#34;&#60;&#38;\ufffd">&#60;\ufffd</text>',
    );
  });

  it('should draw no regex that is too large', () => {
    expect(drawRegex(told('(a)'.repeat(2000))!, { width: 1000, variables: 'values' })).toBeUndefined();
  });

  it('should draw every part of any regex but what a tag became and what a class holds', () => {
    const random = createRandom(7);
    for (let i = 0; i < 500; i++) {
      const source = randomPattern(random);
      const root = told(source);
      if (!root) continue;
      const { svg, parts } = drawRegex(root, { width: 600, variables: 'values' })!;
      const expected: WordedPart[] = [];
      const visit = ({ kind, parts: inner }: WordedPart): void => {
        if (kind === 'tag' || kind === 'characters') return;
        for (const part of inner) {
          expected.push(part);
          visit(part);
        }
      };
      visit(root);
      expect(new Set(parts), source).toEqual(new Set(expected));
      expect(JSON.stringify(svg), source).not.toMatch(/NaN|Infinity|undefined/);
    }
  });
});
