import { type Disposable, type Event, type Uri, extensions, workspace } from 'vscode';
import type { Baseline } from '../../server/src/protocol.ts';
import type { Lens } from './lens.ts';
import { comparedRevision } from './settings.ts';
import { whenQuiet } from './when-quiet.ts';

/** What is used of VS Code's own git extension (`vscode.git`) and its API, version 1. */
interface GitExtension {
  readonly enabled: boolean;
  readonly onDidChangeEnablement: Event<boolean>;
  getAPI(version: 1): GitApi;
}
interface GitApi {
  readonly repositories: readonly Repository[];
  readonly onDidOpenRepository: Event<Repository>;
  readonly onDidCloseRepository: Event<Repository>;
}
interface Repository {
  readonly rootUri: Uri;
  readonly state: {
    readonly HEAD: { readonly commit?: string } | undefined;
    readonly workingTreeChanges: readonly Change[];
    readonly untrackedChanges?: readonly Change[];
    readonly onDidChange: Event<void>;
  };
  diffWith(revision: string): Promise<readonly Change[]>;
  show(revision: string, path: string): Promise<string>;
}
interface Change {
  readonly uri: Uri;
  readonly originalUri: Uri;
  readonly status: number;
}
/** `Status.UNTRACKED` of that API. */
const untracked = 7;

/** Milliseconds of quiet after a change of a repository. */
const delay = 200;
/** Changed files of a repository that are read at most: with more of them nothing is compared. */
const mostFiles = 500;

/** Tells the server what the files were in git, for what an edit changes: by VS Code's git extension, so that nothing of ours starts a program. */
export function activateGitBaselines(lens: Lens): Disposable[] {
  const disposables: Disposable[] = [];
  const ofRepository = new Map<Repository, Disposable>();
  let api: GitApi | undefined;
  let latest = 0;

  const tell = async () => {
    const number = ++latest;
    const all = await Promise.all((api?.repositories ?? []).map((repository) => baselineOf(lens, repository)));
    if (number === latest) lens.connection.notify('baselines', { baselines: all.filter((one) => one !== undefined) });
  };
  const soon = whenQuiet(delay, tell);
  const follow = (repository: Repository) => {
    ofRepository.set(repository, repository.state.onDidChange(soon));
    soon();
  };
  const forget = (repository: Repository) => {
    ofRepository.get(repository)?.dispose();
    ofRepository.delete(repository);
    soon();
  };
  const use = (git: GitExtension) => {
    [...ofRepository.keys()].forEach(forget);
    api = git.enabled ? git.getAPI(1) : undefined;
    api?.repositories.forEach(follow);
    if (api) disposables.push(api.onDidOpenRepository(follow), api.onDidCloseRepository(forget));
  };
  void gitExtension(lens).then((git) => {
    if (!git) return;
    disposables.push(git.onDidChangeEnablement(() => use(git)));
    use(git);
  });
  return [
    lens.connection.onStarted(soon),
    workspace.onDidChangeConfiguration((event) => event.affectsConfiguration('fail2banLens.compareWith') && soon()),
    {
      dispose: () => {
        soon.cancel();
        [...disposables, ...ofRepository.values()].forEach((one) => one.dispose());
      },
    },
  ];
}

async function gitExtension({ log }: Lens): Promise<GitExtension | undefined> {
  try {
    return await extensions.getExtension<GitExtension>('vscode.git')?.activate();
  } catch (error) {
    log.info('Edits are compared with saved files only:', error);
    return undefined;
  }
}

/** The configuration files that are not as they were; undefined where nothing can be compared. */
async function baselineOf({ log }: Lens, repository: Repository): Promise<Baseline | undefined> {
  const revision = comparedRevision(repository.rootUri);
  // what begins with - would be an option of git
  if (revision === '' || revision.startsWith('-') || !repository.state.HEAD?.commit) return undefined;
  try {
    const { workingTreeChanges, untrackedChanges = [] } = repository.state;
    const fresh = [...workingTreeChanges, ...untrackedChanges].filter(({ status }) => status === untracked);
    const changed = await repository.diffWith(revision);
    const uris = new Map(
      [...fresh, ...changed]
        .flatMap(({ uri, originalUri }) => [uri, originalUri])
        .filter(({ path }) => /\.(?:conf|local)$/.test(path))
        .map((uri) => [uri.toString(), uri]),
    );
    if (uris.size > mostFiles) return undefined;
    const files = await Promise.all(
      [...uris].map(async ([address, uri]) => ({ uri: address, text: await textAt(repository, revision, uri) })),
    );
    return { folder: repository.rootUri.toString(), name: revision, files };
  } catch (error) {
    log.warn(`Nothing can be compared with ${revision} of ${repository.rootUri.fsPath}:`, error);
    return undefined;
  }
}

/** Null for a file that the revision does not have. */
function textAt(repository: Repository, revision: string, { fsPath }: Uri): Promise<string | null> {
  return repository.show(revision, fsPath).catch(() => null);
}
