import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { writeTarGz } from './tar.ts';

it('should write what tar unpacks: odd and long names, empty and long files, modes', () => {
  const folder = mkdtempSync(join(tmpdir(), 'tar-'));
  try {
    const long = `${'d'.repeat(90)}/${'e'.repeat(50)}/${'f'.repeat(60)}`;
    const files = [
      { path: 'it\'s a "name" é', text: 'é\n'.repeat(700), mode: 0o644 },
      { path: 'empty', text: '', mode: 0o644 },
      { path: long, text: 'x', mode: 0o755 },
    ];
    writeFileSync(join(folder, 'a.tar.gz'), writeTarGz('pack', files, 1_700_000_000));
    execFileSync('tar', ['-xzf', 'a.tar.gz'], { cwd: folder });
    for (const { path, text } of files) expect(readFileSync(join(folder, 'pack', path), 'utf8')).toBe(text);
    expect(statSync(join(folder, 'pack', long)).mode & 0o777).toBe(0o755);
    expect(statSync(join(folder, 'pack/empty')).mtimeMs).toBe(1_700_000_000_000);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

it('should refuse what the format has no room for', () => {
  expect(() => writeTarGz('pack', [{ path: 'x'.repeat(300), text: '', mode: 0o644 }], 0)).toThrow(/too long/);
});
