import { createDateDetector, createPlainDetector } from '../../server/src/dates/detector.ts';

/** `node scripts/run-ts.mjs scripts/bench/dates.ts`: what finding the dates of a log costs, in nanoseconds a line. */
const lines = 200_000;
const two = (n: number): string => String(n).padStart(2, '0');
const clock = (i: number): string => `${two(Math.floor(i / 3600) % 24)}:${two(Math.floor(i / 60) % 60)}:${two(i % 60)}`;
const kinds: Readonly<Record<string, (i: number) => string>> = {
  syslog: (i) =>
    `Aug 14 ${clock(i >> 2)} host sshd[${i % 30000}]: Failed password for root from 10.0.${i % 256}.${i % 250} port ${i % 60000} ssh2`,
  bind: (i) =>
    `14-Aug-2005 ${clock(i >> 4)}.${String(i % 1000).padStart(3, '0')} client 10.0.${i % 256}.1#${i % 60000}: query (cache) 'example.com/ANY/IN' denied`,
  iso: (i) =>
    `2005-08-14T${clock(i >> 2)}.${String(i % 1000000).padStart(6, '0')}+02:00 host app: request ${i} done in 12 ms`,
  'access log': (i) =>
    `10.${i % 256}.${i % 99}.${i % 7} - - [14/Aug/2005:${clock(i >> 2)} +0200] "GET /index.php?id=${i} HTTP/1.1" 200 ${i % 9999} "http://example.com/" "Mozilla/5.0 Gecko/20100101 Firefox/47.0"`,
  epoch: (i) =>
    `${1124000000 + (i >> 2)}.${String(i % 1000).padStart(3, '0')}    12 10.0.0.${i % 250} TCP_MISS/200 GET http://example.com/`,
  'half without a date': (i) =>
    i % 2
      ? `  at some.java.Class.method(Class.java:${i % 99}) of the stack trace of an exception`
      : `2005-08-14 ${clock(i >> 2)},123 ERROR something failed`,
};

for (const [name, line] of Object.entries(kinds)) {
  const { text, ends } = createLog(line);
  for (const isPlain of [false, true]) {
    const created = (isPlain ? createPlainDetector : createDateDetector)({
      fail2ban: '1.1',
      python: '3.11',
      now: () => Date.now() / 1000,
      localZone: 'Europe/Berlin',
    });
    if (!created.ok) throw new Error(created.error.message);
    const count = isPlain ? lines / 20 : lines;
    // Processor time: the machine may be busy with other things.
    const begun = process.cpuUsage();
    let start = 0;
    let dated = 0;
    for (let i = 0; i < count; i++) {
      if (created.detector.read(text, start, ends[i]!).kind === 'time') dated++;
      start = ends[i]! + 1;
    }
    const { user, system } = process.cpuUsage(begun);
    const nanoseconds = ((user + system) / count) * 1000;
    console.log(
      `${name.padEnd(20)} ${isPlain ? 'plain' : 'fast '} ${nanoseconds.toFixed(0).padStart(7)} ns a line, ${dated} of ${count} dated`,
    );
  }
}

function createLog(line: (i: number) => string): { readonly text: string; readonly ends: Int32Array } {
  const ends = new Int32Array(lines);
  const all: string[] = [];
  for (let i = 0, end = -1; i < lines; i++) {
    all.push(line(i));
    ends[i] = end += all[i]!.length + 1;
  }
  return { text: Buffer.from(all.join('\n'), 'latin1').toString('latin1'), ends };
}
