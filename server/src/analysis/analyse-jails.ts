import {
  isBroken,
  isFailure,
  isRead,
  readRestOfJail,
  resolveJails,
  type BrokenJail,
  type ConfigFailure,
  type ConfigProblem,
  type Jail,
  type Layers,
  type RestOfJail,
  type Sources,
} from '../config/resolve.ts';
import { readerTemplate } from '../config/vocabulary.ts';
import { failuresOf, type OptionFailure } from './analyse-filter.ts';
import { analyseRegexes, type AnalysedRegexes, type Versions } from './analyse-regexes.ts';

/** A whole jail configuration, jails that are switched off included. */
export interface JailsAnalysis {
  readonly configDir: string;
  readonly layers?: Layers;
  /** What ends the reading of the files themselves. */
  readonly failure?: ConfigFailure;
  readonly problems: readonly ConfigProblem[];
  readonly jails: readonly JailAnalysis[];
}

export interface JailAnalysis {
  readonly name: string;
  readonly enabled: boolean;
  readonly jail: Jail | BrokenJail;
  /** Options that cannot be interpolated, each for itself. */
  readonly optionFailures: readonly OptionFailure[];
  /** All that it sets, also behind an error that ends its reading. */
  readonly options: Jail['options'];
  readonly logpaths: Jail['logpaths'];
  readonly problems: readonly ConfigProblem[];
  /** For a jail that can be read. */
  readonly regexes?: AnalysedRegexes;
}

/** Never throws for bad configuration. */
export function analyseJails(sources: Sources, configDir: string, versions: Versions): JailsAnalysis {
  const { fail2ban } = versions;
  const read = resolveJails({ sources, configDir, fail2ban, force: true });
  if (isFailure(read)) return { configDir, failure: read, problems: [], jails: [] };
  const options = readerTemplate('jail', '*', fail2ban).map(({ name }) => name);
  const jails = read.jails.flatMap((jail): JailAnalysis[] => {
    if (!isRead(jail) && !isBroken(jail)) return [];
    const name = isRead(jail) ? jail.name : jail.jail;
    const { options: all, logpaths, problems } = isRead(jail) ? jail : restOf(read.layers, jail, fail2ban);
    return [
      {
        name,
        enabled: jail.enabled,
        jail,
        options: all,
        logpaths,
        problems,
        // Where an option without a value is named (a TypeError), only the reader itself knows which one.
        optionFailures: isBroken(jail) && jail.name !== 'TypeError' ? failuresOf(read.layers, name, options) : [],
        ...(isRead(jail) ? { regexes: analyseRegexes(jail.effective, versions) } : {}),
      },
    ];
  });
  return { configDir, layers: read.layers, problems: read.problems, jails };
}

function restOf(layers: Layers, jail: BrokenJail, fail2ban: Versions['fail2ban']): RestOfJail {
  const rest = readRestOfJail(layers, jail, fail2ban);
  return { ...rest, problems: [...jail.problems, ...rest.problems] };
}
