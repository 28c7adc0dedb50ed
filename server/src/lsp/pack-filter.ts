import { recordFiles } from '../host/recorded-files.ts';
import { writeTarGz } from '../host/tar.ts';
import { describePack } from '../pack/describe-pack.ts';
import { gatherPack, type PackedSource } from '../pack/gather-pack.ts';
import { assemblePack } from '../pack/pack.ts';
import { PackError } from '../pack/pack-request.ts';
import { remark, type Remark } from '../pack/remark.ts';
import type { LensRequests } from '../protocol.ts';
import { readFilesOf } from '../samples/verify-filter.ts';
import { passedOf } from '../samples/verify-sample.ts';
import type { Origin } from '../text/mapped-text.ts';
import { toLocation } from './convert.ts';
import { filterToRun } from './filter-to-run.ts';
import { normalize } from './overlay-file-system.ts';
import type { SampleRunner } from './sample-runner.ts';
import { samplesOf } from './sample-tests.ts';
import type { Session } from './session.ts';
import { pathOfUri } from './uri.ts';

/**
 * A filter for another server, of its files as they are saved; of the unsaved ones that are known here, as they stand in the editor, which is told. The
 * samples run in the thread of samples.
 */
export async function packFilter(
  session: Session,
  runner: SampleRunner,
  { filter: uri, unsaved, archive }: LensRequests['pack']['params'],
  signal: AbortSignal,
): Promise<LensRequests['pack']['result']> {
  const edited = unsaved.map((one) => normalize(pathOfUri(one)));
  const known = edited.filter((one) => session.documents.get(one));
  const files = session.filesBefore(new Map(known.map((one) => [one, session.plainFiles.readFile(one) ?? null])));
  const { filter, machine } = filterToRun(session, uri, files);
  const refuse = (refusal: string, place?: Origin): LensRequests['pack']['result'] => ({
    refusal,
    location: place ? toLocation(session, place) : null,
  });

  const recorded = recordFiles(files);
  const request = {
    ...machine,
    filter,
    samples: samplesOf(session, filter),
    files: recorded.files,
    loadedAt: Date.now() / 1000,
    lentFrom: (file: string) => {
      const real = files.locate(file);
      return real === normalize(file) ? undefined : real;
    },
  };
  try {
    const content = gatherPack(request);
    readFilesOf(recorded.files, filter, request.samples, machine.fail2ban);
    const { samples } = request;
    const checks = await runner.checkPack({ ...machine, filter, samples, files: recorded.snapshot }, signal);
    if (typeof checks === 'string') return refuse(checks, { file: filter.path, span: { start: 0, end: 0 } });
    const packed = assemblePack(
      request,
      {
        ...content,
        remarks: [...ofUnsaved(content.sources, edited, known), ...content.remarks],
      },
      checks,
    );
    return {
      name: packed.name,
      summary: describePack(packed),
      failed: packed.tests.length - passedOf(packed.tests),
      remarks: packed.remarks.map(({ text }) => text),
      files: packed.files,
      archive:
        archive === null ? null : Buffer.from(writeTarGz(archive, packed.files, Date.now() / 1000)).toString('base64'),
    };
  } catch (error) {
    if (error instanceof PackError) return refuse(error.message, error.place);
    throw error;
  }
}

/** What was taken of packed files that are otherwise on the screen than on the disk. */
function ofUnsaved(sources: readonly PackedSource[], edited: readonly string[], known: readonly string[]): Remark[] {
  return sources
    .filter(({ source }) => edited.includes(source))
    .map(({ source, path }) =>
      known.includes(source)
        ? remark`${path} is packed as it stood in the editor: it was not saved.`
        : remark`${path} is packed as it is saved: later edits in the editor are not in it.`,
    );
}
