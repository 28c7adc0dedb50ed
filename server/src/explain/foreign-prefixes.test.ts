import { describe, expect, it } from 'vitest';
import { explainInFolder } from '../../testing/explain-in-folder.ts';

const { explain } = explainInFolder('foreign-prefixes');

const said = 'login failed for user bob from 192.0.2.5';
const filter = 'failregex = ^login failed for user <F-USER>\\S+</F-USER> from <HOST>$';

describe('A prefix that another program puts before each line', () => {
  it.each<[format: string, line: string, what: RegExp]>([
    ['docker compose', `my_app-1  | ${said}`, /docker compose/],
    ['docker compose with a date', `app-1  | 2024-05-01T10:00:00Z ${said}`, /docker compose/],
    ['docker service logs', `web.1.abc@node1    | ${said}`, /docker compose/],
    ['docker logs --timestamps', `2024-05-01T10:00:00.123456789Z ${said}`, /docker logs --timestamps/],
    ['Kubernetes (CRI)', `2024-05-01T10:00:00.123456789Z stdout F ${said}`, /Kubernetes/],
    ['Kubernetes (CRI), another zone', `2024-05-01T10:00:00.123456789+02:00 stderr F ${said}`, /Kubernetes/],
    ['kubectl logs --prefix', `[pod/my-app-5d8f/app] ${said}`, /kubectl logs --prefix/],
    ['journalctl -o short', `May 01 10:00:00 host my-app[12]: ${said}`, /syslog and the journal/],
    ['journalctl -o short-iso', `2024-05-01T10:00:00+0200 host app[12]: ${said}`, /syslog and the journal/],
    ['journalctl -o short-full', `Wed 2024-05-01 10:00:00 CEST host app[12]: ${said}`, /journalctl -o short-full/],
    ['journalctl -o short-unix', `1714550400.123456 host app[12]: ${said}`, /syslog and the journal/],
    ['a daemon without a number', `2024-05-01T10:00:00Z host app: ${said}`, /syslog and the journal/],
    ['the priority of syslog', `<13>May  1 10:00:00 host app[12]: ${said}`, /syslog puts the priority/],
    ['RFC 5424', `<34>1 2024-05-01T10:00:00.003Z host app 12 ID47 [x@32473 iut="3]"][y@1] ${said}`, /RFC 5424/],
    ['RFC 5424 without a number', `1 2024-05-01T10:00:00.003Z host app - - - ${said}`, /RFC 5424/],
    ["Docker's JSON", `{"log":"${said}\\n","stream":"stderr","time":"2024-05-01T10:00:00.123456789Z"}`, /json-file/],
    ["the journal's JSON", `{"__CURSOR":"s=1","MESSAGE":"${said}","_PID":"12"}`, /the journal was exported as JSON/],
    ["Loki's JSON", `{"streams":[{"stream":{},"values":[["1714550400000000000","${said}"]]}]}`, /Loki/],
    ['lines of JSON', `{"time":"2024-05-01T10:00:00Z","level":"warn","msg":"${said}"}`, /wrapped in JSON/],
  ])('should be named, with a fix that takes it: %s', async (_, line, what) => {
    const [first] = (await explain(line, filter)).failregex;
    expect(first).toMatchObject({ matched: false, cause: 'prefix', fix: { gains: 1, losses: 0 } });
    expect(first!.message).toMatch(what);
  });

  it('should not be offered to be taken where it holds what another line has not', async () => {
    const line = `2024-05-01T10:00:00Z host app[12]: 2024-05-01T10:00:00Z ${said}`;
    const [first] = (await explain(line, filter)).failregex;
    expect(first).toMatchObject({ matched: false, cause: 'prefix', fix: null });
    expect(first!.message).toMatch(/a second one, which stays/);
  });
});
