import { foldersIn, matchesPath } from '../../analysis/glob.ts';
import { fallbackConfigDir, filterNames, isBroken } from '../../config/resolve.ts';
import { nameOf, withoutExtension } from '../../config/paths.ts';
import { packAround } from '../../pack/is-pack.ts';
import { languageIds, type FilterChoice } from '../../protocol.ts';
import type { Session } from '../session.ts';
import { corePath, diskPath, uriOfPath } from '../uri.ts';

/** Folders of a workspace that are looked through for filters. */
const lookedAt = 2000;

/** Filters that a log can be tested against, those that read it first: open ones, the workspace's but for packed ones, fail2ban's own. */
export function filterChoices(session: Session, log: string | null): FilterChoice[] {
  const paths = new Set<string>();
  for (const { path, languageId } of session.documents.all()) if (languageId === languageIds.filter) paths.add(path);
  for (const { path } of session.folders)
    for (const folder of foldersIn(session.plainFiles, path, lookedAt))
      if (nameOf(folder) === 'filter.d' && packAround(session.plainFiles, folder, path) === undefined)
        for (const name of session.plainFiles.readDirectory(folder))
          if (name.endsWith('.conf')) paths.add(`${folder}/${name}`);
  const configDirs = new Set([corePath(session.settings.of(null).configDir) || fallbackConfigDir]);
  for (const folder of configDirs)
    for (const name of filterNames(session.plainFiles, folder)) paths.add(`${folder}/filter.d/${name}.conf`);
  const reading = log === null ? new Set<string>() : filtersReading(session, configDirs, log);
  return [...paths]
    .filter((path) => session.plainFiles.isFile(path))
    .map((path) => {
      const name = withoutExtension(nameOf(path));
      const reads = reading.has(name);
      return {
        reads,
        choice: {
          subject: { uri: session.documents.get(path)?.uri ?? uriOfPath(path) },
          label: name,
          detail: `${diskPath(path) ?? path}${reads ? ' · a jail with it reads this log' : ''}`,
        },
      };
    })
    .sort((a, b) => Number(b.reads) - Number(a.reads))
    .map(({ choice }) => choice);
}

/** Names of filters whose jails read the log. */
function filtersReading(session: Session, configDirs: Iterable<string>, log: string): Set<string> {
  const names = new Set<string>();
  for (const folder of configDirs) {
    for (const { jail } of session.workspaceOf(folder).jails(folder).jails) {
      if (isBroken(jail) || !jail.filter) continue;
      if (jail.logpaths.some(({ path }) => path.text !== '' && matchesPath(log, path.text)))
        names.add(jail.filter.name.text);
    }
  }
  return names;
}
