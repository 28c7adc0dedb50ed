import { type Event, type Uri, extensions } from 'vscode';
import type { Lens } from './lens.ts';

/** What is used of VS Code's own git extension (`vscode.git`) and its API, version 1. */
export interface GitExtension {
  readonly enabled: boolean;
  readonly onDidChangeEnablement: Event<boolean>;
  getAPI(version: 1): GitApi;
}
export interface GitApi {
  readonly repositories: readonly Repository[];
  readonly onDidOpenRepository: Event<Repository>;
  readonly onDidCloseRepository: Event<Repository>;
}
export interface Repository {
  readonly rootUri: Uri;
  readonly state: {
    readonly HEAD: { readonly name?: string; readonly commit?: string } | undefined;
    readonly workingTreeChanges: readonly Change[];
    readonly untrackedChanges?: readonly Change[];
    readonly onDidChange: Event<void>;
  };
  diffWith(revision: string): Promise<readonly Change[]>;
  show(revision: string, path: string): Promise<string>;
  /** Fails where there is no such commit. */
  getCommit(revision: string): Promise<{ readonly hash: string; readonly message: string }>;
  /** Since VS Code 1.79. */
  getRefs?(query: { readonly sort?: 'committerdate' }): Promise<readonly Ref[]>;
}
export interface Ref {
  /** 0: a branch; 1: of a remote; 2: a tag. */
  readonly type: number;
  readonly name?: string;
  readonly commit?: string;
}
export interface Change {
  readonly uri: Uri;
  readonly originalUri: Uri;
  readonly status: number;
}
/** `Status.UNTRACKED` of that API. */
export const untracked = 7;

/** Undefined where it is not there, or does not start. */
export async function gitExtension({ log }: Pick<Lens, 'log'>): Promise<GitExtension | undefined> {
  try {
    return await extensions.getExtension<GitExtension>('vscode.git')?.activate();
  } catch (error) {
    log.info('Edits are compared without git:', error);
    return undefined;
  }
}
