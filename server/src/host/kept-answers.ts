import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { openAnswerStore, type AnswerStore } from './answer-store.ts';
import { cacheFolder } from './cache-folder.ts';

/**
 * The answers that a program keeps for its next run, in a file of the user's cache folder; undefined where there is no such folder.
 * `program`: its own file. Another build of it takes nothing from this one.
 */
export function openKeptAnswers(
  fileName: string,
  program: string,
  env: Readonly<Record<string, string | undefined>>,
): AnswerStore | undefined {
  const folder = cacheFolder(env);
  if (folder === undefined) return undefined;
  const producer = createHash('sha256').update(readFileSync(program)).digest('hex');
  return openAnswerStore(join(folder, fileName), { producer });
}
