import type { FileSystem } from '../host/file-system.ts';
import { filterOfFile, type FilterOfSamples } from '../samples/find-samples.ts';
import { UserError } from './guard.ts';
import type { Session } from './session.ts';
import { pathOfUri } from './uri.ts';
import type { VerifyInput } from './worker/messages.ts';

/** A filter whose samples are run, and what they are run with. */
export interface FilterToRun {
  readonly filter: FilterOfSamples;
  readonly machine: Pick<VerifyInput, 'fail2ban' | 'python' | 'regexMilliseconds'>;
}

/** The filter at an address, by the settings of where it stands. Throws UserError where there is none. */
export function filterToRun(session: Session, uri: string, files: FileSystem = session.files): FilterToRun {
  const path = pathOfUri(uri);
  if (!files.isFile(path)) throw new UserError(`There is no filter ${uri}.`);
  const { fail2banVersion, pythonVersion, live } = session.settings.of(path);
  return {
    filter: filterOfFile(files, path),
    machine: { fail2ban: fail2banVersion, python: pythonVersion, regexMilliseconds: live.regexTimeout * 1000 },
  };
}
