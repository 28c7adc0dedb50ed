import type { Location, VirtualText } from '../../protocol.ts';

/** Writes a virtual document and remembers where its links stand. */
export interface TextBuilder {
  /** `target`: the text is a link to that place. */
  add(text: string, target?: Location | null): TextBuilder;
  line(text?: string, target?: Location | null): TextBuilder;
  build(languageId: string): VirtualText;
}

export function createTextBuilder(): TextBuilder {
  const parts: string[] = [];
  const links: { range: VirtualText['links'][number]['range']; target: Location }[] = [];
  let line = 0;
  let character = 0;
  const position = () => ({ line, character });
  const builder: TextBuilder = {
    add(text, target) {
      const start = position();
      parts.push(text);
      const lines = text.split('\n');
      line += lines.length - 1;
      character = lines.length > 1 ? lines.at(-1)!.length : character + text.length;
      if (target) links.push({ range: { start, end: position() }, target });
      return builder;
    },
    line: (text = '', target) => builder.add(text, target).add('\n'),
    build: (languageId) => ({ text: parts.join(''), languageId, links }),
  };
  return builder;
}

/** Control characters would break the line, or the editor's view of it. */
export function visible(text: string): string {
  return text.replace(/[\0-\x08\x0a-\x1f\x7f\x85\u2028\u2029\u202a-\u202e\u2066-\u2069]/g, (char) =>
    char < ' ' ? String.fromCharCode(0x2400 + char.charCodeAt(0)) : '\ufffd',
  );
}
