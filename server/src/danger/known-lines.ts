import type { MissedLine } from './sample.ts';

interface KnownLine {
  /** Stands in the lines of filters for the program. */
  readonly mark: RegExp;
  /** Of the lines of those releases that write such a line. */
  readonly form?: RegExp;
  readonly date: string;
  readonly line: string;
}

/**
 * Lines that common programs write of other events, with a stranger's text in them: for filters without a sample. Each stands for the
 * form in which the program writes such an event, not for a log.
 */
const knownLines: readonly KnownLine[] = [
  {
    // Apache's error log, of a page that nobody may see. Its names are decoded, blanks and brackets included.
    mark: /\[client \d/,
    form: /\[\w*:\w+\] \[pid /,
    date: 'Fri Jul 11 12:00:00.123456 2025',
    line: '[Fri Jul 11 12:00:00.123456 2025] [authz_core:error] [pid 7:tid 8] [client 198.51.100.7:50123] AH01630: client denied by server configuration: /var/www/html/page',
  },
  {
    // That of its earlier releases.
    mark: /\[client \d/,
    form: /\] \[\w+\] \[client /,
    date: 'Fri Jul 11 12:00:00 2025',
    line: '[Fri Jul 11 12:00:00 2025] [error] [client 198.51.100.7] client denied by server configuration: /var/www/html/page',
  },
  {
    mark: /client: \d/,
    date: '2025/07/11 12:00:00',
    line: '2025/07/11 12:00:00 [error] 7#7: *1 open() "/var/www/html/page" failed (2: No such file or directory), client: 198.51.100.7, server: _, request: "GET /page HTTP/1.1", host: "www.example.org"',
  },
  {
    mark: /sshd|Failed \S* ?(?:password|publickey)|[Ii]nvalid user|[Aa]uthentication failure for/,
    date: 'Jul 11 12:00:00',
    line: `Jul 11 12:00:00 pc sshd[7]: Bad protocol version identification 'text' from 198.51.100.7 port 50123`,
  },
  {
    mark: /postfix|smtpd|SASL|RCPT from|NOQUEUE/,
    date: 'Jul 11 12:00:00',
    line: 'Jul 11 12:00:00 mail postfix/smtpd[7]: NOQUEUE: reject: RCPT from unknown[198.51.100.7]: 450 4.1.8 <bob@example.org>: Sender address rejected: Domain not found; from=<bob@example.org> to=<ann@example.org> proto=ESMTP helo=<pc>',
  },
  {
    mark: /dovecot|(?:imap|pop3)-login|rip=/,
    date: 'Jul 11 12:00:00',
    line: 'Jul 11 12:00:00 mail dovecot: imap-login: Disconnected (tried to use disallowed plaintext auth): user=<bob>, rip=198.51.100.7, session=<abc>',
  },
];

/** The lines of the programs whose words stand in a line of the filter; of a sample's own release, where that tells. */
export function knownLinesFor(written: string, sample: readonly MissedLine[]): MissedLine[] {
  return knownLines.flatMap(({ mark, form, line, date }) => {
    if (form && sample.length > 0 && !sample.some(({ text }) => form.test(text))) return [];
    const start = line.indexOf(date);
    const cut = { start, end: start + date.length };
    return mark.test(written) ? [{ line, text: line.slice(0, start) + line.slice(cut.end), cut }] : [];
  });
}
