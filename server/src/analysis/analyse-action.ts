import {
  attempt,
  createReadContext,
  finishAction,
  isFailure,
  openAction,
  readAction,
  type ConfigFailure,
  type ConfigProblem,
  type Layers,
  type ResolvedAction,
  type Sources,
} from '../config/resolve.ts';
import { readerTemplate } from '../config/vocabulary.ts';
import { MappedText } from '../text/mapped-text.ts';
import { failuresOf, type OptionFailure } from './analyse-filter.ts';
import type { Versions } from './analyse-regexes.ts';

/** One action as the server gets it from a jail that sets nothing. */
export interface ActionAnalysis {
  readonly configDir: string;
  readonly name: string;
  readonly layers?: Layers;
  readonly failure?: ConfigFailure;
  readonly optionFailures: readonly OptionFailure[];
  readonly problems: readonly ConfigProblem[];
  readonly resolved?: ResolvedAction;
}

/** Never throws for bad configuration. `name`: without `action.d/`. */
export function analyseAction(
  sources: Sources,
  configDir: string,
  name: string,
  { fail2ban }: Versions,
): ActionAnalysis {
  const opened = attempt(() =>
    openAction(
      createReadContext(sources, fail2ban),
      configDir,
      { name: MappedText.builtin(name, 'action'), options: new Map(), names: new Map() },
      'jail',
    ),
  );
  if (isFailure(opened)) return { configDir, name, failure: opened, optionFailures: [], problems: [] };
  const { layers } = opened.definition;
  // Any jail brings these; what they are does not matter here.
  const ofJail = new Map(
    readerTemplate('jail', '*', fail2ban).map((option) => [
      option.name,
      MappedText.builtin('0', `the jail's ${option.name}`),
    ]),
  );
  const read = new Set(readerTemplate('action', 'Definition', fail2ban).map(({ name }) => name));
  const named = tagsIn(layers);
  const ofDefinition = failuresOf(layers, 'Definition', undefined, ofJail).map((failed) =>
    read.has(failed.option) || named.has(failed.option) ? failed : { ...failed, isUnread: true },
  );
  const optionFailures = [...ofDefinition, ...failuresOf(layers, 'Init')];
  const resolved = attempt(() => {
    readAction(opened, ofJail);
    return finishAction(opened);
  });
  const whole = { configDir, name, layers, optionFailures, problems: opened.definition.problems };
  if (!isFailure(resolved)) return { ...whole, resolved };
  return optionFailures.length > 0 ? whole : { ...whole, failure: resolved };
}

/** Every `<name>` in the values of `[Definition]` and `[Init]`. */
function tagsIn({ sections }: Layers): Set<string> {
  const values = ['Definition', 'Init'].flatMap((name) => [...(sections.get(name)?.values() ?? [])]);
  return new Set(values.flatMap(({ text }) => [...text.matchAll(/<([^<>\s]+)>/g)].map((tag) => tag[1]!)));
}
