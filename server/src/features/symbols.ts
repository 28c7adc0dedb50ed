import { configurationFiles, type Workspace } from '../analysis/workspace.ts';
import { placeOfFile } from '../analysis/file-kind.ts';
import { nameOf } from '../config/paths.ts';
import { findKnownOption, isRegexOption, knownSections, type FileKind } from '../config/vocabulary.ts';
import type { IniOption, IniSection } from '../ini/nodes.ts';
import type { Span } from '../text/span.ts';
import type { FeatureInput, SymbolAnswer, SymbolKindName, WorkspaceSymbolAnswer } from './answers.ts';

/** The outline: sections, their options, and each line of an option that holds several regexes. */
export function symbols({ analysis }: FeatureInput): SymbolAnswer[] {
  const { tree } = analysis.source;
  return tree.sections.map((section) => ({
    name: section.name,
    kind: kindOfSection(analysis.kind, section.name),
    span: section.span,
    nameSpan: section.headerSpan,
    children: section.options.map((option) => optionSymbol(tree.text, analysis.kind, section, option)),
  }));
}

function kindOfSection(kind: FileKind | undefined, name: string): SymbolKindName {
  return kind === 'jail' && !knownSections.some((section) => section.name === name) ? 'jail' : 'section';
}

function optionSymbol(text: string, kind: FileKind | undefined, section: IniSection, option: IniOption): SymbolAnswer {
  const known = kind && findKnownOption(kind, section.name, option.key);
  const lines = option.valueLines.filter(({ start, end }) => start < end);
  const first = lines[0];
  const hasLines = known?.type === 'regexes' && lines.length > 1;
  return {
    name: option.key,
    kind: known ? (isRegexOption(known) ? 'regex' : 'option') : 'variable',
    ...(first ? { detail: hasLines ? `${lines.length} lines` : short(text, first) } : {}),
    span: option.span,
    nameSpan: option.keySpan,
    children: hasLines
      ? lines.map((line) => ({ name: short(text, line), kind: 'regex', span: line, nameSpan: line, children: [] }))
      : [],
  };
}

function short(text: string, { start, end }: Span): string {
  return end - start > 80 ? `${text.slice(start, start + 80)}…` : text.slice(start, end);
}

/** More than this nobody reads. */
const mostSymbols = 300;

/** Jails, filters, actions and the author's variables whose names hold the letters of `query` in their order. */
export function workspaceSymbols(
  workspace: Workspace,
  configDirs: readonly string[],
  query: string,
): WorkspaceSymbolAnswer[] {
  const found = configDirs.flatMap((configDir) =>
    configurationFiles(workspace.files, configDir).flatMap((file) => symbolsOfFile(workspace, file, query)),
  );
  return found.sort((a, b) => rank(a, query) - rank(b, query)).slice(0, mostSymbols);
}

function symbolsOfFile(workspace: Workspace, file: string, query: string): WorkspaceSymbolAnswer[] {
  const tree = workspace.source(file)?.tree;
  if (!tree) return [];
  const kind = placeOfFile(file)?.kind;
  const container = nameOf(file);
  const own: WorkspaceSymbolAnswer[] = fits(container, query)
    ? [{ name: container, kind: 'file', place: { file, span: { start: 0, end: 0 } } }]
    : [];
  for (const section of tree.sections) {
    const sectionKind = kindOfSection(kind, section.name);
    if (sectionKind === 'jail' && fits(section.name, query))
      own.push({ name: section.name, kind: 'jail', container, place: { file, span: section.headerSpan } });
    for (const { key, keySpan } of section.options) {
      const known = kind && findKnownOption(kind, section.name, key);
      if (query !== '' && !known && fits(key, query))
        own.push({
          name: key,
          kind: 'variable',
          container: `${container} [${section.name}]`,
          place: { file, span: keySpan },
        });
    }
  }
  return own;
}

function fits(name: string, query: string): boolean {
  let at = 0;
  const lower = name.toLowerCase();
  for (const letter of query.toLowerCase()) {
    at = lower.indexOf(letter, at) + 1;
    if (at === 0) return false;
  }
  return true;
}

/** The whole query at the start, then anywhere, then scattered. */
function rank({ name }: WorkspaceSymbolAnswer, query: string): number {
  const at = name.toLowerCase().indexOf(query.toLowerCase());
  return at === 0 ? 0 : at > 0 ? 1 : 2;
}
