import { fallbackConfigDir, isFailure, locateFilter } from '../../config/resolve.ts';
import { joinPath, nameOf, normalizePath } from '../../config/paths.ts';
import { writeTarGz } from '../../host/tar.ts';
import { createPack, PackError, type Pack } from '../../pack/pack.ts';
import { filterOfFile, samplesOfFilter, type FilterOfSamples } from '../../samples/find-samples.ts';
import { visible } from '../../text/visible.ts';
import { UsageError, type Command, type CommandContext, type ExitCode } from '../command.ts';
import { configFolder } from '../filter-under-test.ts';
import { deadlineOf } from '../run-setup.ts';
import { passedOf } from '../writers/verify-report.ts';
import { plural } from '../../text/amounts.ts';

/** `fail2ban-lens pack`: a filter with all that it needs, for another server. */
export const packCommand: Command = {
  name: 'pack',
  usage: '[OPTIONS] FILTER',
  summary:
    'One folder to carry: a filter with its includes, jail and sample, and a script that installs and checks it.',
  help: [
    'FILTER is a filter’s name or file. The folder holds a README and install.sh, which needs fail2ban and a plain shell.',
    '',
    '-o, --output PATH   the new folder, or an archive where it ends in .tar.gz or .tgz (default: fail2ban-NAME)',
    "-c, --config DIR    fail2ban's configuration folder",
    '--samples DIR       a folder of samples that are named like their filters',
    '--regex-timeout SECONDS, --overrun-budget SECONDS  as in test',
    '',
    'Exit code 1 where the sample does not hold: the pack is made all the same, and says so.',
  ],
  options: {
    output: { type: 'string', short: 'o' },
    config: { type: 'string', short: 'c' },
    samples: { type: 'string' },
    'regex-timeout': { type: 'string' },
    'overrun-budget': { type: 'string' },
  },
  run: pack,
};

async function pack(context: CommandContext): Promise<ExitCode> {
  const { host, positionals, values, fail2ban, python } = context;
  if (positionals.length !== 1) throw new UsageError('provide a FILTER (see fail2ban-lens pack --help)');
  const [argument] = positionals as [string];
  const filter = filterOf(context, argument);
  const folder =
    values['samples'] === undefined ? undefined : normalizePath(joinPath(host.cwd, String(values['samples'])));
  if (folder !== undefined && !host.files.isDirectory(folder))
    throw new UsageError(`--samples ${String(values['samples'])}: there is no such folder`);
  const output = (values['output'] as string | undefined) ?? `fail2ban-${filter.name}`;
  const target = normalizePath(joinPath(host.cwd, output));
  if (host.files.isFile(target) || host.files.readDirectory(target).length > 0)
    throw new UsageError(`${output}: it is there already: choose another name with --output`);
  const made = orUsageError(() =>
    createPack({
      files: host.files,
      fail2ban,
      python,
      loadedAt: host.now() / 1000,
      deadline: deadlineOf(context),
      filter,
      samples: samplesOfFilter(host.files, filter, folder).map(({ path }) => path),
    }),
  );
  write(context, output, target, made);
  const held = passedOf(made.tests);
  host.out(
    `${visible(output)}: ${plural(made.placed.length, 'file')} of ${visible(filter.name)}, ${made.jails.length === 0 ? 'no jail' : `jail ${made.jails.map(visible).join(', ')}`}, ${plural(made.checks.length, 'check')}${made.tests.length > 0 ? `; the sample: ${held} hold, ${made.tests.length - held} do not` : ''}\n`,
  );
  for (const remark of made.remarks) host.err(`fail2ban-lens: pack: ${visible(remark)}\n`);
  return held < made.tests.length ? 1 : 0;
}

function filterOf({ host, fail2ban, values, ...context }: CommandContext, argument: string): FilterOfSamples {
  const configDir = values['config'] === undefined ? undefined : configFolder({ host, fail2ban, values, ...context });
  const located = locateFilter({
    files: host.files,
    argument,
    cwd: host.cwd,
    fail2ban,
    ...(configDir === undefined ? {} : { configDir }),
  });
  if (located === undefined)
    throw new UsageError(`${argument}: there is no such filter in ${configDir ?? fallbackConfigDir}`);
  if (isFailure(located)) throw new UsageError(`${argument}: ${located.error}`);
  if (located.options.size > 0) throw new UsageError(`${argument}: give the filter without options`);
  const { target } = located;
  const path = target.kind === 'file' ? target.path : `${target.configDir}/filter.d/${target.name}.conf`;
  return filterOfFile(host.files, host.files.isFile(path) ? path : path.replace(/\.conf$/, '.local'));
}

function write({ host }: CommandContext, output: string, target: string, { files }: Pack): void {
  try {
    if (!host.createFile) throw new Error('files cannot be written here');
    const archive = /^(.*)\.(?:tar\.gz|tgz)$/.exec(nameOf(target));
    if (archive) host.createFile(target, writeTarGz(archive[1]!, files, host.now() / 1000));
    else for (const { path, text, mode } of files) host.createFile(`${target}/${path}`, text, mode);
  } catch (error) {
    throw new UsageError(`${output}: cannot be written: ${(error as Error).message}`);
  }
}

function orUsageError<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof PackError) throw new UsageError(error.message);
    throw error;
  }
}
