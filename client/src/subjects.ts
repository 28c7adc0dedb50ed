import type { Position, RunState, Subject } from '../../server/src/protocol.ts';
import { fileName } from './file-name.ts';

/** Two subjects are the same when their keys are. */
export function subjectKey({ uri, jail }: Subject): string {
  return jail === undefined ? uri : `${uri}#${jail}`;
}

/** What a command was passed may be a subject, an address (a menu) or nothing. */
export function isSubject(value: unknown): value is Subject {
  return typeof value === 'object' && value !== null && 'uri' in value && typeof value.uri === 'string';
}

/** What a user calls it: `named-flood`, or `[sshd]` for a jail. */
export function subjectName({ uri, jail }: Subject): string {
  if (jail !== undefined) return `[${jail}]`;
  return fileName(uri).replace(/\.(?:conf|local)$/, '');
}

/** The subject that a place in a document belongs to: the filter, or the jail around the cursor, else the file's first jail. */
export function subjectAt(runs: readonly RunState[], uri: string, position: Position): Subject | undefined {
  const ofFile = runs.filter((run) => run.subject.uri === uri);
  const around = ofFile.find(
    ({ range }) => range && range.start.line <= position.line && position.line <= range.end.line,
  );
  return (around ?? ofFile[0])?.subject;
}

/** The run that a log shows: of those that read it, the one whose subject was used last. `used` holds subject keys, the latest first. */
export function runOfLog(runs: readonly RunState[], used: readonly string[], log: string): RunState | undefined {
  const reading = runs.filter(({ sample }) => sample?.logs.some(({ uri, shownAs }) => uri === log || shownAs === log));
  const rank = (run: RunState) => {
    const at = used.indexOf(subjectKey(run.subject));
    return at < 0 ? used.length : at;
  };
  return reading.sort((a, b) => rank(a) - rank(b))[0];
}

/** A log's own address, where the editor shows a virtual document of it. */
export function logOf({ sample }: RunState, { uri }: { readonly uri: { toString(): string } }): string {
  const shown = uri.toString();
  return sample?.logs.find((log) => log.uri === shown || log.shownAs === shown)?.uri ?? shown;
}
