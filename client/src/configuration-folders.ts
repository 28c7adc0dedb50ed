/** Where fail2ban's configuration may be that somebody means by a folder: itself, above its `filter.d`, in a whole machine's files. */
export function configurationFolders(path: string): string[] {
  const own = path.replace(/(.)\/+$/, '$1');
  const above = own.slice(0, own.lastIndexOf('/'));
  const below = own === '/' ? '' : own;
  return [own, ...(own.endsWith('/filter.d') ? [above] : []), `${below}/fail2ban`, `${below}/etc/fail2ban`];
}
