import { configurationFiles } from '../analysis/workspace.ts';
import { joinPath } from '../config/paths.ts';
import type { FileSystem } from '../host/file-system.ts';
import { isPack } from '../pack/is-pack.ts';
import type { Pace } from './pace.ts';

/** The configuration files below a folder, and what was not looked at. */
export interface FoundFiles {
  readonly files: readonly string[];
  /** One sentence each. */
  readonly leftOut: readonly string[];
  /** False where there was more than is looked at, or Ctrl+C came. */
  readonly isWhole: boolean;
}

/** So many names are looked at: more than a machine's whole configuration has. */
const mostNames = 200_000;
/** So many of a kind are named, the others counted. */
const mostNamed = 3;

export interface FindOptions {
  /** So many names are looked at. */
  readonly most?: number;
  /** Folders below that are packs of `fail2ban-lens pack` are not entered. */
  readonly leavesPacks?: boolean;
}

/**
 * The files of a configuration folder, or of any other (`filter.d` alone) with the folders below it. Each folder is entered once, whatever links
 * lead to it, and none of another file system; what a link says that the kernel makes up (`/proc`) is no file.
 */
export async function findFiles(
  files: FileSystem,
  root: string,
  pace: Pace,
  { most = mostNames, leavesPacks = false }: FindOptions = {},
): Promise<FoundFiles> {
  const device = files.inspect?.(root)?.device;
  const entered = new Set<string>();
  const elsewhere: string[] = [];
  const packs: string[] = [];
  const found: string[] = [];
  let names = 0;
  let firstLeft: string | undefined;

  const isForeign = (path: string, isFolder: boolean): boolean => {
    const inspected = files.inspect?.(path);
    if (!inspected || (!isFolder && !inspected.isLink)) return false;
    return isFolder ? inspected.device !== device : isMadeUp(inspected.real);
  };
  const add = (path: string): void => void (isForeign(path, false) ? elsewhere : found).push(path);

  const visit = async (folder: string): Promise<void> => {
    const real = files.inspect?.(folder)?.real ?? folder;
    if (entered.has(real)) return;
    entered.add(real);
    const whole = configurationFiles(files, folder);
    if (whole.length > 0) {
      names += whole.length;
      whole.forEach(add);
      return;
    }
    for (const name of files.readDirectory(folder).sort()) {
      const path = joinPath(folder, name);
      if (pace.isInterrupted || names >= most) {
        firstLeft ??= path;
        return;
      }
      names++;
      pace.show(names, undefined, 'names looked at');
      await pace.turn();
      if (files.isDirectory(path)) {
        if (name.startsWith('.')) continue;
        if (isForeign(path, true)) elsewhere.push(path);
        else if (leavesPacks && isPack(files, path)) packs.push(path);
        else await visit(path);
      } else if (/\.(?:conf|local)$/.test(name) && files.isFile(path)) add(path);
    }
  };
  await visit(root);
  return {
    files: found,
    leftOut: [
      ...(elsewhere.length > 0
        ? [`left out, because it is on another file system: ${listed(elsewhere)}; name it to have it checked`]
        : []),
      ...(packs.length > 0
        ? [`left out, because it is a packed filter: ${listed(packs)}; name it to have its sample run`]
        : []),
      ...(firstLeft === undefined
        ? []
        : [`only the first ${names} names were looked at: ${firstLeft} and all behind it is left out`]),
    ],
    isWhole: firstLeft === undefined,
  };
}

function isMadeUp(real: string): boolean {
  return /^\/(?:proc|sys|dev)\//.test(real);
}

function listed(paths: readonly string[]): string {
  const more = paths.length - mostNamed;
  return `${paths.slice(0, mostNamed).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}
