import { folderOf, joinPath, nameOf } from '../config/paths.ts';
import {
  attempt,
  createReadContext,
  createSources,
  extractOptions,
  filterNames,
  isFailure,
  isRead,
  isTyped,
  readConfig,
  readJailFilters,
  resolveJailsWith,
  resolveMainConfig,
  type Layers,
  type Jail,
  type MainConfig,
  type Source,
  type Sources,
  type UnreadableMainConfig,
} from '../config/resolve.ts';
import type { FileKind } from '../config/vocabulary.ts';
import type { FileSystem } from '../host/file-system.ts';
import { LineIndex } from '../text/line-index.ts';
import type { MappedText, Origin } from '../text/mapped-text.ts';
import { analyseAction, type ActionAnalysis } from './analyse-action.ts';
import { analyseFilter, type FilterAnalysis } from './analyse-filter.ts';
import { analyseJails, type JailAnalysis, type JailsAnalysis } from './analyse-jails.ts';
import type { Versions } from './analyse-regexes.ts';
import { kindOfContent, placeOfFile, type FilePlace } from './file-kind.ts';
import { createIncludeGraph, type IncludeGraph } from './include-graph.ts';
import { includedFiles } from './includes-of.ts';

/** What one file means. */
export interface FileAnalysis {
  readonly path: string;
  readonly source: Source;
  /** Undefined where neither its place nor its content tells. */
  readonly kind: FileKind | undefined;
  readonly place: FilePlace | undefined;
  readonly versions: Versions;
  /** What the reader makes of the file together with its overlays and includes; one of them, by kind. */
  readonly filter?: FilterAnalysis;
  readonly action?: ActionAnalysis;
  readonly jails?: JailsAnalysis;
  /** Files of the same folder that others include and that set an option of this name. */
  readonly includableWith: (option: string) => readonly string[];
  /** For jails: the filters of the configuration folder. */
  readonly filterNames?: () => readonly string[];
  readonly main?: MainConfig | UnreadableMainConfig;
  /** For a filter: `[DEFAULT]` of the jails that may use it, which beats the filter's own options. */
  readonly jailDefaults?: ReadonlyMap<string, MappedText>;
  /** For a filter of a configuration folder: the jails that are switched on and use it. */
  readonly enabledJails?: () => readonly string[];
  /** For a filter of a configuration folder: what the brackets of a jail's `filter` give it, by jail that is switched on. */
  readonly parametersOfJails?: () => ReadonlyMap<string, ReadonlyMap<string, MappedText>>;
  /** For jails: fail2ban.conf of their configuration folder. */
  readonly server?: () => MainConfig | UnreadableMainConfig;
  /** Names of files in a folder of the configuration (`filter.d`), those that fail2ban does not read, too. */
  readonly namesIn?: (folder: string) => readonly string[];
  /** What lies on this machine, such as logs and neighbours. An answer of the present: nothing that is kept depends on it. */
  readonly disk: FileSystem;
  /** Files of the same folder that name this one in `[INCLUDES]`. */
  readonly includedBy: () => readonly string[];
  /** A place as people name it: `jail.d/x.conf:4`, from the configuration folder where it lies in there. */
  readonly nameOfPlace: (place: Origin) => string;
}

/** The sections that the file and those it stands with come to, whatever its kind. */
export function layersOf({ filter, action, jails }: FileAnalysis): Layers | undefined {
  return filter?.layers ?? action?.layers ?? jails?.layers;
}

/** An answer, with what it was made from. */
interface Cached {
  readonly value: unknown;
  readonly lookedFor: ReadonlySet<string>;
}

/**
 * The files of one or several configuration folders, analysed when asked and kept until one of the files that an answer was
 * made from changes. The file system answers for the present: tell `change` what changed in it.
 */
export class Workspace {
  private readonly parsed = new Map<string, Source | undefined>();
  private readonly answers = new Map<string, Cached>();
  /** By folder. No kept answer depends on them: whoever asks who includes a file asks them anew. */
  private readonly graphs = new Map<string, IncludeGraph>();
  private areGraphsStale = false;
  /** Files that others began or ceased to include since `takeStale` was last asked. */
  private readonly stale = new Set<string>();

  constructor(
    readonly files: FileSystem,
    readonly versions: Versions,
  ) {}

  /** Undefined where there is no such file. */
  analyse(path: string): FileAnalysis | undefined {
    return this.once(`file ${path}`, (sources) => this.analyseFile(sources, path));
  }

  /** The text, tree and problems of one file alone. */
  source(path: string): Source | undefined {
    return this.once(`source ${path}`, (sources) => sources.read(path));
  }

  filter(place: FilePlace): FilterAnalysis {
    const target = {
      kind: 'name',
      name: place.readerName.slice('filter.d/'.length),
      configDir: place.configDir,
    } as const;
    return this.once(`filter ${place.configDir} ${place.readerName}`, (sources) =>
      analyseFilter(sources, target, this.versions),
    );
  }

