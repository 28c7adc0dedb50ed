import { join } from 'node:path';
import type { CodeLens, Hover } from 'vscode-languageserver-protocol/node';
import { describe, expect, it } from 'vitest';
import { clientInFolder } from '../client-in-folder.ts';
import { positionOf } from '../protocol-client.ts';

const { path: folder, uriOf, write, start } = clientInFolder('trust');

/**
 * What the server has of an untrusted workspace are its settings without those that the manifest restricts. When trust is granted, the
 * client's VS Code tells of a changed configuration: nothing is started anew.
 */
describe('trust that is granted while the server runs', () => {
  it('should bring what the settings of the workspace name, and take nothing away', async () => {
    const text = '[INCLUDES]\nbefore = words.conf\n[Definition]\nfailregex = %(word)s <HOST>$\n';
    const uri = write('work/mine.conf', text);
    write('elsewhere/filter.d/words.conf', '[DEFAULT]\nword = bad\n');
    write('logs/my.log', 'Jul 11 05:40:22 bad 1.1.1.1\nJul 11 05:40:23 good 1.1.1.2\n');
    const work = { uri: uriOf('work'), name: 'work' };
    const untrusted = { live: { delay: 0 } };
    const client = await start({
      folders: [work],
      context: { visibleSubjects: [uri] },
      configuration: untrusted,
    });
    const server = client.process.pid;
    await client.open(uri, text);
    const hover = (): Promise<Hover | null> =>
      client.request('textDocument/hover', { textDocument: { uri }, position: positionOf(text, 'failregex') });
    expect(await client.until(async () => (await hover()) ?? undefined, 'a hover')).toBeTruthy();
    const before = await client.lens('state', { subject: { uri } });
    expect(before?.status).not.toBe('done');
    expect(before?.sample ?? null).toBe(null);

    client.configuration = {
      ...untrusted,
      samples: { mine: join(folder(), 'logs/my.log') },
      configDir: join(folder(), 'elsewhere'),
    };
    await client.configurationChanged();
    const state = await client.until(() => client.runs.find(({ status }) => status === 'done'), 'counts');
    expect(state).toMatchObject({ sample: { reason: 'setting' }, report: { lines: { total: 2, matched: 1 } } });
    const lenses = await client.request<CodeLens[]>('textDocument/codeLens', { textDocument: { uri } });
    expect(lenses.map(({ command }) => command!.title)).toContain('▶ 1 match in my.log');
    expect(await hover()).toBeTruthy();
    expect(client.process.pid).toBe(server);
    expect(client.process.exitCode).toBe(null);
  });
});
