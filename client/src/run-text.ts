import type { LineFix, RunState } from '../../server/src/protocol.ts';
import { subjectName } from './subjects.ts';

/** `1234567` -> `1,234,567`. */
export function formatCount(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, ',');
}

/** How long something took, as precisely as a person reads it: `< 1 ms`, `58 ms`, `1.2 s`, `2 min 5 s`. */
export function formatDuration(milliseconds: number): string {
  if (milliseconds < 0.5) return '< 1 ms';
  if (milliseconds < 999.5) return `${Math.round(milliseconds)} ms`;
  if (milliseconds < 9950) return `${(milliseconds / 1000).toFixed(1)} s`;
  const seconds = Math.round(milliseconds / 1000);
  return seconds < 60 ? `${seconds} s` : `${formatCount(Math.floor(seconds / 60))} min ${seconds % 60} s`;
}

/** `9 lines: 8 matched, 0 ignored, 1 missed`. */
export function describeLines({ report }: RunState): string {
  if (!report) return 'no lines yet';
  const { total, matched, ignored, missed } = report.lines;
  return `${formatCount(total)} ${total === 1 ? 'line' : 'lines'}: ${formatCount(matched)} matched, ${formatCount(ignored)} ignored, ${formatCount(missed)} missed`;
}

/** How far a run is, `42%`; empty where nobody knows. */
export function describeProgress({ progress }: RunState): string {
  if (!progress?.of) return '';
  return `${Math.min(100, Math.floor((progress.bytes / progress.of) * 100))}%`;
}

/** One sentence about a run, for a message. */
export function describeRun(state: RunState): string {
  const name = subjectName(state.subject);
  switch (state.status) {
    case 'noSample':
      return `${name}: no log to test against.`;
    case 'failed':
      return `${name}: ${state.problem ?? 'the test failed.'}`;
    case 'cancelled':
      return `${name} over ${state.sample?.label ?? 'the log'}, cancelled after ${describeLines(state)}.`;
    case 'running':
      return `${name} over ${state.sample?.label ?? 'the log'}: ${[describeProgress(state), describeLines(state)].filter(Boolean).join(', ')}`;
    case 'done':
      return `${name} over ${state.sample?.label ?? 'the log'}: ${describeLines(state)}.`;
  }
}

/** `Ignore case: put (?i) at the start (+37 lines, −0)`: what a fix gains and loses over the whole log. */
export function fixTitle({ title, gains, losses }: LineFix): string {
  return `${title} (+${formatCount(gains)} ${gains === 1 ? 'line' : 'lines'}, −${formatCount(losses)})`;
}

/** The engines that searched, in the words of the status item: `V8`, `V8 and RE2`. */
export function describeEngines({ report }: RunState): string {
  const names: Record<string, string> = { v8: 'V8', re2: 'RE2', automaton: 'automaton', tracer: 'tracer' };
  const engines = [...new Set(report?.regexes.map(({ engine }) => names[engine] ?? engine))].sort();
  return engines.join(' and ');
}

export interface StatusText {
  readonly text: string;
  readonly detail: string;
  readonly busy: boolean;
  readonly severity: 'information' | 'warning' | 'error';
}

/** What the status item says of the active subject's run; undefined: nothing is known yet. */
export function statusText(state: RunState | undefined): StatusText {
  if (!state) return { text: 'No run yet', detail: '', busy: false, severity: 'information' };
  const detail = [state.sample?.label, describeEngines(state)].filter(Boolean).join(' · ');
  const stopped =
    state.report?.regexes.filter(({ stopped: of }) => of && of.then !== 're2' && of.then !== 'automaton').length ?? 0;
  switch (state.status) {
    case 'noSample':
      return { text: 'No sample log', detail: '', busy: false, severity: 'information' };
    case 'running':
      return {
        text: ['$(sync~spin)', describeProgress(state), shortCounts(state)].filter(Boolean).join(' '),
        detail,
        busy: true,
        severity: 'information',
      };
    case 'failed':
      return { text: '$(error) Cannot count', detail: state.problem ?? detail, busy: false, severity: 'error' };
    case 'cancelled':
      return {
        text: `$(circle-slash) ${[shortCounts(state), 'cancelled'].filter(Boolean).join(', ')}`,
        detail,
        busy: false,
        severity: 'warning',
      };
    case 'done':
      return stopped > 0
        ? {
            text: `$(warning) ${shortCounts(state)}, ${stopped} stopped at the deadline`,
            detail,
            busy: false,
            severity: 'warning',
          }
        : { text: `$(beaker) ${shortCounts(state)}`, detail, busy: false, severity: 'information' };
  }
}

function shortCounts({ report }: RunState): string {
  return report ? `${formatCount(report.lines.matched)} of ${formatCount(report.lines.total)} matched` : '';
}
