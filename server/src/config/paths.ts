/** Paths as Python's `posixpath` sees them: plain text, nothing normalised unless asked. */

/** As `os.path.join` of two parts. */
export function joinPath(folder: string, name: string): string {
  if (name.startsWith('/')) return name;
  return folder === '' || folder.endsWith('/') ? folder + name : `${folder}/${name}`;
}

/** As `os.path.dirname`: without the last part and its slash. */
export function folderOf(path: string): string {
  const head = path.slice(0, path.lastIndexOf('/') + 1);
  return /^\/*$/.test(head) ? head : head.replace(/\/+$/, '');
}

/** As `os.path.basename`: what follows the last slash. */
export function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** As `os.path.splitext(path)[0]`: `a.b/c.conf` gives `a.b/c`; dots that lead the file's name (`.local`) are no extension. */
export function withoutExtension(path: string): string {
  const slash = path.lastIndexOf('/');
  const dot = path.lastIndexOf('.');
  if (dot <= slash) return path;
  for (let i = slash + 1; i < dot; i++) if (path[i] !== '.') return path.slice(0, dot);
  return path;
}

/** As `os.path.normpath`, for an absolute path. */
export function normalizePath(path: string): string {
  const out: string[] = [];
  for (const part of path.split('/')) {
    if (part === '..') out.pop();
    else if (part !== '' && part !== '.') out.push(part);
  }
  return `/${out.join('/')}`;
}
