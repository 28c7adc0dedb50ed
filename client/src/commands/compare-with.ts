import { type QuickPickItem, QuickPickItemKind, ThemeIcon, Uri, window } from 'vscode';
import { isComparedWith, type ComparedWith } from '../compare-with.ts';
import { configurationFolders } from '../configuration-folders.ts';
import { gitExtension, type Repository } from '../git-api.ts';
import { isThere } from '../is-there.ts';
import type { Lens } from '../lens.ts';
import { comparedRevision } from '../settings.ts';
import type { Command } from './command.ts';

interface Choice extends QuickPickItem {
  /** Null: what the setting says. Undefined: nothing was chosen. */
  readonly choose?: () => ComparedWith | null | undefined | Promise<ComparedWith | null | undefined>;
}

/**
 * Asks what edits of filters and jails are compared with, and remembers it for the workspace. Argument, for a keybinding: a `ComparedWith`, or null for what the
 * setting says.
 */
export const compareWith: Command = {
  id: 'fail2banLens.compareWith',
  async run(lens, given) {
    if (given === null || isComparedWith(given)) return lens.comparedWith.choose(given ?? undefined);
    const picked = await window.showQuickPick(choices(lens), {
      title: 'Compare filters and jails with',
      placeHolder: 'A lens tells which lines of the log are gained and lost',
      matchOnDescription: true,
      matchOnDetail: true,
    });
    const choice = await picked?.choose?.();
    if (choice !== undefined) await lens.comparedWith.choose(choice ?? undefined);
  },
};

async function choices(lens: Lens): Promise<Choice[]> {
  const now = lens.comparedWith.get();
  const repository = await activeRepository(lens);
  const mark = (kind: ComparedWith['kind'], is = true) => (now?.kind === kind && is ? 'compared with now' : '');
  const set = comparedRevision(repository?.rootUri ?? window.activeTextEditor?.document.uri ?? Uri.file('/'));
  return [
    {
      label: repository && set !== '' ? set : 'The Saved File',
      description: now ? '' : 'compared with now',
      detail: 'What the setting fail2banLens.compareWith says',
      iconPath: new ThemeIcon('settings-gear'),
      choose: () => null,
    },
    ...(repository && set !== ''
      ? [
          {
            label: 'The Saved File',
            description: mark('saved'),
            iconPath: new ThemeIcon('save'),
            choose: () => ({ kind: 'saved' }) as const,
          },
        ]
      : []),
    {
      label: 'The Packaged Version',
      description: mark('packaged'),
      detail: 'What is saved without any .local',
      iconPath: new ThemeIcon('package'),
      choose: () => ({ kind: 'packaged' }),
    },
    {
      label: 'A Folder of Configuration…',
      description: now?.kind === 'configuration' ? `${Uri.parse(now.folder).fsPath}, compared with now` : '',
      detail: 'A server’s /etc/fail2ban that is mounted or copied',
      iconPath: new ThemeIcon('folder-opened'),
      choose: pickFolder,
    },
    ...(repository ? await revisions(repository, now) : []),
  ];
}

/** The repository of the active file; the only one otherwise. */
async function activeRepository(lens: Lens): Promise<Repository | undefined> {
  const git = await gitExtension(lens);
  const repositories = git?.enabled ? git.getAPI(1).repositories : [];
  const path = window.activeTextEditor?.document.uri.path ?? '';
  const around = repositories
    .filter(({ rootUri }) => path.startsWith(`${rootUri.path}/`))
    .sort((a, b) => b.rootUri.path.length - a.rootUri.path.length)[0];
  return around ?? (repositories.length === 1 ? repositories[0] : undefined);
}

const kinds = [
  { type: 0, label: 'Branches', icon: 'git-branch' },
  { type: 2, label: 'Tags', icon: 'tag' },
  { type: 1, label: 'Branches of Remotes', icon: 'cloud' },
] as const;

async function revisions(repository: Repository, now: ComparedWith | undefined): Promise<Choice[]> {
  const refs = (await repository.getRefs?.({ sort: 'committerdate' })) ?? [];
  const current = now?.kind === 'revision' ? now.revision : undefined;
  return [
    {
      label: 'A Revision…',
      description: current === undefined ? '' : `${current}, compared with now`,
      detail: 'A branch, a tag, a commit, HEAD~3',
      iconPath: new ThemeIcon('git-commit'),
      choose: () => askRevision(repository),
    },
    ...kinds.flatMap(({ type, label, icon }): Choice[] => {
      const ofKind = refs.filter((ref) => ref.type === type && ref.name !== undefined);
      if (ofKind.length === 0) return [];
      return [
        { label, kind: QuickPickItemKind.Separator },
        ...ofKind.map(({ name, commit }) => ({
          label: name!,
          description: [commit?.slice(0, 8), name === current ? 'compared with now' : ''].filter(Boolean).join(', '),
          iconPath: new ThemeIcon(icon),
          choose: () => ({ kind: 'revision', revision: name! }) as const,
        })),
      ];
    }),
  ];
}

async function askRevision(repository: Repository): Promise<ComparedWith | undefined> {
  const revision = await window.showInputBox({
    title: 'Compare with the revision',
    placeHolder: 'HEAD~3',
    validateInput: async (text) => {
      const written = text.trim();
      if (written === '' || written.startsWith('-')) return 'A branch, a tag or a commit';
      return await repository.getCommit(written).then(
        () => undefined,
        () => `git knows no revision ${written}`,
      );
    },
  });
  return revision === undefined ? undefined : { kind: 'revision', revision: revision.trim() };
}

async function pickFolder(): Promise<ComparedWith | undefined> {
  const [picked] =
    (await window.showOpenDialog({
      canSelectFiles: false,
      canSelectFolders: true,
      openLabel: 'Compare',
      title: 'A folder of fail2ban’s configuration',
    })) ?? [];
  if (!picked) return undefined;
  for (const path of configurationFolders(picked.path)) {
    const folder = picked.with({ path });
    if (await isThere(Uri.joinPath(folder, 'filter.d'))) return { kind: 'configuration', folder: folder.toString() };
  }
  throw new Error(`There is no filter.d in ${picked.fsPath}: pick a folder such as /etc/fail2ban, or a copy of one.`);
}
