import type { FileAnalysis, Workspace } from '../analysis/workspace.ts';
import { findSamples, logsOfJails, readLogDirectives, type JailLogs } from '../analysis/samples.ts';
import { joinPath, nameOf, normalizePath, withoutExtension } from '../config/paths.ts';
import { mostSampleCharacters } from '../danger/sample.ts';
import { UsageError, type CommandContext } from './command.ts';
import { isAsItCame } from '../config/stock-filters.ts';
import { openLog } from './log-under-test.ts';

/** The logs that filters are tried on. */
export interface Samples {
  /** The sample of a file; undefined where there is none. Throws UsageError for `--log`. */
  of(file: FileAnalysis): Promise<CheckSample | undefined>;
}

export interface CheckSample {
  /** Its beginning. */
  readonly text: string;
  /**
   * `filter`: kept to show what this filter finds. `any`: given for a whole folder, so it may be of another filter. `jail`: what a jail reads, which holds nothing
   * of the kind on most days.
   */
  readonly shows: 'filter' | 'any' | 'jail';
}

/** `--log`, else what the editor would take without being asked: what a comment names, a file of the filter's name, what its jails read. `isNamed`: the user names the file itself. */
export function createSamples(
  context: CommandContext,
  workspace: Workspace,
  isNamed: (path: string) => boolean,
): Samples {
  const { host, values } = context;
  const asked = values['log'] as string | undefined;
  if (asked !== undefined && asked !== '-' && !host.files.isFile(normalizePath(joinPath(host.cwd, asked))))
    throw new UsageError(`--log ${asked}: there is no such file`);
  const texts = new Map<string, Promise<string>>();
  const textOf = (log: string): Promise<string> => {
    const text = texts.get(log) ?? beginningOf(context, log);
    texts.set(log, text);
    return text;
  };
  return {
    of: async (file) => {
      if (asked !== undefined) return { text: await textOf(asked), shows: ownerOf(context, file, isNamed) };
      const sample = sampleFor(context, workspace, file);
      if (!sample) return undefined;
      const parts = await Promise.all(
        sample.logs.map((log) =>
          host.files.isFile(log)
            ? textOf(log).catch((error) => {
                if (error instanceof UsageError) return '';
                throw error;
              })
            : '',
        ),
      );
      const text = parts.join('');
      return text === '' ? undefined : { text, shows: sample.shows };
    },
  };
}

/** Whose a log is that `--log` gives: where a whole folder is checked, hardly of a filter that came with fail2ban and is not changed here. */
function ownerOf(
  { host }: CommandContext,
  { kind, path }: FileAnalysis,
  isNamed: (path: string) => boolean,
): CheckSample['shows'] {
  if (kind !== 'filter') return 'jail';
  return isNamed(path) || !isAsItCame(path, host.files) ? 'filter' : 'any';
}

function sampleFor(
  { host }: CommandContext,
  workspace: Workspace,
  { path, source, place, kind }: FileAnalysis,
): { logs: readonly string[]; shows: 'filter' | 'jail' } | undefined {
  if (kind !== 'filter') return undefined;
  const fileName = withoutExtension(nameOf(path));
  const filter = place?.readerName.slice('filter.d/'.length);
  const names = [...new Set([filter ?? fileName, fileName])];
  const jails = (): JailLogs[] => (place ? logsOfJails(workspace.jailsWith(place.configDir, names)) : []);
  const find = (logs: readonly JailLogs[]) =>
    findSamples({
      path,
      names,
      jails: logs,
      directives: readLogDirectives(source.tree.text),
      setting: {},
      workspaceFolder: null,
      configurationFolder: place?.configDir ?? null,
      asked: null,
      chosen: null,
      visible: [],
      files: host.files,
      isReadable: host.files.isFile,
      show: (log) => log,
    }).find(({ readable }) => readable)?.logs;
  const own = find([]);
  if (own) return { logs: own, shows: 'filter' };
  const read = find(jails());
  return read && { logs: read, shows: 'jail' };
}

/** As much of a log as is looked at. */
async function beginningOf(context: CommandContext, log: string): Promise<string> {
  let text = '';
  for await (const block of openLog(context, log, 2).blocks()) {
    text += block.text.whole;
    if (text.length >= mostSampleCharacters) break;
  }
  return text;
}
