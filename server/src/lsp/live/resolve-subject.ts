import { filterModes } from '../../analysis/analyse-filter.ts';
import { placeOfFile } from '../../analysis/file-kind.ts';
import {
  bracketOptions,
  createSources,
  isRead,
  isTyped,
  isUnresolved,
  resolveFilter,
  resolveJail,
  isBroken,
  type FilterTarget,
  type Jail,
  type OptionValue,
  type ResolvedFilter,
  type ConfigFailure,
} from '../../config/resolve.ts';
import { nameOf, withoutExtension } from '../../config/paths.ts';
import type { FileSystem } from '../../host/file-system.ts';
import { datePatternLines } from '../../dates/date-pattern.ts';
import type { UseDns } from '../../matching/failregex-tags.ts';
import type { Range, RegexKind, Settings, Subject } from '../../protocol.ts';
import { byName } from '../../text/by-name.ts';
import type { MappedText } from '../../text/mapped-text.ts';
import { toRange } from '../convert.ts';
import type { Session } from '../session.ts';
import { pathOfUri } from '../uri.ts';
import type { FilterInput, FilterMode } from '../worker/messages.ts';
import { memoize } from '../../text/memoize.ts';

/** A regex of a subject as it is configured. */
export interface SubjectRegex {
  readonly kind: RegexKind;
  /** Which of its kind, from 1. */
  readonly index: number;
  readonly configured: MappedText;
}

/** What a subject comes to when its configuration is read now. */
export interface ResolvedSubject {
  readonly subject: Subject;
  readonly path: string;
  /** Names by which settings and samples may know it: its filter's, its jail's. */
  readonly names: readonly string[];
  readonly configurationFolder: string | null;
  /** The jail's section; null for a filter. */
  readonly range: Range | null;
  /** Undefined where fail2ban cannot read the configuration: `problem` says why. */
  readonly filter: FilterInput | undefined;
  readonly problem: string | null;
  readonly regexes: readonly SubjectRegex[];
  /** The encoding of its logs. */
  readonly encoding: string;
  /** Of a jail: what it reads, as configured. */
  readonly logpath: readonly string[];
  /** Every file and folder that was asked for. */
  readonly lookedFor: ReadonlySet<string>;
}

/** Reads a filter's or jail's configuration as it stands now; undefined for a file or jail that does not exist. */
export function resolveSubject(session: Session, subject: Subject): ResolvedSubject | undefined {
  const path = pathOfUri(subject.uri);
  return subject.jail === undefined
    ? resolveFilterSubject(session, subject, path)
    : resolveJailSubject(session, subject, path, subject.jail);
}

/** How `fail2ban-regex LOG path` reads the file: by its name where it stands in a `filter.d`, else alone. */
export function targetOf(path: string): FilterTarget {
  const place = placeOfFile(path);
  return place?.kind === 'filter'
    ? { kind: 'name', name: place.readerName.slice('filter.d/'.length), configDir: place.configDir }
    : { kind: 'file', path };
}

/** A filter in its other modes, those with the same dates and other regexes; none of a jail, and of a filter that offers no choice. */
export function otherModes(session: Session, { subject, path, filter }: ResolvedSubject): FilterMode[] {
  if (subject.jail !== undefined || !filter) return [];
  const { files } = session;
  const settings = session.settings.of(path);
  const { fail2banVersion: fail2ban } = settings;
  const target = targetOf(path);
  const seen = new Set([JSON.stringify(filter)]);
  return filterModes(createSources(files), target, fail2ban).flatMap((mode): FilterMode[] => {
    const options = bracketOptions({ mode }, 'mode');
    const resolved = resolveFilter({ files, target, options, fail2ban, via: 'fail2ban-regex' });
    const other = isUnresolved(resolved) ? undefined : inputOf(resolved, settings, settings.usedns).filter;
    const key = JSON.stringify(other);
    if (!other || seen.has(key) || JSON.stringify(other.datePatterns) !== JSON.stringify(filter.datePatterns))
      return [];
    seen.add(key);
    return [{ mode, filter: other }];
  });
}

