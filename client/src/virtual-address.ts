import { virtualScheme } from '../../server/src/protocol.ts';
import type { AttemptSelection, VirtualDocument } from '../../server/src/protocol.ts';
import { fileName } from './file-name.ts';
import { subjectName } from './subjects.ts';

/** The parts of a virtual document's URI; its path is what the editor's tab shows. */
export interface VirtualAddress {
  readonly scheme: typeof virtualScheme;
  readonly path: string;
  readonly query: string;
}

export function addressOf(document: VirtualDocument): VirtualAddress {
  return { scheme: virtualScheme, path: `/${titleOf(document)}`, query: JSON.stringify(document) };
}

/** Undefined where the query is not one of ours. */
export function documentAt({
  scheme,
  query,
}: {
  readonly scheme: string;
  readonly query: string;
}): VirtualDocument | undefined {
  if (scheme !== virtualScheme) return undefined;
  try {
    const document: unknown = JSON.parse(query);
    return document && typeof document === 'object' && 'kind' in document ? (document as VirtualDocument) : undefined;
  } catch {
    return undefined;
  }
}

function titleOf(document: VirtualDocument): string {
  switch (document.kind) {
    case 'lines':
      return `${subjectName(document.subject)} (${document.status} lines)`;
    case 'attempts':
      return `${subjectName(document.subject)} (${attemptsName(document.attempts)})`;
    case 'changes':
      return `${subjectName(document.subject)} (changed lines)`;
    case 'expanded':
      return `${subjectName(document.subject)} (expanded)`;
    case 'effective':
      return `${subjectName(document.subject)} (effective)`;
    case 'builtin':
      return `${document.place.slice(document.place.lastIndexOf('/') + 1)} (built in)`;
    case 'rule':
      return `${document.rule}.md`;
    case 'log':
      return fileName(document.log);
  }
}

/** E.g. `dropped attempts of 192.0.2.1`. */
function attemptsName({ id, network, fate }: AttemptSelection): string {
  const of = id ?? network;
  // a slash would be a folder's
  return `${fate ? `${fate} ` : ''}attempts${of === undefined ? '' : ` of ${of.slice(0, 60).replaceAll('/', '∕')}`}`;
}
