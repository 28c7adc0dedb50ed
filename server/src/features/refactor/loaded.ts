import type { FileAnalysis } from '../../analysis/workspace.ts';
import { isRead, type OptionValue } from '../../config/resolve.ts';
import { MappedText } from '../../text/mapped-text.ts';

/** All that the server is sent of the jails, the action or the fail2ban.conf that a file belongs to, as text: without where it is written. */
export function loadedOf({ jails, action, main }: FileAnalysis): string {
  return JSON.stringify(
    [
      jails && [errorOf(jails.failure), jails.jails.map(jailOf)],
      action && [errorOf(action.failure), failuresOf(action.optionFailures), optionsOf(action.resolved?.options)],
      main &&
        ('error' in main
          ? errorOf(main)
          : [optionsOf(main.options), optionsOf(main.thread), errorOf(main.clientFailure)]),
    ],
    (key, value: unknown) => (value instanceof MappedText ? value.text : key === 'written' ? undefined : value),
  );
}

type JailAnalysis = NonNullable<FileAnalysis['jails']>['jails'][number];

function jailOf({ name, enabled, jail, optionFailures }: JailAnalysis): unknown {
  if (!isRead(jail)) return [name, enabled, errorOf(jail), failuresOf(optionFailures)];
  const actions = jail.actions.map((one) => [one.file, one.name, one.python, optionsOf(one.options)]);
  return [name, enabled, jail.filterCommands, jail.commands, jail.logpaths, actions];
}

function errorOf(failure: { readonly name: string; readonly error: string } | undefined): unknown {
  return failure && [failure.name, failure.error];
}

function failuresOf(failures: NonNullable<FileAnalysis['action']>['optionFailures']): unknown {
  return failures.map(({ section, option, failure }) => [section, option, errorOf(failure)]);
}

function optionsOf(options: ReadonlyMap<string, OptionValue> | undefined): unknown {
  return options && [...options];
}
