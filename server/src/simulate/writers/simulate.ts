import type { SimulationReport } from '../report.ts';
import { writeSimulationCsv } from './simulate-csv.ts';
import { writeSimulationHtml } from './simulate-html.ts';
import { writeSimulationJson } from './simulate-json.ts';
import { writeSimulationMarkdown } from './simulate-markdown.ts';
import { writeSimulationText } from './simulate-text.ts';
import type { SimulationWriterOptions } from './simulation-tables.ts';

/** In pieces, for a million bans are no longer one text. */
export type SimulationWriter = (report: SimulationReport, options: SimulationWriterOptions) => Iterable<string>;

export const simulationWriters = {
  text: writeSimulationText,
  json: writeSimulationJson,
  html: writeSimulationHtml,
  markdown: writeSimulationMarkdown,
  csv: writeSimulationCsv,
} as const satisfies Readonly<Record<string, SimulationWriter>>;

/** Those of a command line; an editor takes them without `text` (`simulationFormats` of the protocol). */
export const writtenFormats = Object.keys(simulationWriters) as (keyof typeof simulationWriters)[];
