import type { FileAnalysis, Workspace } from '../analysis/workspace.ts';
import type { BranchReport } from '../explain/branch-counts.ts';
import type { Finding } from '../lint/rule.ts';
import type { Settings } from '../protocol.ts';
import type { SimulationSummary } from '../simulate/simulation-summary.ts';
import type { MappedText, Origin } from '../text/mapped-text.ts';
import type { Span } from '../text/span.ts';

/**
 * What features are given and what they answer: plain data with offsets. Every feature is one file and one pure function
 * `(input, offset | span, …) -> answer`; lsp/features.ts lists them, lsp/convert.ts dresses their answers for the protocol.
 */
export interface FeatureInput {
  /** The file that is asked about, as it stands in the editor. */
  readonly analysis: FileAnalysis;
  readonly workspace: Workspace;
  readonly settings: Settings;
  /** What the latest run counted inside of the file's failregexes, as they are written now; empty or absent where that is not known. */
  readonly counted?: readonly CountedRegex[];
  /** What a jail of the file would have done with its log, as it is written now; undefined where that is not known. A file may have very many: only the one is looked at. */
  readonly simulated?: (jail: string) => SimulatedJail | undefined;
}

/** A jail that was simulated. */
export interface SimulatedJail {
  /** Which log, in short. */
  readonly log: string;
  readonly summary: SimulationSummary;
}

/** A failregex with what was counted inside of it. */
export interface CountedRegex {
  /** E.g. `failregex 1`. */
  readonly name: string;
  readonly expanded: MappedText;
  /** Places in `expanded`. */
  readonly report: BranchReport;
}

/** A place in any file. */
export type Place = Origin;

export interface TextChange {
  readonly place: Place;
  readonly text: string;
}

/** Markdown that a feature has put together; what comes from files must be escaped or stand in code. */
export interface Words {
  readonly markdown: string;
}

export interface HoverAnswer extends Words {
  /** What the hover is about. */
  readonly span: Span;
}

export type CompletionKind =
  | 'section'
  | 'option'
  | 'value'
  | 'tag'
  | 'variable'
  | 'file'
  | 'filter'
  | 'action'
  | 'parameter'
  | 'snippet'
  | 'token';

export interface CompletionAnswer {
  readonly label: string;
  readonly kind: CompletionKind;
  /** Short, beside the label: a value, a file. */
  readonly detail?: string;
  readonly words?: Words;
  /** What takes the place of `span`; with `isSnippet` in the protocol's snippet syntax. */
  readonly text: string;
  readonly isSnippet?: boolean;
  /** On one line, around the cursor. */
  readonly span: Span;
  /** Order among the answers; the label where absent. */
  readonly sort?: string;
  readonly filter?: string;
}

export interface DefinitionAnswer {
  /** What the cursor is on. */
  readonly from: Span;
  readonly to: Place;
}

export interface LinkAnswer {
  readonly span: Span;
  /** The file that opens. */
  readonly file: string;
  readonly tooltip?: string;
}

export type SymbolKindName = 'section' | 'jail' | 'option' | 'regex' | 'variable' | 'file';

export interface SymbolAnswer {
  readonly name: string;
  readonly kind: SymbolKindName;
  readonly detail?: string;
  readonly span: Span;
  /** Inside `span`. */
  readonly nameSpan: Span;
  readonly children: readonly SymbolAnswer[];
}

export interface WorkspaceSymbolAnswer {
  readonly name: string;
  readonly kind: SymbolKindName;
  readonly container?: string;
  readonly place: Place;
}

export interface FoldAnswer {
  readonly span: Span;
  readonly kind?: 'comment' | 'imports' | 'region';
}

/** From the innermost to the outermost. */
export type SelectionAnswer = readonly Span[];

/** In the order of the legend. */
export const tokenTypes = [
  'comment',
  'namespace',
  'property',
  'variable',
  'macro',
  'parameter',
  'string',
  'number',
  'keyword',
  'operator',
  'regexp',
  'enumMember',
  'type',
] as const;
export const tokenModifiers = ['declaration', 'definition', 'deprecated', 'defaultLibrary', 'readonly'] as const;

export interface TokenAnswer {
  /** On one line. */
  readonly span: Span;
  readonly type: (typeof tokenTypes)[number];
  readonly modifiers?: readonly (typeof tokenModifiers)[number][];
}

export interface InlayHintAnswer {
  readonly offset: number;
  readonly label: string;
  readonly words?: Words;
  readonly kind?: 'type' | 'parameter';
  readonly spaceBefore?: boolean;
  readonly spaceAfter?: boolean;
}

export interface CodeActionAnswer {
  readonly title: string;
  readonly kind:
    'quickfix' | 'refactor.extract' | 'refactor.inline' | 'refactor.move' | 'refactor.rewrite' | 'source.fixAll';
  readonly changes: readonly TextChange[];
  /** A file that is to be made, and what stands in it. */
  readonly creates?: { readonly file: string; readonly text: string };
  readonly isPreferred?: boolean;
  /** The findings that it cures. */
  readonly cures?: readonly Finding[];
}

export interface LinkedEditingAnswer {
  readonly spans: readonly Span[];
  /** A regular expression of JavaScript for what may stand in each. */
  readonly wordPattern?: string;
}

export interface RenameAnswer {
  readonly changes: readonly TextChange[];
}

/** What is renamed, or why nothing can be: said to the user. */
export type PrepareRenameAnswer = { readonly span: Span; readonly name: string } | { readonly refused: string };
