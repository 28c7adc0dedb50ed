import { fallbackConfigDir, isFailure, locateFilter, locateFilterFile, type LocatedFilter } from '../config/resolve.ts';
import { filterOfFile, type FilterOfSamples } from '../samples/find-samples.ts';
import type { SampleMachine } from '../samples/subject.ts';
import { UsageError, type CommandContext } from './command.ts';
import { configFolder } from './filter-under-test.ts';
import { deadlineOf } from './run-setup.ts';

/** What samples are run by, here and now. */
export function sampleMachine(context: CommandContext): Required<SampleMachine> {
  const { host, fail2ban, python } = context;
  return { files: host.files, fail2ban, python, loadedAt: host.now() / 1000, deadline: deadlineOf(context) };
}

/** A filter's name or file, with options perhaps: a regex has no samples. Throws UsageError. */
export function readFilterOfSamples(
  context: CommandContext,
  argument: string,
): Pick<LocatedFilter, 'target' | 'options'> & { readonly filter: FilterOfSamples } {
  const { host, fail2ban } = context;
  const configDir = configFolder(context);
  const place = { files: host.files, argument, cwd: host.cwd, fail2ban };
  // To fail2ban-regex a path with blanks is a regex; here it can be nothing else than a file.
  const located = locateFilter({ ...place, configDir }) ?? locateFilterFile(place);
  if (located === undefined)
    throw new UsageError(
      `${argument}: there is no such filter in ${configDir ?? fallbackConfigDir}: name one of its filter.d, or a filter’s file`,
    );
  if (isFailure(located)) throw new UsageError(`${argument}: ${located.error}`);
  const { target, options } = located;
  const path = target.kind === 'file' ? target.path : `${target.configDir}/filter.d/${target.name}.conf`;
  const filter = filterOfFile(host.files, host.files.isFile(path) ? path : path.replace(/\.conf$/, '.local'));
  return { target, options, filter };
}
