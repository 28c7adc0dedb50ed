import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PackedFilter, PackRefusal } from '../../src/protocol.ts';
import { startClient, type TestClient } from '../protocol-client.ts';

const folder = mkdtempSync(join(tmpdir(), 'pack-'));
const uriOf = (path: string): string => pathToFileURL(join(folder, path)).href;
function write(path: string, text: string): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
}

const filterText = '[INCLUDES]\nbefore = words.conf\n[Definition]\nfailregex = ^ %(bad)s from <HOST>$\n';
const sampleText = `# failJSON: {"match": true, "host": "192.0.2.1"}
Jul 11 05:40:22 bad from 192.0.2.1
# failJSON: {"match": true, "host": "192.0.2.2"}
Jul 11 05:40:23 worse from 192.0.2.2
`;
let client: TestClient;

const pack = (filter: string, unsaved: string[] = [], archive: string | null = null) =>
  client.lens('pack', { filter: uriOf(filter), unsaved, archive }) as Promise<PackedFilter & PackRefusal>;
const textOf = ({ files }: PackedFilter, path: string) => files.find((file) => file.path === path)?.text;

describe('a filter packed from the editor', () => {
  beforeAll(async () => {
    write('conf/filter.d/app.conf', filterText);
    write('conf/filter.d/words.conf', '[DEFAULT]\nbad = bad\n');
    write('conf/filter.d/samples/app', sampleText);
    write('conf/jail.conf', '[DEFAULT]\nmaxretry = 3\n[app]\nfilter = app\nlogpath = /var/log/app.log\nmaxretry = 7\n');
    write('lender/filter.d/lent.conf', '[DEFAULT]\nword = lent\n');
    write('lender/jail.conf', '[borrower]\nfilter = borrower\nlogpath = /nowhere\n');
    write(
      'conf/filter.d/borrower.conf',
      '[INCLUDES]\nbefore = lent.conf\n[Definition]\nfailregex = ^%(word)s <HOST>$\n',
    );
    client = await startClient({
      folders: [{ uri: uriOf('conf'), name: 'conf' }],
      configuration: { configDir: join(folder, 'lender') },
    });
  });

  afterAll(async () => {
    await client?.stop();
    rmSync(folder, { recursive: true });
  });

  it('should hold what the saved files say, with the counts of the sample', async () => {
    const packed = await pack('conf/filter.d/app.conf');
    expect(packed).toMatchObject({
      name: 'app',
      summary: '4 files of app, jail app (filter, logpath, maxretry), 1 check; the sample: 1 hold, 1 do not',
      failed: 1,
      remarks: [],
      archive: null,
    });
    expect(packed.files.map(({ path }) => path)).toEqual([
      'README.md',
      'install.sh',
      'filter.d/words.conf',
      'filter.d/app.conf',
      'jail.d/app.local',
      'filter.d/samples/app',
      'checks/1.log',
      'checks/1.ids',
      'checks/1.options',
    ]);
    expect(textOf(packed, 'README.md')).toContain('`maxretry = 7`');
    expect(textOf(packed, 'checks/1.ids')).toBe('192.0.2.1\n');
  });

  it('should take unsaved edits, of includes too, and say so', async () => {
    const include = uriOf('conf/filter.d/words.conf');
    await client.open(include, '[DEFAULT]\nbad = (?:bad|worse)\n');
    // Open and without edits, as the editor tells it, is what is saved.
    expect(await pack('conf/filter.d/app.conf')).toMatchObject({ failed: 1, remarks: [] });
    const packed = await pack('conf/filter.d/app.conf', [include]);
    expect(packed).toMatchObject({
      failed: 0,
      remarks: ['filter.d/words.conf is packed as it stood in the editor: it was not saved.'],
    });
    expect(textOf(packed, 'filter.d/words.conf')).toBe('[DEFAULT]\nbad = (?:bad|worse)\n');
    expect(textOf(packed, 'README.md')).toContain(
      '\n- `filter.d/words.conf` is packed as it stood in the editor: it was not saved.\n',
    );
    await client.close(include);
    // Edits that never came to the server are not in the pack, and that is said.
    expect(await pack('conf/filter.d/app.conf', [include])).toMatchObject({
      failed: 1,
      remarks: ['filter.d/words.conf is packed as it is saved: later edits in the editor are not in it.'],
    });
  });

  it('should be an archive that tar unpacks', async () => {
    const { archive } = await pack('conf/filter.d/app.conf', [], 'carried');
    const file = join(folder, 'carried.tar.gz');
    writeFileSync(file, Buffer.from(archive!, 'base64'));
    const listed = spawnSync('tar', ['-tzvf', file], { encoding: 'utf8' }).stdout;
    expect(listed).toMatch(/-rwxr-xr-x.* carried\/install\.sh\n/);
    expect(listed).toContain(' carried/filter.d/samples/app\n');
  });

  it('should say whose files are packed where the folder lacks them, and leave the jails of others', async () => {
    expect(await pack('conf/filter.d/borrower.conf')).toMatchObject({
      summary: '2 files of borrower, no jail, 0 checks',
      remarks: [
        `lent.conf is that of ${join(folder, 'lender/filter.d')}: the folder has none.`,
        expect.stringContaining('no sample') as unknown,
      ],
    });
  });

  it('should refuse at the place of the cause', async () => {
    write('conf/elsewhere.conf', '[Definition]\n');
    const far = '[INCLUDES]\nbefore = ../elsewhere.conf\n[Definition]\nfailregex = ^ <HOST>$\n';
    write('conf/filter.d/far.conf', far);
    expect(await pack('conf/filter.d/far.conf')).toEqual({
      refusal: expect.stringMatching(/elsewhere\.conf: the filter includes it, and it does not lie below/) as unknown,
      location: {
        uri: uriOf('conf/filter.d/far.conf'),
        range: { start: { line: 1, character: 9 }, end: { line: 1, character: 26 } },
      },
    });
    write('conf/filter.d/broken.conf', '[Definition]\nfailregex = ^bad ( <HOST>$\n');
    expect(await pack('conf/filter.d/broken.conf')).toMatchObject({
      refusal: expect.stringMatching(/^broken\.conf: it does not load: failregex: .*missing \)/) as unknown,
      location: { uri: uriOf('conf/filter.d/broken.conf') },
    });
    await expect(pack('conf/filter.d/gone.conf')).rejects.toThrow(/There is no filter/);
  });
});
