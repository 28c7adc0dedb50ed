/**
 * The door of config/: files -> values, each a MappedText that knows where its characters are written.
 *
 * Whole answers, which never throw for bad configuration:
 *   resolveFilter(request)                       one filter as fail2ban-regex or a jail loads it
 *   resolveJails(request), resolveJail(request)  every jail, or one, with its filter part and actions
 *   readJailFilters(request)                     which filter each jail uses: soon known
 *   resolveJailsWith(request, uses, filters)     those that use one of the filters
 *   resolveMainConfig(sources, dir, fail2ban)    fail2ban.conf
 *   locateFilter(request), locateFilterFile(request), canNameFilter(argument), filterNames(files, configDir)   which file an argument such as `sshd[mode=x]` means
 *
 * The parts they are made of, for readers of other kinds (jails, actions, fail2ban.conf). These throw ConfigError, whose
 * `name` is the Python exception's and whose text is what fail2ban says; `attempt` turns it into plain data:
 *   createSources(fileSystem)                    files parsed once, and a record of all that was looked for (`lookedFor`)
 *   createReadContext(sources, fail2ban)         one run of fail2ban
 *   readConfig(context, configDir, 'jail')       Layers: read order, includes, merge, KNOWN/
 *   readConfigFile(context, path)                Layers of one file, its .local and its includes
 *   sectionNames(layers), layers.sections, layers.defaults     raw values
 *   getOption(layers, section, option, overrides)              one value, interpolated
 *   getOptions(layers, { section, template, … }, problems)     a reader's whole list of typed options
 *   mergeSection(layers, section, options, 'known/')           what a jail does with its filter's options
 *   extractOptions(text, fail2ban)               `name[opt=value]`
 *   createDefinition / readDefinition / combineOptions         filters and actions: [Definition], [Init], <tags>
 *   openFilter(context, target, options, backend)              a filter's Definition, logtype set
 *   addFilterCommands(commands, options, fail2ban)             options -> commands as sent
 */
export {
  attempt,
  ConfigError,
  isFailure,
  type ConfigErrorName,
  type ConfigFailure,
  type ConfigProblem,
} from './errors.ts';
export { createSources, type LookedFor, type Source, type Sources } from './sources.ts';
export {
  asBool,
  convertOption,
  createReadContext,
  getOptions,
  isTyped,
  readConfig,
  readConfigFile,
  type GetOptionsRequest,
  type OptionTemplate,
  type OptionValue,
  type ReadContext,
  type TypedValue,
} from './read-config.ts';
export { mergeSection, optionsBySection, sectionNames, splitConditional, type Layers, type Options } from './layers.ts';
export { getOption, type Overrides } from './interpolate.ts';
export { substituteTags } from './tags.ts';
export { extractOptions, type NameWithOptions } from './extract-options.ts';
export { combineOptions, createDefinition, readDefinition, type Definition } from './definition-reader.ts';
export { addFilterCommands, filterTemplate, type FilterCommand } from './filter-commands.ts';
export {
  bracketOptions,
  isUnresolved,
  openFilter,
  readCommands,
  resolveFilter,
  type FilterRequest,
  type FilterTarget,
  type ResolvedFilter,
  type UnresolvedFilter,
} from './resolve-filter.ts';
export {
  fallbackConfigDir,
  filterNames,
  canNameFilter,
  locateFilter,
  locateFilterFile,
  type LocatedFilter,
  type LocateRequest,
} from './locate-filter.ts';
export {
  readJailFilters,
  resolveJail,
  resolveJails,
  resolveJailsWith,
  type JailFilters,
  type Jails,
  type JailsRequest,
  type UnreadableJails,
} from './jails.ts';
export {
  firstOptions,
  isBroken,
  isRead,
  readRestOfJail,
  type BrokenJail,
  type DisabledJail,
  type Jail,
  type JailCommand,
  type LogPath,
  type RestOfJail,
} from './jail.ts';
export { finishAction, openAction, readAction, splitActions, type ResolvedAction } from './action.ts';
export { isUnreadable, resolveMainConfig, type MainConfig, type UnreadableMainConfig } from './fail2ban-conf.ts';