  action(place: FilePlace): ActionAnalysis {
    return this.once(`action ${place.configDir} ${place.readerName}`, (sources) =>
      analyseAction(sources, place.configDir, place.readerName.slice('action.d/'.length), this.versions),
    );
  }

  jails(configDir: string): JailsAnalysis {
    return this.once(`jails ${configDir}`, (sources) => analyseJails(sources, configDir, this.versions));
  }

  /** The jails that use one of the filters, those that are switched off, too; much sooner known than all jails. */
  jailsWith(configDir: string, filters: readonly string[]): readonly Jail[] {
    const key = `jails with ${JSON.stringify([configDir, filters])}`;
    const { fail2ban } = this.versions;
    return this.once(key, (sources) => {
      const uses = this.once(`jail filters ${configDir}`, (all) =>
        readJailFilters({ sources: all, configDir, fail2ban }),
      );
      return uses ? resolveJailsWith({ sources, configDir, fail2ban }, uses, filters) : [];
    });
  }

  private jailDefaults(configDir: string): ReadonlyMap<string, MappedText> {
    return this.once(`jail defaults ${configDir}`, (sources) => {
      const layers = attempt(() => readConfig(createReadContext(sources, this.versions.fail2ban), configDir, 'jail'));
      return isFailure(layers) ? new Map<string, MappedText>() : layers.defaults;
    });
  }

  main(configDir: string): MainConfig | UnreadableMainConfig {
    return this.once(`main ${configDir}`, (sources) => resolveMainConfig(sources, configDir, this.versions.fail2ban));
  }

  /** Which files of a folder name which others in `[INCLUDES]`. */
  includeGraph(folder: string): IncludeGraph {
    this.updateGraphs();
    const known = this.graphs.get(folder);
    if (known) return known;
    const sources = createSources(this.files, this.parsed);
    const graph = createIncludeGraph([...sources.list(folder, '.conf'), ...sources.list(folder, '.local')], (file) =>
      includedFiles(sources.read(file)?.tree).map(({ path }) => path),
    );
    this.graphs.set(folder, graph);
    return graph;
  }

  /** Reads the files of a folder, one a step: what `includeGraph` would do at once when it is first asked for the folder. */
  *readFolder(folder: string): Generator<undefined, void> {
    if (this.graphs.has(folder)) return;
    const sources = createSources(this.files, this.parsed);
    for (const file of [...sources.list(folder, '.conf'), ...sources.list(folder, '.local')]) {
      sources.read(file);
      yield;
    }
    this.includeGraph(folder);
  }

  /** Reads what changed files include now. */
  private updateGraphs(): void {
    if (!this.areGraphsStale) return;
    this.areGraphsStale = false;
    for (const graph of this.graphs.values()) for (const path of graph.update()) this.stale.add(path);
  }

  /** Files that others include since the last time, or no more: `change` does not tell of them. */
  takeStale(): string[] {
    this.updateGraphs();
    const stale = [...this.stale];
    this.stale.clear();
    return stale;
  }

  /**
   * Files that changed, appeared or went away. Drops every answer made from them, and gives the files whose analysis
   * was dropped: their findings may be others now.
   */
  change(paths: Iterable<string>): string[] {
    const changed = new Set<string>();
    for (const path of paths) {
      changed.add(path);
      const graph = this.graphs.get(folderOf(path));
      if (graph && /\.(?:conf|local)$/.test(path)) {
        graph.change(path);
        this.areGraphsStale = true;
      }
      // A file that appears or goes away changes what its folder holds.
      if (this.parsed.get(path) === undefined || !this.files.isFile(path)) changed.add(folderOf(path));
      this.parsed.delete(path);
    }
    const stale: string[] = [];
    for (const [key, { lookedFor }] of this.answers) {
      if (!overlap(lookedFor, changed)) continue;
      this.answers.delete(key);
      if (key.startsWith('file ')) stale.push(key.slice('file '.length));
    }
    return stale;
  }

  private analyseFile(sources: Sources, path: string): FileAnalysis | undefined {
    const source = sources.read(path);
    if (!source) return undefined;
    const place = placeOfFile(path);
    const kind = place?.kind ?? kindOfContent(source.tree);
    return {
      path,
      source,
      kind,
      place,
      versions: this.versions,
      disk: this.files,
      includedBy: () => this.includeGraph(folderOf(path)).including(path),
      includableWith: (option) => this.includableWith(path, option),
      nameOfPlace: (origin) => this.nameOfPlace(place?.configDir, origin),
      ...(place ? { namesIn: (folder: string) => this.files.readDirectory(joinPath(place.configDir, folder)) } : {}),
      ...this.meaning(path, kind, place, sources),
    };
  }