/** A subject as other files have it, run by the settings of where it stands. */
export type FormerSubject = Pick<ResolvedSubject, 'filter' | 'problem'>;

/** A filter by its file in other files; undefined where it is not there. */
export function formerFilter(path: string, files: FileSystem, settings: Settings): FormerSubject | undefined {
  if (!files.isFile(path)) return undefined;
  const resolved = resolveFilter({
    files,
    target: targetOf(path),
    fail2ban: settings.fail2banVersion,
    via: 'fail2ban-regex',
  });
  if (isUnresolved(resolved)) return { filter: undefined, problem: resolved.error };
  return inputOf(resolved, settings, settings.usedns);
}

/** Files that were read before, for who reads the same again. */
export type ParsedFiles = NonNullable<Parameters<typeof createSources>[1]>;

/** A jail by its name in another folder of configuration, or in other files; undefined where it is not there. */
export function formerJail(
  name: string,
  {
    configDir,
    files,
    settings,
    parsed,
  }: {
    readonly configDir: string;
    readonly files: FileSystem;
    readonly settings: Settings;
    readonly parsed: ParsedFiles;
  },
): FormerSubject | undefined {
  const sources = createSources(files, parsed);
  const jail = resolveJail({ sources, configDir, fail2ban: settings.fail2banVersion, name });
  if (!jail || (!isBroken(jail) && !isRead(jail))) return undefined;
  if (isBroken(jail)) return { filter: undefined, problem: jail.error };
  return jailInput(jail, settings);
}

/** What a jail's own options say goes before the settings. */
function jailInput({ effective, options }: Jail, settings: Settings): ReturnType<typeof inputOf> {
  const text = (option: string): string | undefined => textOf(options.get(option));
  return inputOf(
    effective,
    { ...settings, timezone: text('logtimezone') ?? settings.timezone },
    text('usedns') ?? settings.usedns,
  );
}

function resolveFilterSubject(session: Session, subject: Subject, path: string): ResolvedSubject | undefined {
  const { files } = session;
  const kind = placeOfFile(path)?.kind ?? 'filter';
  if (kind !== 'filter' || !files.isFile(path)) return undefined;
  const settings = session.settings.of(path);
  const target = targetOf(path);
  const resolved = resolveFilter({
    files,
    target,
    fail2ban: settings.fail2banVersion,
    via: 'fail2ban-regex',
  });
  const fileName = withoutExtension(nameOf(path));
  const common = {
    subject,
    path,
    names: [...new Set([target.kind === 'name' ? target.name : fileName, fileName])],
    configurationFolder: target.kind === 'name' ? target.configDir : null,
    range: null,
    encoding: settings.encoding,
    logpath: [],
    lookedFor: new Set([path, ...resolved.lookedFor.map(({ path: asked }) => asked)]),
  };
  if (isUnresolved(resolved)) return { ...common, filter: undefined, problem: resolved.error, regexes: [] };
  return { ...common, ...inputOf(resolved, settings, settings.usedns) };
}

function resolveJailSubject(
  session: Session,
  subject: Subject,
  path: string,
  name: string,
): ResolvedSubject | undefined {
  const place = placeOfFile(path);
  // fail2ban reads jails from jail.conf, jail.local and jail.d only.
  if (place?.kind !== 'jail') return undefined;
  const { configDir } = place;
  const workspace = session.workspaceOf(path);
  const section = byName(workspace.source(path)?.tree.sections ?? []).get(name);
  const { jails, failure } = workspace.jails(configDir);
  const analysed = byName(jails).get(name);
  const lines = session.linesOf(path);
  if (!section || !lines) return undefined;
  // One file that cannot be read ends the reading of all jails.
  if (!analysed)
    return (
      failure && unreadJail(session, subject, path, name, { configDir, failure, range: toRange(lines, section.span) })
    );
  const { jail } = analysed;
  const text = (option: string): string | undefined => textOf(jail.options.get(option));
  const common = {
    subject,
    path,
    names: [...new Set([name, ...(isBroken(jail) || !jail.filter ? [] : [jail.filter.name.text])])],
    configurationFolder: configDir,
    range: toRange(lines, section.span),
    encoding: text('logencoding') ?? session.settings.of(path).encoding,
    logpath: isBroken(jail) ? [] : jail.logpaths.map(({ path: log }) => log.text),
    lookedFor: new Set([path, configDir, ...filesOf(jail)]),
  };
  if (isBroken(jail)) return { ...common, filter: undefined, problem: jail.error, regexes: [] };
  return { ...common, ...jailInput(jail, session.settings.of(path)) };
}

