import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { main } from '../server/src/cli/main.ts';
import { nodeFileSystem } from '../server/src/host/node-file-system.ts';
import { attackOf } from './bench/logs.ts';

it('should tell the flood of docs/simulate.md as it stands there', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'simulate-example-'));
  try {
    writeFileSync(join(folder, 'queries.log'), [...attackOf(150, 12)(106_225, 1), ''].join('\n'));
    let out = '';
    const args = ['queries.log', '--jail', 'named-flood', '-c', join(process.cwd(), 'test-fixtures/tour')];
    await main(
      ['simulate', ...args, '--rows', '5', '--what-if', 'maxretry=3|5|10,bantime=10m|1h', '--now', '2026-08-01'],
      {
        files: nodeFileSystem,
        cwd: folder,
        env: { TZ: 'UTC' },
        now: () => 0,
        stdin: () => process.stdin,
        out: (text) => void (out += text),
        err: () => {},
        outIsTerminal: false,
        errIsTerminal: false,
      },
    );
    expect(readFileSync('docs/simulate.md', 'utf8')).toContain(`\`\`\`\n${out}\`\`\`\n`);
  } finally {
    rmSync(folder, { recursive: true });
  }
}, 60_000);
