import { Range } from 'vscode';
import type { Range as PlainRange } from '../../server/src/protocol.ts';

/** A range of the server's as VS Code's. */
export function toRange({ start, end }: PlainRange): Range {
  return new Range(start.line, start.character, end.line, end.character);
}
