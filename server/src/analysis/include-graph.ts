/** Which files of a folder name which others in `[INCLUDES]`, kept up to date file by file. */
export interface IncludeGraph {
  /** The files that name `path`, those in `.conf` before those in `.local`. */
  including(path: string): readonly string[];
  /** Every file that another one names. */
  included(): Iterable<string>;
  /** The file has changed, appeared or gone away. */
  change(file: string): void;
  /** Reads the changed files; gives those that others include since then, or include no more. */
  update(): string[];
}

/** `includesOf`: what a file names now; nothing for one that is gone. */
export function createIncludeGraph(
  files: Iterable<string>,
  includesOf: (file: string) => readonly string[],
): IncludeGraph {
  const named = new Map<string, ReadonlySet<string>>();
  const including = new Map<string, string[]>();
  const changed = new Set(files);

  const update = (): string[] => {
    const touched = new Set<string>();
    for (const file of changed) {
      const before = named.get(file) ?? new Set();
      const now = new Set(includesOf(file));
      named.set(file, now);
      for (const path of before)
        if (!now.has(path)) {
          touched.add(path);
          including.set(
            path,
            including.get(path)!.filter((other) => other !== file),
          );
        }
      for (const path of now)
        if (!before.has(path)) {
          touched.add(path);
          const known = including.get(path);
          if (known) known.push(file);
          else including.set(path, [file]);
        }
    }
    changed.clear();
    for (const path of touched) including.get(path)!.sort(inReadingOrder);
    return [...touched];
  };
  update();
  return {
    including: (path) => including.get(path) ?? [],
    *included() {
      for (const [path, files] of including) if (files.length > 0) yield path;
    },
    change: (file) => void changed.add(file),
    update,
  };
}

function inReadingOrder(a: string, b: string): number {
  const [isLocalA, isLocalB] = [a.endsWith('.local'), b.endsWith('.local')];
  if (isLocalA !== isLocalB) return isLocalA ? 1 : -1;
  return a < b ? -1 : 1;
}
