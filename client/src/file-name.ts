/** The name of the file or folder at an address, as the user knows it: `my app.conf` of `file:///etc/fail2ban/filter.d/my%20app.conf`. */
export function fileName(uri: string): string {
  return decodeURIComponent(uri.slice(uri.lastIndexOf('/') + 1));
}
