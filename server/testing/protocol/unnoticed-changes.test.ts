import { pathToFileURL } from 'node:url';
import { beforeEach, describe, expect, it } from 'vitest';
import { CancellationTokenSource } from 'vscode-languageserver-protocol/node';
import {
  lensMethod,
  type LensNotificationsToEditor,
  type RecordedSample,
  type UnnoticedChanges,
} from '../../src/protocol.ts';
import { clientInFolder } from '../client-in-folder.ts';
import type { TestClient } from '../protocol-client.ts';

const { path: root, uriOf, write, start } = clientInFolder('unnoticed changes');
const filter = '[Definition]\nfailregex = ^ <_say> <HOST>$\n_say = bad\n';
const sample = `# failJSON: {"match": true}
Jul 11 05:40:22 bad 192.0.2.1
# filterOptions: {"_say": "no"}
# failJSON: {"match": true}
Jul 11 05:40:22 no 192.0.2.1
`;
beforeEach(() => {
  write('filter.d/app.conf', filter);
  write('filter.d/samples/app', sample);
  write('filter.d/bare.conf', filter);
});

const open = (): Promise<TestClient> =>
  start({ folders: [{ uri: pathToFileURL(root()).href, name: 'unnoticed' }], context: {} });
const ask = (client: TestClient, name = 'app'): Promise<UnnoticedChanges> =>
  client.lens('unnoticed', { filter: uriOf(`filter.d/${name}.conf`) });

describe('changes that no sample notices', () => {
  it('should be told at their place, with a line that would notice, as the editor has the files', async () => {
    const client = await open();
    const told: LensNotificationsToEditor['changesTried'][] = [];
    client.connection.onNotification(lensMethod('changesTried'), (step: (typeof told)[number]) => void told.push(step));
    const found = await ask(client);
    expect(found).toMatchObject({
      filter: uriOf('filter.d/app.conf'),
      name: 'app',
      samples: [uriOf('filter.d/samples/app')],
      isPartial: false,
    });
    const start = found.changes.find(({ title }) => title === 'failregex 1 without ^')!;
    expect(start.location).toEqual({
      uri: uriOf('filter.d/app.conf'),
      range: { start: { line: 1, character: 12 }, end: { line: 1, character: 13 } },
    });
    expect(start.line).toMatchObject({ options: {}, now: 'not found', changed: 'found 192.0.2.1' });
    expect(told[0]).toMatchObject({ filter: uriOf('filter.d/app.conf'), done: 0 });
    expect(told[0]!.of).toBeGreaterThan(found.tried - 1);
  });

  it('should be noticed once their lines stand in the sample, under the options that they are for', async () => {
    const client = await open();
    const before = await ask(client);
    const uri = uriOf('filter.d/samples/app');
    let text = sample;
    await client.open(uri, text, 'fail2ban-sample');
    let version = 1;
    for (const { line } of before.changes) {
      if (!line) continue;
      const recorded: RecordedSample = await client.lens('record', {
        filter: before.filter,
        text: `${line.text}\n`,
        firstLine: 0,
        pick: 'asIs',
        options: line.options,
      });
      expect(recorded.leftOut).toEqual([]);
      text += `\n${recorded.text}`;
      await client.change(uri, ++version, [{ text }]);
    }
    const { samples } = await client.lens('verify', { filter: before.filter, samples: [uri] });
    expect(samples[0]!.checks.flatMap(({ failures }) => failures)).toEqual([]);
    const after = await ask(client);
    expect(before.changes.filter(({ line }) => line).length).toBeGreaterThan(3);
    expect(after.changes.filter(({ line }) => line)).toEqual([]);
    await client.close(uri);
  });

  it('should end at once when nobody waits any more, and say in words what is missing', async () => {
    const client = await open();
    await expect(ask(client, 'bare')).rejects.toThrow(/^There is no sample for bare/);
    await expect(ask(client, 'gone')).rejects.toThrow(/^There is no filter/);
    write('filter.d/endless.conf', '[Definition]\nfailregex = ^ (?:a+)+!<HOST>$\n');
    write('filter.d/samples/endless', `# failJSON: {}\n${`Jul 11 05:40:22 ${'a'.repeat(40)} !\n`.repeat(200)}`);
    const cancel = new CancellationTokenSource();
    const asked = client.connection.sendRequest(
      lensMethod('unnoticed'),
      { filter: uriOf('filter.d/endless.conf') },
      cancel.token,
    );
    setTimeout(() => cancel.cancel(), 100);
    await expect(asked).rejects.toThrow();
    expect((await ask(client)).name).toBe('app');
  });
});