function unreadJail(
  session: Session,
  subject: Subject,
  path: string,
  name: string,
  { configDir, failure, range }: { readonly configDir: string; readonly failure: ConfigFailure; readonly range: Range },
): ResolvedSubject {
  return {
    subject,
    path,
    names: [name],
    configurationFolder: configDir,
    range,
    filter: undefined,
    problem: failure.error,
    regexes: [],
    encoding: session.settings.of(path).encoding,
    logpath: [],
    lookedFor: new Set([path, configDir]),
  };
}

/** A change of a jail's own configuration files drops the whole analysis; what lies deeper is named here. */
function filesOf(jail: Jail | { readonly options: Jail['options'] }): readonly string[] {
  return 'files' in jail ? jail.files : [];
}

function textOf(value: OptionValue | undefined): string | undefined {
  return value && !isTyped(value) && value.text !== '' ? value.text : undefined;
}

type Effective = Pick<ResolvedFilter, 'failregex' | 'ignoreregex' | 'prefregex' | 'datepattern' | 'maxlines'>;

function inputOf(
  { failregex, ignoreregex, prefregex, datepattern, maxlines }: Effective,
  settings: Settings,
  usedns: string,
): Pick<ResolvedSubject, 'filter' | 'problem' | 'regexes'> {
  const hasPrefix = prefregex !== undefined && prefregex.length > 0;
  const regexes: SubjectRegex[] = [
    ...(hasPrefix ? [{ kind: 'prefregex' as const, index: 1, configured: prefregex }] : []),
    ...failregex.map((configured, i) => ({ kind: 'failregex' as const, index: i + 1, configured })),
    ...ignoreregex.map((configured, i) => ({ kind: 'ignoreregex' as const, index: i + 1, configured })),
  ];
  if (maxlines && maxlines.value < 1)
    return { filter: undefined, problem: 'maxlines must be integer greater than zero', regexes };
  return {
    regexes,
    problem: null,
    filter: {
      prefregex: hasPrefix ? prefregex.text : null,
      failregex: failregex.map(({ text }) => text),
      ignoreregex: ignoreregex.map(({ text }) => text),
      maxLines: maxlines?.value ?? 1,
      datePatterns: datepattern ? datePatternLines(datepattern.map(({ text }) => text).join('\n')) : null,
      fail2ban: settings.fail2banVersion,
      python: settings.pythonVersion,
      useDns: useDnsOf(usedns),
      engine: settings.live.engine,
      timeZone: settings.timezone === '' ? null : settings.timezone,
      localZone: localZone(),
    },
  };
}

/** As the server takes it: a word that it does not know means no. */
function useDnsOf(text: string): UseDns {
  return (['yes', 'warn', 'no', 'raw'] as const).find((word) => word === text.toLowerCase()) ?? 'no';
}

/** The machine's zone by its name; UTC where it has none that the tz database knows. It stays what it is while the process runs. */
const localZone = memoize(
  () => 0,
  (): string => {
    const name: string | undefined = Intl.DateTimeFormat().resolvedOptions().timeZone;
    try {
      return new Intl.DateTimeFormat('en-US', { timeZone: name }).resolvedOptions().timeZone ?? 'UTC';
    } catch {
      return 'UTC';
    }
  },
);