  private meaning(
    path: string,
    kind: FileKind | undefined,
    place: FilePlace | undefined,
    sources: Sources,
  ): Partial<FileAnalysis> {
    if (kind === 'filter')
      return place
        ? {
            filter: this.filter(place),
            jailDefaults: this.jailDefaults(place.configDir),
            enabledJails: () => this.enabledJailsOf(place),
            parametersOfJails: () => this.parametersOf(place),
          }
        : { filter: analyseFilter(sources, { kind: 'file', path }, this.versions) };
    if (!place) return {};
    if (kind === 'action') return { action: this.action(place) };
    if (kind === 'jail')
      return {
        jails: this.jails(place.configDir),
        filterNames: () => filterNames(this.files, place.configDir),
        server: () => this.main(place.configDir),
      };
    return { main: this.main(place.configDir) };
  }

  private nameOfPlace(configDir: string | undefined, { file, span }: Origin): string {
    const source = this.source(file);
    const name = configDir !== undefined && file.startsWith(`${configDir}/`) ? file.slice(configDir.length + 1) : file;
    return source ? `${name}:${new LineIndex(source.tree.text).positionAt(span.start).line + 1}` : name;
  }

  private enabledJailsOf({ configDir, readerName }: FilePlace): string[] {
    return this.jails(configDir).jails.flatMap(({ name, enabled, jail }) =>
      enabled && readerName === `filter.d/${this.filterOf(jail)}` ? [name] : [],
    );
  }

  private parametersOf({ configDir, readerName }: FilePlace): ReadonlyMap<string, ReadonlyMap<string, MappedText>> {
    return new Map(
      this.jails(configDir).jails.flatMap(({ name, enabled, jail }) =>
        enabled && isRead(jail) && jail.filter && readerName === `filter.d/${jail.filter.name.text}`
          ? [[name, jail.filter.options] as const]
          : [],
      ),
    );
  }

  /** The filter that a jail names, also where the filter is what keeps the jail from being read. */
  private filterOf(jail: JailAnalysis['jail']): string | undefined {
    if (isRead(jail)) return jail.filter?.name.text;
    const written = jail.options.get('filter') ?? null;
    if (!written || isTyped(written)) return undefined;
    const named = attempt(() => extractOptions(written, this.versions.fail2ban));
    return isFailure(named) ? undefined : named.name.text;
  }

  private includableWith(path: string, option: string): string[] {
    return [...this.includeGraph(folderOf(path)).included()].filter(
      (file) =>
        file !== path &&
        this.source(file)?.tree.sections.some(({ options }) => options.some(({ key }) => key === option)),
    );
  }

  /** The answers that are being made, outermost first: what an inner one looks for, the outer ones depend on, too. */
  private readonly making: Set<string>[] = [];

  private once<T>(key: string, make: (sources: Sources) => T): T {
    const known = this.answers.get(key);
    if (known) {
      this.noteForOuter(known.lookedFor);
      return known.value as T;
    }
    const lookedFor = new Set<string>();
    this.making.push(lookedFor);
    const sources = createSources(this.files, this.parsed);
    try {
      const value = make(sources);
      for (const { path } of sources.lookedFor()) lookedFor.add(path);
      this.answers.set(key, { value, lookedFor });
      return value;
    } finally {
      this.making.pop();
      this.noteForOuter(lookedFor);
    }
  }

  private noteForOuter(lookedFor: ReadonlySet<string>): void {
    const outer = this.making.at(-1);
    if (outer) for (const path of lookedFor) outer.add(path);
  }
}

function overlap(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  for (const one of b) if (a.has(one)) return true;
  return false;
}

/** Every file under a configuration folder that fail2ban would read, sorted; with those that look as if they were meant for it (`jail.d/app`). */
export function configurationFiles(files: FileSystem, configDir: string): string[] {
  const found: string[] = [];
  const visit = (folder: string, depth: number): void => {
    for (const name of files.readDirectory(folder).sort()) {
      const path = joinPath(folder, name);
      if (files.isDirectory(path)) {
        if (depth < 2 && name.endsWith('.d')) visit(path, depth + 1);
      } else if (placeOfFile(path)?.configDir === configDir || isShared(path, configDir) || isMisnamed(path, configDir))
        found.push(path);
    }
  };
  visit(configDir, 0);
  return found;
}

/** `jail.d/app`, `filter.d/app.txt`; not what is put aside, such as `app.conf.bak`, nor what is for people to read. */
function isMisnamed(path: string, configDir: string): boolean {
  const folder = folderOf(path);
  const name = nameOf(path);
  return (
    folderOf(folder) === configDir &&
    /^(?:jail|filter|action)\.d$/.test(nameOf(folder)) &&
    /^(?!README)[\w-]+(?:\.(?:txt|cfg|ini|config|jail|filter))?$/i.test(name)
  );
}

/** Files beside jail.conf that jails include, such as `paths-debian.conf`. */
function isShared(path: string, configDir: string): boolean {
  return folderOf(path) === configDir && /\.(?:conf|local)$/.test(path);
}
