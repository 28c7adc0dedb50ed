import {
  findSamples,
  logsOfJails,
  readLogDirectives,
  type FoundSample,
  type JailLogs,
  type LogDirective,
} from '../../analysis/samples.ts';
import { configurationFolderOf } from '../configuration-folder.ts';
import { fallbackConfigDir } from '../../config/resolve.ts';
import { sampleReasons, type EditorContext, type Sample } from '../../protocol.ts';
import type { Session } from '../session.ts';
import { diskPath, pathOfUri } from '../uri.ts';
import type { LogFiles } from './log-files.ts';
import type { ResolvedSubject } from './resolve-subject.ts';

export interface SampleChoice {
  readonly context: EditorContext;
  readonly asked: readonly string[] | null;
}

/** Every sample on offer. Jails are only read for their logpaths where `wantsAll`, or where nothing else answers. */
export function samplesOf(
  session: Session,
  logs: LogFiles,
  resolved: ResolvedSubject,
  choice: SampleChoice,
  wantsAll: boolean,
): FoundSample[] {
  const { path, subject, names } = resolved;
  const isJail = subject.jail !== undefined;
  const find = (jails: readonly JailLogs[]): FoundSample[] =>
    findSamples({
      path,
      names,
      jails,
      directives: directivesFor(session, resolved),
      setting: session.settings.of(path).samples,
      workspaceFolder: session.folderOf(path)?.path ?? null,
      configurationFolder: resolved.configurationFolder ?? configurationFolderOf(path, session.plainFiles),
      asked: choice.asked,
      // A file's many jails do not all read the log that happens to be open or was once chosen in it.
      chosen: isJail ? null : (choice.context.chosen[subject.uri]?.map(pathOfUri) ?? null),
      visible: isJail && !wantsAll ? [] : choice.context.visibleLogs.map(pathOfUri),
      files: session.plainFiles,
      isReadable: logs.isReadable,
      show: (shown) => shownPath(shown, session.folderOf(path)?.path),
    });
  if (isJail) return find(resolved.logpath.length > 0 ? [{ jail: subject.jail!, logpath: resolved.logpath }] : []);
  const found = find([]);
  return !wantsAll && found[0]?.readable ? found : find(jailsWith(session, resolved));
}

/** As a user names it: from the workspace folder, where it lies in there. */
function shownPath(path: string, folder: string | undefined): string {
  if (folder !== undefined && path.startsWith(`${folder}/`)) return path.slice(folder.length + 1);
  return diskPath(path) ?? path.replace(/^\/@[^/]+\/\+?/, '');
}

/**
 * Comments of the whole file for a filter, or else of the file that it overlays or that overlays it; for a jail those of its section, and those
 * before the first section.
 */
function directivesFor(session: Session, { path, range }: ResolvedSubject): readonly LogDirective[] {
  const source = session.workspaceOf(path).source(path);
  if (!source) return [];
  const directives = readLogDirectives(source.tree.text);
  if (range === null) return directives.length > 0 ? directives : directivesBeside(session, path);
  if (directives.length === 0) return directives;
  const first = source.tree.sections[0];
  const firstLine = first ? session.linesOf(path)!.positionAt(first.span.start).line : 0;
  const inSection = directives.filter(({ line }) => line >= range.start.line && line <= range.end.line);
  return inSection.length > 0 ? inSection : directives.filter(({ line }) => line < firstLine);
}

/** `sshd.local` is the same filter as `sshd.conf`. */
function directivesBeside(session: Session, path: string): readonly LogDirective[] {
  return ['conf', 'local']
    .map((extension) => path.replace(/\.(?:conf|local)$/, `.${extension}`))
    .filter((file) => file !== path)
    .flatMap((file) => {
      const source = session.workspaceOf(path).source(file);
      return source ? readLogDirectives(source.tree.text).map((directive) => ({ ...directive, file })) : [];
    });
}

/** The jails that use a filter, of the filter's own configuration and of fail2ban's. */
function jailsWith(session: Session, { path, names, configurationFolder }: ResolvedSubject): JailLogs[] {
  const folders = [
    ...new Set([
      configurationFolder ?? configurationFolderOf(path, session.plainFiles) ?? fallbackConfigDir,
      fallbackConfigDir,
    ]),
  ];
  return logsOfJails(
    folders
      .filter(
        (folder) =>
          session.plainFiles.isFile(`${folder}/jail.conf`) || session.plainFiles.isFile(`${folder}/jail.local`),
      )
      .flatMap((folder) => session.workspaceOf(path).jailsWith(folder, names)),
  );
}

/**
 * The offer that a run takes, and as what it is shown; null where none can be read. Where the user asks for a log that cannot be read, that is the
 * answer while the run is `forced`; afterwards it gives way to one that can be, which says so. So does one that is remembered.
 */
export function sampleInUse(
  logs: LogFiles,
  offers: readonly FoundSample[],
  forced: boolean,
): { readonly found: FoundSample | undefined; readonly sample: Sample | null } {
  const asked = offers.find(({ reason }) => reason === 'asked');
  const found = asked && (asked.readable || forced || !offers[0]?.readable) ? asked : offers[0];
  if (!found || (!found.readable && found !== asked)) return { found, sample: null };
  const passedOver =
    asked ?? offers.find((offer) => offer.reason === 'chosen' && !offer.readable && precedes(offer, found));
  const sample = toSample(logs, found);
  if (!passedOver || passedOver === found) return { found, sample };
  const note = `${passedOver.label}, chosen before, cannot be read`;
  return { found, sample: { ...sample, detail: `${note} · ${sample.detail}` } };
}

/** Whether a sample would be taken before another, could it be read. */
function precedes(sample: FoundSample, other: FoundSample): boolean {
  return sampleReasons.indexOf(sample.reason) < sampleReasons.indexOf(other.reason);
}

export function toSample(logs: LogFiles, { reason, logs: paths, label, detail, readable }: FoundSample): Sample {
  return { reason, label, detail, readable, logs: paths.map(logs.fileOf) };
}
