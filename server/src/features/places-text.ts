import { folderOf, nameOf, normalizePath } from '../config/paths.ts';
import type { Workspace } from '../analysis/workspace.ts';
import { LineIndex } from '../text/line-index.ts';
import type { MappedText, Origin } from '../text/mapped-text.ts';
import { code, plain } from '../text/markdown.ts';

/** More pieces than this are counted, not shown. */
const mostPieces = 12;

/** E.g. `common.conf:12`; what no file holds by its own name. */
export function describePlace(workspace: Workspace, { file, span }: Origin): string {
  if (file.startsWith('builtin:')) return `fail2ban (${plain(file.slice('builtin:'.length))})`;
  const real = workspace.files.locate ? workspace.files.locate(file) : file;
  if (real === null) {
    const address = workspace.files.addressOfBuiltin?.(file);
    const words = `the built-in configuration (${plain(nameOf(file))})`;
    return address ? `[${words}](${address})` : words;
  }
  const text = workspace.source(file)?.tree.text;
  const line = text === undefined ? '' : `:${new LineIndex(text).positionAt(span.start).line + 1}`;
  // A file that is lent is named by where it lies: its own folder has none of that name.
  if (real !== normalizePath(file)) return plain(`${real}${line}`);
  return plain(`${nameOf(folderOf(file))}/${nameOf(file)}${line}`);
}

/** A list of the pieces of a text with the places where they are written; empty where all of it is written in one place of `path`. */
export function describeOrigins(workspace: Workspace, text: MappedText, path: string): string {
  const rows: { place: string; text: string; isOwn: boolean }[] = [];
  for (const segment of text.segments.slice(0, 10 * mostPieces)) {
    const place = describePlace(workspace, segment.origin);
    const last = rows.at(-1);
    if (last?.place === place) last.text += segment.text;
    else if (segment.text.trim() !== '') rows.push({ place, text: segment.text, isOwn: segment.origin.file === path });
  }
  if (rows.length < 2 && rows.every(({ isOwn }) => isOwn)) return '';
  const shown = rows.slice(0, mostPieces).map((row) => `- ${code(row.text.trim())} — ${row.place}`);
  if (rows.length > mostPieces) shown.push('- …');
  return `Written in:\n${shown.join('\n')}`;
}
