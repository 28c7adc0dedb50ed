import type { DatedBlock } from './date-stage.ts';

/** Looks through a whole block and marks lines; a regex whose needs it looks for has no match in any other line. */
export interface BlockScan {
  scan(block: DatedBlock, mark: (line: number, regex: number) => void): void;
}
