import { joinPath, nameOf, normalizePath } from '../../config/paths.ts';
import { writeTarGz } from '../../host/tar.ts';
import { describePack } from '../../pack/describe-pack.ts';
import { createPack } from '../../pack/pack.ts';
import { PackError } from '../../pack/pack-request.ts';
import type { Pack } from '../../pack/packed.ts';
import { samplesOfFilter } from '../../samples/find-samples.ts';
import { passedOf } from '../../samples/verify-sample.ts';
import { visible } from '../../text/visible.ts';
import { UsageError, type Command, type CommandContext, type ExitCode } from '../command.ts';
import { folderOption } from '../filter-under-test.ts';
import { readFilterOfSamples, sampleMachine } from '../sample-setup.ts';

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
  const { host, positionals, values } = context;
  if (positionals.length !== 1) throw new UsageError('provide a FILTER (see fail2ban-lens pack --help)');
  const [argument] = positionals as [string];
  const { filter, options } = readFilterOfSamples(context, argument);
  if (options.size > 0) throw new UsageError(`${argument}: give the filter without options`);
  const folder = folderOption(context, 'samples');
  const output = (values['output'] as string | undefined) ?? packName(filter.name);
  const target = normalizePath(joinPath(host.cwd, output));
  if (host.files.isFile(target) || host.files.readDirectory(target).length > 0)
    throw new UsageError(`${output}: it is there already: choose another name with --output`);
  const made = orUsageError(() =>
    createPack({
      ...sampleMachine(context),
      filter,
      samples: samplesOfFilter(host.files, filter, folder).map(({ path }) => path),
    }),
  );
  write(context, output, target, made);
  const held = passedOf(made.tests);
  host.out(`${visible(output)}: ${describePack(made)}\n`);
  for (const { text } of made.remarks) host.err(`fail2ban-lens: pack: ${visible(text)}\n`);
  return held < made.tests.length ? 1 : 0;
}

function write({ host }: CommandContext, output: string, target: string, { name, files }: Pack): void {
  try {
    if (!host.createFile) throw new Error('files cannot be written here');
    const archive = /^(.*)\.(?:tar\.gz|tgz)$/.exec(nameOf(target));
    if (archive) host.createFile(target, writeTarGz(archive[1] || packName(name), files, host.now() / 1000));
    else for (const { path, text, mode } of files) host.createFile(`${target}/${path}`, text, mode);
  } catch (error) {
    throw new UsageError(`${output}: cannot be written: ${(error as Error).message}`);
  }
}

function packName(filter: string): string {
  return `fail2ban-${filter}`;
}

function orUsageError<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof PackError) throw new UsageError(error.message);
    throw error;
  }
}
