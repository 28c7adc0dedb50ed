import { execFileSync } from 'node:child_process';

/** What git printed, or why it could not. */
export type GitAnswer = { readonly output: Uint8Array } | { readonly error: string };

const longestAnswer = 1 << 28;

/**
 * Runs `git` once in a folder, without a shell. Only for subcommands that read objects: they start no program of the repository.
 */
export function runGit(folder: string, args: readonly string[], input = ''): GitAnswer {
  try {
    const output = execFileSync('git', ['--no-pager', ...args], {
      cwd: folder,
      input,
      maxBuffer: longestAnswer,
      stdio: ['pipe', 'pipe', 'pipe'],
      env: { ...process.env, GIT_OPTIONAL_LOCKS: '0', GIT_NO_LAZY_FETCH: '1', LC_ALL: 'C' },
    });
    return { output };
  } catch (error) {
    const { code, stderr } = error as NodeJS.ErrnoException & { stderr?: Uint8Array };
    if (code === 'ENOENT') return { error: 'git is not installed' };
    const said = stderr ? new TextDecoder().decode(stderr).trim() : '';
    const lines = said.split('\n');
    // Warnings stand before what ends it.
    const reason = lines.find((line) => line.startsWith('fatal: ')) ?? lines[0]!;
    return { error: reason.replace(/^fatal: /, '') || String(code) };
  }
}
