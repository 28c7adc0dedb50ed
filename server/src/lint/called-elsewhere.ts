import { closestWord } from './closest.ts';

/** What other programs, fail2ban's own commands and the words around it call an option. */
const calledElsewhere: ReadonlyMap<string, string> = new Map([
  ['logfile', 'logpath'],
  ['logfiles', 'logpath'],
  ['log', 'logpath'],
  ['dateformat', 'datepattern'],
  ['regex', 'failregex'],
  ['whitelist', 'ignoreip'],
  ['allowlist', 'ignoreip'],
  ['encoding', 'logencoding'],
  ['timezone', 'logtimezone'],
  ['logtz', 'logtimezone'],
  ['addfailregex', 'failregex'],
  ['addignoreregex', 'ignoreregex'],
  ['addignoreip', 'ignoreip'],
  ['addlogpath', 'logpath'],
  ['addjournalmatch', 'journalmatch'],
  ['addaction', 'action'],
  ['ban', 'actionban'],
  ['unban', 'actionunban'],
]);

/** The option of these names that is meant by one that is none of them. */
export function meantOption(key: string, names: readonly string[]): string | undefined {
  const elsewhere = calledElsewhere.get(key);
  return elsewhere !== undefined && names.includes(elsewhere) ? elsewhere : closestWord(key, names);
}
