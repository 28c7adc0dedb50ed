import { parseArgs } from 'node:util';
import { defaultFail2banVersion, fail2banVersions } from '../config/fail2ban-version.ts';
import { defaultPythonVersion, pythonVersions } from '../pyre/python-version.ts';
import { createRunLimits } from './run-limits.ts';
import { UsageError, type Command, type CommandContext, type CommandHost } from './command.ts';

const commonOptions: Command['options'] = {
  fail2ban: { type: 'string' },
  python: { type: 'string' },
  help: { type: 'boolean', short: 'h' },
};

export interface ParsedArgs extends CommandContext {
  readonly wantsHelp: boolean;
}

/** Reads one command's arguments. Throws UsageError. */
export function parseCommandArgs(command: Command, argv: readonly string[], host: CommandHost): ParsedArgs {
  let parsed;
  try {
    parsed = parseArgs({
      args: [...argv],
      options: { ...command.options, ...commonOptions },
      allowPositionals: true,
      strict: true,
    });
  } catch (error) {
    throw new UsageError(`${firstSentence((error as Error).message)} (see fail2ban-lens ${command.name} --help)`);
  }
  const { values, positionals } = parsed;
  return {
    host,
    limits: createRunLimits(),
    positionals,
    values,
    wantsHelp: values['help'] === true,
    fail2ban: oneOf('--fail2ban', values['fail2ban'], fail2banVersions, defaultFail2banVersion),
    python: oneOf('--python', values['python'], pythonVersions, defaultPythonVersion),
  };
}

/** Checks a value against the words an option allows. Throws UsageError. */
export function oneOf<T extends string>(option: string, value: unknown, allowed: readonly T[], fallback: T): T {
  if (value === undefined) return fallback;
  const found = allowed.find((word) => word === value);
  if (found === undefined) throw new UsageError(`${option}: '${String(value)}' is none of ${allowed.join(', ')}`);
  return found;
}

function firstSentence(message: string): string {
  return message.split(/\.\s|\n/, 1)[0]!;
}
