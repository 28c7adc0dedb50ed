import { type Disposable, type Uri, window, workspace } from 'vscode';
import type { Baseline } from '../../server/src/protocol.ts';
import { gitExtension, untracked, type GitApi, type GitExtension, type Repository } from './git-api.ts';
import type { Lens } from './lens.ts';
import { comparedRevision } from './settings.ts';
import { whenQuiet } from './when-quiet.ts';

/** Milliseconds of quiet after a change of a repository. */
const delay = 200;
/** Changed files of a repository that are read at most: with more of them nothing is compared. */
const mostFiles = 500;

/**
 * Tells the server what edits are compared with: what the user chose, else what the files were in git. That is asked of VS Code's git extension, so that nothing of
 * ours starts a program.
 */
export function activateBaselines(lens: Lens): Disposable[] {
  const disposables: Disposable[] = [];
  const ofRepository = new Map<Repository, Disposable>();
  let api: GitApi | undefined;
  let latest = 0;

  const tell = async () => {
    const number = ++latest;
    const chosen = lens.comparedWith.get();
    if (chosen && chosen.kind !== 'revision')
      return lens.connection.notify('baselines', { baselines: chosen.kind === 'saved' ? [] : [chosen] });
    const all = await Promise.all(
      (api?.repositories ?? []).map((repository) => baselineOf(lens, repository, chosen?.revision)),
    );
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
    lens.comparedWith.onDidChange(soon),
    workspace.onDidChangeConfiguration((event) => event.affectsConfiguration('fail2banLens.compareWith') && soon()),
    {
      dispose: () => {
        soon.cancel();
        [...disposables, ...ofRepository.values()].forEach((one) => one.dispose());
      },
    },
  ];
}

/** The configuration files that are not as they were; undefined where nothing can be compared. */
async function baselineOf(
  { log }: Lens,
  repository: Repository,
  chosen: string | undefined,
): Promise<Baseline | undefined> {
  const revision = chosen ?? comparedRevision(repository.rootUri);
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
    return {
      kind: 'revision',
      folder: repository.rootUri.toString(),
      name: revision,
      isAsked: chosen !== undefined,
      files,
    };
  } catch (error) {
    log.warn(`Nothing can be compared with ${revision} of ${repository.rootUri.fsPath}:`, error);
    if (chosen !== undefined)
      window.setStatusBarMessage(`git cannot compare with ${chosen}: edits are compared with the saved file`, 8000);
    return undefined;
  }
}

/** Null for a file that the revision does not have. */
function textAt(repository: Repository, revision: string, { fsPath }: Uri): Promise<string | null> {
  return repository.show(revision, fsPath).catch(() => null);
}
