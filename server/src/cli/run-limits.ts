import type { LongLine } from '../matching/read-blocks.ts';
import { UsageError, type CommandContext, type RunLimits } from './command.ts';

export function createRunLimits(): RunLimits {
  return { interruption: undefined, overrunMilliseconds: 0 };
}

/** So many deadlines may be overrun in all where nothing else is asked for. */
const defaultBudget = 20;

/** Milliseconds that one regex may take on one line. Throws UsageError. */
export function regexTimeout({ values }: Pick<CommandContext, 'values'>): number {
  return 1000 * secondsOf('--regex-timeout', values['regex-timeout'] ?? '1');
}

function overrunBudget(context: Pick<CommandContext, 'values'>): number {
  const given = context.values['overrun-budget'];
  return given === undefined ? defaultBudget * regexTimeout(context) : 1000 * secondsOf('--overrun-budget', given);
}

/** Milliseconds that all regexes of one line may take together where one asks why they do not match. Throws UsageError. */
export function lineBudget({ values }: Pick<CommandContext, 'values'>): number {
  return 1000 * secondsOf('--line-budget', values['line-budget'] ?? '1');
}

/** Throws UsageError. */
export function secondsOf(option: string, value: unknown): number {
  const seconds = Number(value);
  if (!(seconds > 0 && seconds <= 1e6)) throw new UsageError(`${option} ${String(value)}: give a number of seconds`);
  return seconds;
}

/** Why no line is searched any more. */
export type StopReason = 'Ctrl+C' | 'budget';

export function stopReason(context: Pick<CommandContext, 'values' | 'limits'>): StopReason | undefined {
  const { limits } = context;
  if (limits?.interruption?.isAsked) return 'Ctrl+C';
  return limits && limits.overrunMilliseconds >= overrunBudget(context) ? 'budget' : undefined;
}

/** That lines were too long to be searched; undefined for none. */
export function longLinesInWords([first, ...more]: readonly LongLine[]): string | undefined {
  if (!first) return undefined;
  const size = `${Math.round(first.bytes / 1e6)} MB`;
  return `Line ${first.number}${more.length > 0 ? ` and ${more.length} more` : ''} (${size}) was passed over and is not counted: it is longer than 32 MB. fail2ban itself reads it.`;
}

/** That a report is true of a part only. */
export function partInWords(reason: StopReason, lastLine: number): string {
  const why = {
    'Ctrl+C': 'Stopped by Ctrl+C',
    budget: 'Stopped because the regexes that overran took too long in all (--overrun-budget)',
  }[reason];
  return `${why}, ${lastLine === 0 ? 'before the first line was done: nothing is counted' : `after line ${lastLine}: no later line is counted`}.`;
}
