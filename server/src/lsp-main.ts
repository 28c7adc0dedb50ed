import { accessSync, constants, statSync } from 'node:fs';
import { join } from 'node:path';
import { createConnection, ProposedFeatures } from 'vscode-languageserver/node';
import { version } from '../../package.json';
import { createKillableThread } from './host/match-worker.ts';
import { nodeFileSystem } from './host/node-file-system.ts';
import { startServer } from './lsp/server.ts';

/** Megabytes of JavaScript memory of the matching thread: a log of a million lines with its dates, and some more. */
const threadMemory = 1024;

startServer(createConnection(ProposedFeatures.all), {
  disk: nodeFileSystem,
  stat: (file) => {
    try {
      accessSync(file, constants.R_OK);
      const { size, mtimeMs, ino } = statSync(file);
      return statSync(file).isFile() ? { size, stamp: `${size} ${mtimeMs} ${ino}` } : null;
    } catch {
      return null;
    }
  },
  thread: createKillableThread(join(__dirname, 'worker.js'), threadMemory),
  version,
});
