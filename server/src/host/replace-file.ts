import { chmodSync, realpathSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/**
 * Puts new content in place of an existing file in one step: a reader sees the old file or the new one, never a half. Keeps
 * the file's mode; a symbolic link stays one. Throws what the system says where the folder cannot be written.
 */
export function replaceFile(path: string, content: string): void {
  const target = realpathSync(path);
  const { mode } = statSync(target);
  const temporary = join(dirname(target), `.${process.pid}.fail2ban-lens.tmp`);
  try {
    writeFileSync(temporary, content, { mode, flag: 'wx' });
    chmodSync(temporary, mode);
    renameSync(temporary, target);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}
