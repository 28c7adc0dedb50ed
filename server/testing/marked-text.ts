/** Text with marks: `‸` is the cursor, `⟦…⟧` a selection. Several files in one string begin with `//- PATH` lines. */

/** UTF-16 offsets into a file's text without marks. */
export interface MarkedPlace {
  readonly file: string;
  readonly start: number;
  readonly end: number;
}

export interface MarkedText {
  /** Without the marks, by path. */
  readonly files: Readonly<Record<string, string>>;
  /** In the order of their opening. A selection that holds another one closes after it. */
  readonly selections: readonly MarkedPlace[];
  readonly cursor?: MarkedPlace;
}

/** `folder` is put before every path; `path` names the text before the first `//-` line. */
export function readMarkedText(text: string, path: string, folder = '/c'): MarkedText {
  const files: Record<string, string> = {};
  const selections: { file: string; start: number; end: number }[] = [];
  let cursor: MarkedPlace | undefined;
  for (const [name, content] of splitFiles(text, path)) {
    const file = `${folder}/${name}`;
    const open: (typeof selections)[number][] = [];
    let plain = '';
    for (const char of content) {
      const at = { file, start: plain.length, end: plain.length };
      if (char === '‸') cursor = at;
      else if (char === '⟦') {
        open.push(at);
        selections.push(at);
      } else if (char === '⟧') open.pop()!.end = plain.length;
      else plain += char;
    }
    files[file] = plain;
  }
  return { files, selections, ...(cursor ? { cursor } : {}) };
}

/** The files of a fixture, each under a line `//- NAME`; text before the first such line belongs to `path`. */
export function splitFiles(text: string, path: string): [string, string][] {
  const files: [string, string][] = [];
  for (const line of text.split(/(?<=\n)/)) {
    const name = /^\/\/- (\S+)\n?$/.exec(line)?.[1];
    if (name !== undefined) files.push([name, '']);
    else if (files.length === 0) files.push([path, line]);
    else files.at(-1)![1] += line;
  }
  return files;
}
