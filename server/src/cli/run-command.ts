import { defaultFail2banVersion, fail2banVersions } from '../config/fail2ban-version.ts';
import { defaultPythonVersion, pythonVersions } from '../pyre/python-version.ts';
import { SpoolFailure } from '../host/spool.ts';
import { parseCommandArgs } from './args.ts';
import { UsageError, type CliHost, type Command, type CommandHost, type ExitCode } from './command.ts';
import { oneLine } from './filter-under-test.ts';
import { visibleLines } from '../text/visible.ts';
import { versionText } from './version.ts';

/** One of `commands` as argv (without node and script) asks for it -> exit code. Never throws for bad input. */
export async function runCommand(
  commands: readonly Command[],
  argv: readonly string[],
  machine: CliHost,
): Promise<ExitCode> {
  const host = safeForTerminals(machine);
  const [name, ...rest] = argv;
  const command = commands.find((known) => known.name === name);
  try {
    if (name === '--version' || name === '-V') {
      host.out(`${await versionText()}\n`);
      return 0;
    }
    if (name === undefined || name === '--help' || name === '-h') {
      (name === undefined ? host.err : host.out)(overview(commands));
      return name === undefined ? 2 : 0;
    }
    if (!command)
      throw new UsageError(`unknown command '${name}': use one of ${commands.map((c) => c.name).join(', ')}`);
    const context = parseCommandArgs(command, rest, host);
    if (context.wantsHelp) {
      host.out(help(command));
      return 0;
    }
    return await command.run(context);
  } catch (error) {
    if (!(error instanceof UsageError) && !(error instanceof SpoolFailure)) throw error;
    host.err(`fail2ban-lens: ${command ? `${command.name}: ` : ''}${oneLine(error.message)}\n`);
    return 2;
  }
}

/** Log lines, names of files and arguments are written by strangers: a terminal obeys none of them. What goes elsewhere stays as it is. */
function safeForTerminals(machine: CliHost): CommandHost {
  const { out, err } = machine;
  return Object.assign(Object.create(machine) as CliHost, {
    out: (text: string) => out(machine.outIsTerminal ? visibleLines(text) : text),
    err: (text: string) => err(machine.errIsTerminal ? visibleLines(text) : text),
    outAsIs: out,
    errAsIs: err,
  });
}

function overview(commands: readonly Command[]): string {
  const width = Math.max(...commands.map((c) => c.name.length));
  return [
    'usage: fail2ban-lens COMMAND …',
    '',
    ...commands.map((c) => `  ${c.name.padEnd(width)}  ${c.summary}`),
    '',
    `fail2ban-lens COMMAND --help tells more. Every command takes --fail2ban ${fail2banVersions.join('|')} and --python 3.6 … 3.13.`,
    '',
  ].join('\n');
}

const commonHelp = [
  `--fail2ban ${fail2banVersions.join('|')}  whose behaviour counts; 1.1 is 1.1.1 and newer (default ${defaultFail2banVersion})`,
  `--python ${pythonVersions[0]} … ${pythonVersions.at(-1)}  the Python that runs it (default ${defaultPythonVersion})`,
];

function help(command: Command): string {
  return [
    `usage: fail2ban-lens ${command.name} ${command.usage}`,
    '',
    command.summary,
    '',
    ...command.help.map((line) => `  ${line}`),
    '',
    ...commonHelp.map((line) => `  ${line}`),
    '',
  ].join('\n');
}
