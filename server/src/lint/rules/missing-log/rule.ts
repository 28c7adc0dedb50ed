import { findFiles, hasWildcard } from '../../../analysis/glob.ts';
import { folderOf, nameOf } from '../../../config/paths.ts';
import type { FileAnalysis } from '../../../analysis/workspace.ts';
import { isBroken } from '../../../config/resolve.ts';
import type { Severity } from '../../../text/problem.ts';
import { closestWord } from '../../closest.ts';
import { effectOf } from '../../effect.ts';
import { jailSectionsIn, watchesFiles } from '../../jail-sections.ts';
import { at, shownAt, whole } from '../../places.ts';
import type { Rule } from '../../rule.ts';

export const rule: Rule = {
  name: 'missing-log',
  severity: 'warning',
  summary: 'A logpath names a folder, or no file of this machine.',
  check(file, report) {
    const { disk } = file;
    for (const { analysed, own, section } of jailSectionsIn(file)) {
      if (!analysed.enabled || isBroken(analysed.jail) || !watchesFiles(analysed)) continue;
      // What jail.conf sets, the file that switches the jail on is told of, if it is not a package's own.
      if (nameOf(file.path) === 'jail.conf') continue;
      if (!own('logpath') && !(own('enabled') && file.path.endsWith('.local'))) continue;
      const paths = analysed.logpaths.filter(({ path }) => path.text.startsWith('/') && !/[%<]/.test(path.text));
      const missing = paths.filter(({ path }) => findFiles(disk, path.text, 1).length === 0);
      for (const { path } of missing) {
        const told = whatIsWrong(path.text, disk);
        if (!told) continue;
        const effect =
          told.isFolder || missing.length === analysed.logpaths.length
            ? effectOf(file, { jail: analysed })
            : 'the jail reads its other logs alone';
        const fallback = at(file, (own('logpath') ?? own('enabled'))!.valueSpan);
        const shown = own('logpath') ? shownAt(path, whole(path), fallback) : { place: at(file, section.headerSpan) };
        report({ message: told.message.replace('EFFECT', effect), ...shown, severity: told.severity });
      }
    }
  },
};

interface Told {
  readonly message: string;
  readonly severity: Severity;
  readonly isFolder?: boolean;
}

/** `EFFECT` stands for what comes of it. */
function whatIsWrong(path: string, disk: FileAnalysis['disk']): Told | undefined {
  const folder = folderOf(path);
  if (disk.isDirectory(path))
    return {
      message: `${path} is a folder: fail2ban reads files, and EFFECT. Name the file, or all of them: ${path.replace(/\/$/, '')}/*.log.`,
      severity: 'warning',
      isFolder: true,
    };
  if (/\{[^{}]*,[^{}]*\}/.test(path))
    return {
      message: `fail2ban looks for a name with braces: {a,b} is of the shell, not of Python's glob. There is no such file, and EFFECT. Write each path on a line of its own.`,
      severity: 'warning',
    };
  if (/[,;]$/.test(path) && findFiles(disk, path.slice(0, -1), 1).length > 0)
    return {
      message: `The ${path.slice(-1)} is a part of the path, and no file is called ${nameOf(path)}: EFFECT. Paths are parted by a line end alone.`,
      severity: 'warning',
    };
  if (hasWildcard(path) || !disk.isDirectory(folder)) return undefined;
  const near = closestWord(
    nameOf(path),
    disk.readDirectory(folder).filter((name) => disk.isFile(`${folder}/${name}`)),
  );
  return {
    message: `${folder} has no ${nameOf(path)} on this machine: where that is so, EFFECT ("Have not found any log file").${near === undefined ? '' : ` Is ${near} meant?`}`,
    severity: near === undefined ? 'hint' : 'warning',
  };
}
