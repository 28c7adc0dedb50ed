import { placeOfFile } from '../../analysis/file-kind.ts';
import { joinPath, nameOf, withoutExtension } from '../../config/paths.ts';
import type { Baseline, Subject } from '../../protocol.ts';
import type { Session } from '../session.ts';
import { isInside } from '../settings.ts';
import { diskPath, pathOfUri } from '../uri.ts';
import { formerFilter, formerJail, targetOf, type FormerSubject, type ParsedFiles } from './resolve-subject.ts';

/** What one subject is compared with. */
export interface Base {
  /** `since HEAD`, `against /srv/fail2ban`. */
  readonly reference: string;
  /** `HEAD`, `the saved file`. */
  readonly name: string;
  /** The user chose it: that the subject is not there, or the same, is told, too. */
  readonly isAsked: boolean;
  /** Whether all that a subject of this file may read is there as it is now: that is soon seen, and for most of many jails. */
  isAsNow(path: string): boolean;
  /** The subject as it is there; undefined where it is not. */
  read(subject: Subject, path: string): FormerSubject | undefined;
}

export type Bases = (path: string) => Base;

/** For each file, what it is compared with: the first baseline that it stands in, of folders the innermost one; else what is saved. */
export function createBases(session: Session, baselines: readonly Baseline[]): Bases {
  const made = baselines.map((baseline) => ({
    folder: baseline.kind === 'revision' ? pathOfUri(baseline.folder) : '/',
    base: baseOf(session, baseline),
  }));
  const saved = inPlace(session, { reference: 'since the saved file', name: 'the saved file', isAsked: false });
  return (path) =>
    made.filter(({ folder }) => isInside(path, folder)).sort((a, b) => b.folder.length - a.folder.length)[0]?.base ??
    saved;
}

function baseOf(session: Session, baseline: Baseline): Base {
  switch (baseline.kind) {
    case 'revision': {
      const encoder = new TextEncoder();
      const files = new Map(
        baseline.files.map(({ uri, text }) => [pathOfUri(uri), text === null ? null : encoder.encode(text)]),
      );
      const { name, isAsked } = baseline;
      return inPlace(session, { reference: `since ${name}`, name, isAsked }, files);
    }
    case 'packaged': {
      const name = 'the packaged version';
      return inPlace(session, { reference: `against ${name}`, name, isAsked: true }, new Map(), isLocal);
    }
    case 'configuration':
      return elsewhere(session, pathOfUri(baseline.folder));
  }
}

const isLocal = (path: string): boolean => path.endsWith('.local');

type BaseName = Pick<Base, 'reference' | 'name' | 'isAsked'>;

/** How long what was read for one jail is kept for the next. */
const parsedMilliseconds = 2000;

function createParsedFiles(): () => ParsedFiles {
  const parsed: ParsedFiles = new Map();
  let timer: ReturnType<typeof setTimeout> | undefined;
  return () => {
    clearTimeout(timer);
    timer = setTimeout(() => parsed.clear(), parsedMilliseconds);
    timer.unref();
    return parsed;
  };
}

/** Where the subject stands itself, with some files otherwise. */
function inPlace(
  session: Session,
  name: BaseName,
  former: ReadonlyMap<string, Uint8Array | null> = new Map(),
  hides: (path: string) => boolean = () => false,
): Base {
  const parsed = createParsedFiles();
  return {
    ...name,
    isAsNow: () => !name.isAsked && former.size === 0 && !hasUnsaved(session),
    read({ jail }, path) {
      const files = session.filesBefore(former, hides);
      const settings = session.settings.of(path);
      if (jail === undefined) return formerFilter(hides(path) ? path.replace(/local$/, 'conf') : path, files, settings);
      const place = placeOfFile(path);
      return place && formerJail(jail, { configDir: place.configDir, files, settings, parsed: parsed() });
    },
  };
}

/** Whether a configuration file that is open is not as it is saved. */
function hasUnsaved({ documents, savedFiles }: Session): boolean {
  return [...documents.all()].some(
    ({ path, text }) =>
      /\.(?:conf|local)$/.test(path) && text.getText() !== new TextDecoder().decode(savedFiles.readFile(path)),
  );
}

/** The filter or jail of the same name in a folder of configuration, as it is saved there, nothing lent. */
function elsewhere(session: Session, folder: string): Base {
  const name = diskPath(folder) ?? folder;
  const parsed = createParsedFiles();
  return {
    isAsNow: () => false,
    reference: `against ${name}`,
    name,
    isAsked: true,
    read({ jail }, path) {
      const { savedFiles } = session;
      const settings = session.settings.of(path);
      if (jail !== undefined)
        return formerJail(jail, { configDir: folder, files: savedFiles, settings, parsed: parsed() });
      const target = targetOf(path);
      const filter = target.kind === 'name' ? target.name : withoutExtension(nameOf(path));
      const found = ['conf', 'local']
        .map((extension) => joinPath(folder, `filter.d/${filter}.${extension}`))
        .find((file) => savedFiles.isFile(file));
      return found === undefined ? undefined : formerFilter(found, savedFiles, settings);
    },
  };
}
