import { describe, expect, it } from 'vitest';
import { createShapeMiner, wordsOf } from './line-shapes.ts';

describe('Masks', () => {
  it.each([
    [
      'sshd[12]: Connection closed by 192.0.2.1 port 22 [preauth]',
      'sshd[‹n›]: Connection closed by ‹addr› port ‹n› [preauth]',
    ],
    ['from 2001:db8::7 and ::1 and ::ffff:192.0.2.1', 'from ‹addr› and ‹addr› and ‹addr›'],
    ['"GET /x?a=1 HTTP/1.1" 404 35.2ms', '"GET ‹text›" ‹n› ‹n›ms'],
    ["user 'bob' at /var/log/x.log, don't stop", "user '‹text›' at ‹path›, don't stop"],
    ['id 0x1f 4f3a9c0e17 00:11:22:33:44:55', 'id ‹hex› ‹hex› ‹hex›'],
    ['mail bob@example.com see https://example.com/a?b', 'mail ‹mail› see ‹url›'],
    ['sha256 md5 ssh2 http2', 'sha256 md5 ssh2 http2'],
  ])('%s', (line, masked) => {
    expect(wordsOf(line).join(' ')).toBe(masked);
  });
});

/** Own lines with labels: each row is one shape. */
const labelled: readonly ((i: number) => string)[] = [
  (i) => `srv sshd[${100 + i}]: Connection closed by 192.0.2.${i % 250} port ${40000 + i} [preauth]`,
  (i) =>
    `srv sshd[${100 + i}]: Disconnected from invalid user ${name(i)} 192.0.2.${i % 250} port ${40000 + i} [preauth]`,
  (i) => `srv sshd[${100 + i}]: Received disconnect from 192.0.2.${i % 250} port ${i}:11: Bye Bye [preauth]`,
  (i) => `srv sshd[${100 + i}]: pam_unix(sshd:session): session opened for user ${name(i)} by (uid=${i})`,
  (i) => `srv CRON[${i}]: (root) CMD (run-parts /etc/cron.${name(i)})`,
  (i) => `srv postfix/smtpd[${i}]: connect from ${name(i)}.example.com[198.51.100.${i % 250}]`,
  (i) =>
    `srv postfix/smtpd[${i}]: disconnect from ${name(i)}.example.com[198.51.100.${i % 250}] ehlo=1 quit=1 commands=${i}`,
  (i) =>
    `198.51.100.${i % 250} - - "GET /${name(i)}.php HTTP/1.1" ${200 + (i % 5)} ${i * 7} "-" "Mozilla/5.0 (${name(i)})"`,
  (i) =>
    `srv named[9]: client @0x${(4096 + i).toString(16)} 203.0.113.${i % 250}#${i} (${name(i)}.example): query failed (REFUSED)`,
  (i) => `srv kernel: [${i}.${i}] eth0: link becomes ready`,
  (i) =>
    `srv dovecot: imap-login: Login: user=<${name(i)}>, method=PLAIN, rip=203.0.113.${i % 250}, lip=192.0.2.1, session=<${name(i)}>`,
];

function name(i: number): string {
  return `u${'abcdefghij'[i % 10]}${'klmnopqrst'[(i * 7) % 10]}`;
}

describe('The shapes of lines', () => {
  it('should be the ones that their authors wrote', () => {
    const miner = createShapeMiner();
    const groupOf = new Map<number, number>();
    let line = 0;
    for (let i = 0; i < 60; i++)
      labelled.forEach((write, label) => {
        miner.add(++line, write(i));
        groupOf.set(line, label);
      });
    const { shapes, others, lines } = miner.report();
    expect([lines, others]).toEqual([60 * labelled.length, 0]);
    // Grouping accuracy: the lines in shapes that hold all lines of one label and no other.
    const right = shapes.filter(
      ({ count, lines: of }) => count === 60 && new Set(of.map((number) => groupOf.get(number))).size === 1,
    );
    expect(right.reduce((sum, { count }) => sum + count, 0) / lines).toBeGreaterThanOrEqual(0.95);
    expect(shapes.map(({ shape }) => shape)).toContain('srv sshd[‹n›]: Connection closed by ‹addr› port ‹n› [preauth]');
  });

  it('should tell counts, first lines and an example, the most frequent first', () => {
    const miner = createShapeMiner();
    ['one 1', 'two from 192.0.2.1', 'one 2', 'one 3'].forEach((text, i) => miner.add(i + 1, text));
    expect(miner.report()).toEqual({
      lines: 4,
      others: 0,
      shapes: [
        { shape: 'one ‹n›', count: 3, lines: [1, 3, 4], example: 'one 1' },
        { shape: 'two from ‹addr›', count: 1, lines: [2], example: 'two from 192.0.2.1' },
      ],
    });
  });

  it('should take no more room than is given, and count what finds none', () => {
    const miner = createShapeMiner({ shapes: 3, words: 2 });
    for (let i = 0; i < 1000; i++) miner.add(i + 1, `${name(i)} ${name(i * 3)}${name(i)} ${'x '.repeat(i % 9)}`);
    const { shapes, others, lines } = miner.report();
    expect(shapes.length).toBe(3);
    expect(shapes.reduce((sum, { count }) => sum + count, 0) + others).toBe(lines);
  });

  it('should end soon on a long line', () => {
    const miner = createShapeMiner();
    const begun = performance.now();
    miner.add(1, '"a\\'.repeat(200_000));
    miner.add(2, '1.'.repeat(200_000));
    miner.add(3, 'a:'.repeat(200_000));
    expect(performance.now() - begun).toBeLessThan(2000);
  });
});
