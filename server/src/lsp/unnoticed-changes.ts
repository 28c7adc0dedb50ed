import type { MutantReport } from '../mutants/find-mutants.ts';
import { recordFiles } from '../host/recorded-files.ts';
import type { LensRequests, UnnoticedChange } from '../protocol.ts';
import type { Expectation } from '../samples/read-sample.ts';
import { expectationJson } from '../samples/record/expectation.ts';
import { readFilesOf } from '../samples/verify-filter.ts';
import { toLocation } from './convert.ts';
import { filterToRun } from './filter-to-run.ts';
import { UserError } from './guard.ts';
import type { SampleRunner } from './sample-runner.ts';
import { addressOf, samplesOf } from './sample-tests.ts';
import type { Session } from './session.ts';

/** How long changes are tried; one whose search hangs is left a while later, with all others. */
const milliseconds = 30_000;
const patience = 15_000;

/** The small changes of a filter that no line of its samples notices, of the files as they stand in the editor now. */
export async function unnoticedChanges(
  session: Session,
  runner: SampleRunner,
  { filter: uri }: LensRequests['unnoticed']['params'],
  signal: AbortSignal,
  step: (done: number, of: number) => void,
): Promise<LensRequests['unnoticed']['result']> {
  const { filter, machine } = filterToRun(session, uri);
  const samples = samplesOf(session, filter);
  if (samples.length === 0)
    throw new UserError(`There is no sample for ${filter.name}: select lines of a log and record one.`);
  const { files, snapshot } = recordFiles(session.files);
  readFilesOf(files, filter, samples, machine.fail2ban);
  const inTime = AbortSignal.timeout(milliseconds + patience);
  const input = { ...machine, filter, samples, files: snapshot, milliseconds };
  try {
    const { unnoticed, ...counts } = await runner.mutants(input, AbortSignal.any([signal, inTime]), step);
    return {
      filter: addressOf(session, filter.path),
      name: filter.name,
      samples: samples.map((sample) => addressOf(session, sample)),
      ...counts,
      changes: unnoticed.flatMap((mutant) => toldChange(session, mutant)),
    };
  } catch (error) {
    if (!inTime.aborted || signal.aborted) throw error;
    throw new UserError(`A regex of ${filter.name} takes too long: nothing is told of its changes.`);
  }
}

function toldChange(
  session: Session,
  { role, index, title, place, line }: MutantReport['unnoticed'][number],
): UnnoticedChange[] {
  const location = toLocation(session, place);
  if (!location) return [];
  const words = line && treatmentsInWords(line.expected, line.changed);
  return [
    {
      title: `${role}${role === 'prefregex' ? '' : ` ${index}`} ${title}`,
      location,
      line: line
        ? { text: [...line.before, line.text].join('\n'), options: line.options, now: words![0], changed: words![1] }
        : null,
    },
  ];
}

/** What two filters do with a line, short where that tells them apart. */
function treatmentsInWords(now: Expectation, changed: Expectation): [string, string] {
  const short = [now, changed].map(({ match, host }) => (match === true ? `found ${String(host)}` : 'not found'));
  return (short[0] === short[1] ? [now, changed].map(expectationJson) : short) as [string, string];
}
