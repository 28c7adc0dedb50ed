import { regexWordsAt, type RegexWordsAnswer } from '../features/regex-words.ts';
import type { LensRequests, Location, RegexPartWords } from '../protocol.ts';
import type { WordedPart } from '../regex-words/regex-in-words.ts';
import type { LineIndex } from '../text/line-index.ts';
import type { Origin } from '../text/mapped-text.ts';
import { toRange, toSpan } from './convert.ts';
import type { Session } from './session.ts';
import { pathOfUri } from './uri.ts';

/** The regex at a selection in words; null where Python takes none there. */
export function regexWords(
  session: Session,
  params: LensRequests['regexWords']['params'],
): LensRequests['regexWords']['result'] {
  const found = regexAt(session, params);
  if (!found) return null;
  const { regex, told, path, others } = found;
  const locate = createLocator(session);
  return {
    kind: regex.role,
    pattern: regex.configured.text,
    words: told.words,
    parts: told.parts.map((part) => toPart(locate, part)),
    path: path.map((part, depth) => (path[depth - 1] ?? told).parts.indexOf(part)),
    others,
  };
}

/** The regex at a selection of a document that is open or can be read. */
export function regexAt(
  session: Session,
  { uri, range }: LensRequests['regexWords']['params'],
): RegexWordsAnswer | undefined {
  const path = pathOfUri(uri);
  const workspace = session.workspaceOf(path);
  const analysis = workspace.analyse(path);
  const lines = session.linesOf(path);
  return analysis && lines && regexWordsAt({ analysis, workspace }, toSpan(lines, range));
}

/** As `toLocation`, each file looked up once: a regex has hundreds of parts. */
export function createLocator(session: Session): (place: Origin | undefined) => Location | null {
  const files = new Map<string, { readonly uri: string; readonly lines: LineIndex } | null>();
  return (place) => {
    if (!place) return null;
    let file = files.get(place.file);
    if (file === undefined) {
      const uri = session.uriOf(place.file);
      const lines = session.linesOf(place.file);
      file = uri !== null && lines ? { uri, lines } : null;
      files.set(place.file, file);
    }
    return file && { uri: file.uri, range: toRange(file.lines, place.span) };
  };
}

function toPart(
  locate: ReturnType<typeof createLocator>,
  { kind, written, words, from, place, parts, isTold }: WordedPart,
): RegexPartWords {
  return {
    kind,
    written,
    words,
    from: from ?? null,
    location: locate(place),
    parts: parts.map((part) => toPart(locate, part)),
    isTold,
  };
}
