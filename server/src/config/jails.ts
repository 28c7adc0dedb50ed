import { MappedText } from '../text/mapped-text.ts';
import { attempt, isFailure, type ConfigFailure, type ConfigProblem } from './errors.ts';
import {
  filterNameOf,
  isBroken,
  isRead,
  readJail,
  type BrokenJail,
  type DisabledJail,
  type Jail,
  type JailRequest,
} from './jail.ts';
import { mergeSection, sectionNames, type Layers, type Options } from './layers.ts';
import { createReadContext, readConfig } from './read-config.ts';
import { fail2banReleases, type Fail2banVersion } from './fail2ban-version.ts';
import type { LookedFor, Sources } from './sources.ts';

export interface JailsRequest {
  readonly sources: Sources;
  readonly configDir: string;
  readonly fail2ban: Fail2banVersion;
  /** Read jails that are switched off, too. */
  readonly force?: boolean;
}

export interface Jails {
  /** In the order of their sections. All of them, also those behind one whose error would end the real reading. */
  readonly jails: readonly (Jail | BrokenJail | DisabledJail)[];
  /** The error that ends the real reading, where a jail raises one. */
  readonly fatal?: BrokenJail;
  readonly layers: Layers;
  readonly files: readonly string[];
  readonly lookedFor: readonly LookedFor[];
  readonly problems: readonly ConfigProblem[];
}

export interface UnreadableJails extends ConfigFailure {
  readonly lookedFor: readonly LookedFor[];
}

/** Every jail of a configuration folder. Never throws for bad configuration. Mirrors `JailsReader`. */
export function resolveJails({ sources, configDir, fail2ban, force = false }: JailsRequest): Jails | UnreadableJails {
  const context = createReadContext(sources, fail2ban);
  const layers = attempt(() => readConfig(context, configDir, 'jail'));
  if (isFailure(layers)) return { ...layers, lookedFor: sources.lookedFor() };
  addStaticDefaults(layers, configDir, fail2ban);
  const jails = sectionNames(layers)
    .filter((name) => name !== 'INCLUDES')
    .map((name) => readJail({ context, configDir, layers, name, force }));
  const fatal = jails.find((jail): jail is BrokenJail => isBroken(jail) && !jail.skipped);
  return {
    jails,
    ...(fatal ? { fatal } : {}),
    layers,
    files: layers.files,
    lookedFor: sources.lookedFor(),
    problems: layers.problems,
  };
}

/** Which filter each jail of a configuration folder uses. */
export interface JailFilters {
  readonly layers: Layers;
  /** By jail, in the order of their sections; those whose filter is not known are left out. */
  readonly filterOf: ReadonlyMap<string, string>;
}

/** Undefined where the jails cannot be read. Reads no filter and no action. */
export function readJailFilters({
  sources,
  configDir,
  fail2ban,
}: Omit<JailsRequest, 'force'>): JailFilters | undefined {
  const context = createReadContext(sources, fail2ban);
  const layers = attempt(() => readConfig(context, configDir, 'jail'));
  if (isFailure(layers)) return undefined;
  addStaticDefaults(layers, configDir, fail2ban);
  const filterOf = new Map<string, string>();
  for (const name of sectionNames(layers)) {
    const filter = name === 'INCLUDES' ? undefined : filterNameOf({ context, configDir, layers, name, force: true });
    if (filter !== undefined) filterOf.set(name, filter);
  }
  return { layers, filterOf };
}

/** The jails that use one of the filters, as if they were enabled; the others are not read. */
export function resolveJailsWith(
  { sources, configDir, fail2ban }: Omit<JailsRequest, 'force'>,
  { layers, filterOf }: JailFilters,
  filters: readonly string[],
): Jail[] {
  const context = createReadContext(sources, fail2ban);
  return [...filterOf]
    .filter(([, filter]) => filters.includes(filter))
    .map(([name]) => readJail({ context, configDir, layers, name, force: true }))
    .filter(isRead);
}

/** One jail of a configuration folder, as if it were enabled; undefined where there is no such jail, or no jail configuration at all. */
export function resolveJail(
  request: Omit<JailsRequest, 'force'> &
    Pick<JailRequest, 'name' | 'filterOptions' | 'backend'> & {
      /** In place of what the jail's section says. */
      readonly jailOptions?: Options;
    },
): Jail | BrokenJail | DisabledJail | undefined {
  const { sources, configDir, fail2ban, name, jailOptions, filterOptions, backend } = request;
  const context = createReadContext(sources, fail2ban);
  const layers = attempt(() => readConfig(context, configDir, 'jail'));
  if (isFailure(layers) || name === 'INCLUDES' || !sectionNames(layers).includes(name)) return undefined;
  addStaticDefaults(layers, configDir, fail2ban);
  if (jailOptions) mergeSection(layers, name, jailOptions);
  return readJail({
    context,
    configDir,
    layers,
    name,
    force: true,
    ...(filterOptions ? { filterOptions } : {}),
    ...(backend === undefined ? {} : { backend }),
  });
}

/** What fail2ban puts into every jail configuration's `[DEFAULT]`, over what is written there. */
export function addStaticDefaults(layers: Layers, configDir: string, fail2ban: Fail2banVersion): void {
  layers.defaults.set('fail2ban_version', MappedText.builtin(fail2banReleases[fail2ban], 'fail2ban_version'));
  layers.defaults.set('fail2ban_confpath', MappedText.builtin(configDir.replace(/\/+$/, ''), 'fail2ban_confpath'));
}
