import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { configurationFiles, Workspace, type FileAnalysis } from '../src/analysis/workspace.ts';
import type { FeatureInput } from '../src/features/answers.ts';
import { codeActions } from '../src/features/code-action.ts';
import { completion } from '../src/features/completion.ts';
import { definition } from '../src/features/definition.ts';
import { folding } from '../src/features/folding.ts';
import { formatting } from '../src/features/formatting.ts';
import { hover } from '../src/features/hover.ts';
import { inlayHints } from '../src/features/inlay-hints.ts';
import { documentHighlights } from '../src/features/document-highlight.ts';
import { linkedEditing } from '../src/features/linked-editing.ts';
import { links } from '../src/features/links.ts';
import { references } from '../src/features/references.ts';
import { prepareRename, rename } from '../src/features/rename.ts';
import { selectionRanges } from '../src/features/selection-ranges.ts';
import { semanticTokens } from '../src/features/semantic-tokens.ts';
import { symbols } from '../src/features/symbols.ts';
import type { FileSystem } from '../src/host/file-system.ts';
import { nodeFileSystem } from '../src/host/node-file-system.ts';
import { parseIni } from '../src/ini/parser.ts';
import { applyEdits } from '../src/lint/apply-fixes.ts';
import { lintFile } from '../src/lint/run.ts';
import { defaultSettings } from '../src/protocol.ts';

const configDir = '/etc/fail2ban';
const isInstalled = existsSync(`${configDir}/filter.d`);
if (!isInstalled)
  console.warn(`SKIPPED: ${configDir} is not installed, so no feature is tried on the stock configuration`);

const settings = { ...defaultSettings, inlayHints: { values: true, groupNumbers: true, branchCounts: true } };
/** Milliseconds that one request may take. A busy machine gets more chances. */
const limit = 200;
const chances = 5;

function inputFor(workspace: Workspace, path: string): FeatureInput {
  return { analysis: workspace.analyse(path)!, workspace, settings };
}

const ofFile: Readonly<Record<string, (input: FeatureInput) => unknown>> = {
  links,
  symbols,
  folding,
  semanticTokens,
  formatting,
  inlayHints: (input) => inlayHints(input, { start: 0, end: input.analysis.source.tree.text.length }),
  codeActions: (input) =>
    codeActions(
      input,
      { start: 0, end: input.analysis.source.tree.text.length },
      findingsOf(input.analysis, input.workspace),
    ),
};

const ofOffset: Readonly<Record<string, (input: FeatureInput, offset: number) => unknown>> = {
  hover,
  completion,
  definition,
  selectionRanges,
  linkedEditing,
  documentHighlights,
  prepareRename,
  references: (input, offset) => references(input, offset, { withDefinitions: true }),
  rename: (input, offset) => rename(input, offset, 'another_name'),
};

function findingsOf(analysis: FileAnalysis, workspace: Workspace): ReturnType<typeof lintFile> {
  return lintFile(analysis, { treeOf: (file) => workspace.source(file)?.tree });
}

/** What took longer than the limit, twice. */
function slowOnes(what: string, run: () => unknown): string[] {
  const takes = (): number => {
    const start = performance.now();
    run();
    return performance.now() - start;
  };
  let least = Infinity;
  for (let i = 0; i < chances && least > limit; i++) least = Math.min(least, takes());
  return least <= limit ? [] : [`${what}: ${Math.round(least)} ms`];
}

/** The disk, with one file as it stands in an editor. */
function withText(path: string, text: string): FileSystem {
  return {
    ...nodeFileSystem,
    readFile: (asked) => (asked === path ? new TextEncoder().encode(text) : nodeFileSystem.readFile(asked)),
  };
}

describe.skipIf(!isInstalled)('every feature on the stock configuration', () => {
  const versions = { fail2ban: '1.0', python: '3.11' } as const;
  const paths = isInstalled ? configurationFiles(nodeFileSystem, configDir) : [];
  const workspace = new Workspace(nodeFileSystem, versions);

  it('should answer at every 50th character of every file, and soon', { timeout: 120_000 }, () => {
    const slow: string[] = [];
    for (const path of paths) {
      const input = inputFor(workspace, path);
      for (const [name, ask] of Object.entries(ofFile)) slow.push(...slowOnes(`${name} ${path}`, () => ask(input)));
      for (let offset = 0; offset <= input.analysis.source.tree.text.length; offset += 50)
        for (const [name, ask] of Object.entries(ofOffset))
          slow.push(...slowOnes(`${name} ${path} at ${offset}`, () => ask(input, offset)));
    }
    expect(slow).toEqual([]);
    expect(paths.length).toBeGreaterThan(100);
  });

  it('should answer in files that end in the middle of a line', { timeout: 120_000 }, () => {
    for (const path of paths.filter((one) => one.includes('filter.d/'))) {
      const { text } = workspace.source(path)!.tree;
      for (const share of [0.3, 0.6, 0.9]) {
        const cut = text.slice(0, Math.floor(text.length * share));
        const input = inputFor(new Workspace(withText(path, cut), versions), path);
        for (const ask of Object.values(ofFile)) ask(input);
        for (const offset of [cut.length, Math.max(0, cut.length - 3)])
          for (const ask of Object.values(ofOffset)) ask(input, offset);
      }
    }
  });

  it('should format without changing what is read, and only once', () => {
    const changed: string[] = [];
    for (const path of paths) {
      const { text } = workspace.source(path)!.tree;
      const changes = formatting(inputFor(workspace, path));
      const formatted = applyEdits(text, changes);
      if (changes.length > 0) changed.push(path);
      expect(valuesOf(formatted, path)).toEqual(valuesOf(text, path));
      const again = inputFor(new Workspace(withText(path, formatted), versions), path);
      expect(formatting(again), path).toEqual([]);
    }
    expect(changed.length).toBeGreaterThan(0);
  });

  function valuesOf(text: string, path: string): unknown {
    const { tree, error } = parseIni(text, path);
    return [
      error?.name,
      tree.sections.map(({ name, options }) => [name, options.map(({ key, value }) => [key, value.text])]),
    ];
  }
});
