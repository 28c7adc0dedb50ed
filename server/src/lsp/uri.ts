import { virtualScheme, type VirtualDocument } from '../protocol.ts';

/**
 * The core's paths are absolute and `/` separated; an editor's addresses are URIs. This is the only place where one becomes
 * the other. A path on a Windows disk is `/c:/…` in the core, as in its URI, so that an absolute path always begins with `/`.
 * What is on no disk (`vscode-vfs://github/a/b`, `untitled:Untitled-1`) has a path too: `/@vscode-vfs/+github/a/b`,
 * `/@untitled/Untitled-1`; `+` stands before an authority.
 */

const notOnDisk = /^\/@([A-Za-z][\w+.-]*)\//;

export function pathOfUri(uri: string): string {
  const match = /^([A-Za-z][A-Za-z0-9+.-]*):(?:\/\/([^/?#]*))?([^?#]*)/.exec(uri);
  if (!match) return decode(uri);
  const [, scheme, authority, rest] = match;
  const path = decode(rest!);
  if (scheme!.toLowerCase() === 'file') return lowerDrive(authority ? `//${decode(authority)}${path}` : path);
  return authority === undefined ? `/@${scheme}/${path}` : `/@${scheme}/+${decode(authority)}${path}`;
}

/** The URI as VS Code writes it: a drive letter in lower case, and everything escaped that is not unreserved. */
export function uriOfPath(path: string): string {
  const match = notOnDisk.exec(path);
  if (match) {
    const rest = path.slice(match[0].length);
    return rest.startsWith('+') ? `${match[1]}://${encode(rest.slice(1))}` : `${match[1]}:${encode(rest)}`;
  }
  return path.startsWith('//') ? `file:${encode(path)}` : `file://${encode(path)}`;
}

/** Where our client shows a document that the server writes: its title as the path, what it is as the query. */
export function addressOfVirtual(document: VirtualDocument & { readonly kind: 'builtin' | 'rule' }): string {
  const title =
    document.kind === 'rule' ? `${document.rule}.md` : document.place.slice(document.place.lastIndexOf('/') + 1);
  return `${virtualScheme}:/${encode(title)}?${encodeURIComponent(JSON.stringify(document))}`;
}

/** The machine's own form of a path, or undefined for what is on no disk. */
export function diskPath(path: string): string | undefined {
  if (notOnDisk.test(path)) return undefined;
  return /^\/[A-Za-z]:/.test(path) ? path.slice(1) : path;
}

/** The core's form of a path that a user wrote for this machine (`C:\fail2ban`); relative ones stay so. */
export function corePath(written: string): string {
  if (/^[A-Za-z]:[\\/]/.test(written)) return lowerDrive(`/${written.replaceAll('\\', '/')}`);
  return written.startsWith('\\\\') ? written.replaceAll('\\', '/') : written;
}

function lowerDrive(path: string): string {
  return path.replace(/^\/[A-Za-z]:/, (drive) => drive.toLowerCase());
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    // A lone `%` that some clients leave unescaped.
    return text.replace(/(?:%[0-9a-fA-F]{2})+/g, (run) => {
      try {
        return decodeURIComponent(run);
      } catch {
        return run;
      }
    });
  }
}

function encode(path: string): string {
  return path.replace(/[^A-Za-z0-9\-._~/]+/gu, (run) =>
    // encodeURIComponent throws on a lone surrogate, which no path of a file holds but a client may send.
    encodeURIComponent(run.replace(/\p{Surrogate}/gu, '\ufffd')).replace(
      /[!'()*]/g,
      (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`,
    ),
  );
}
