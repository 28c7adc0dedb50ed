import { accessSync, constants, statSync } from 'node:fs';
import { Console } from 'node:console';
import { join } from 'node:path';
import {
  createConnection,
  ProposedFeatures,
  type Connection,
  type ConnectionOptions,
} from 'vscode-languageserver/node';
import { version } from '../../package.json';
import { createKillableThread } from './host/match-worker.ts';
import { nodeFileSystem } from './host/node-file-system.ts';
import { createFrameCheck } from './lsp/frames.ts';
import { createQuiet } from './lsp/quiet.ts';
import { corePath } from './lsp/uri.ts';
import { startServer } from './lsp/server.ts';

/** Megabytes of JavaScript memory of the matching thread: a log of a million lines with its dates, and some more. */
const threadMemory = 1024;

const quiet = createQuiet();

startServer(connect(), {
  quiet: quiet.wait,
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
  createThread: () => createKillableThread(join(__dirname, 'worker.js'), threadMemory),
  rulePages: corePath(join(__dirname, 'rules')),
  version,
});

/** The transport that the arguments name; over standard input a client whose messages cannot be told apart is told so, and the server ends. */
function connect(): Connection {
  const options: ConnectionOptions = {
    messageStrategy: {
      handleMessage: (message, next) => {
        quiet.heard();
        return next(message);
      },
    },
  };
  if (!process.argv.includes('--stdio')) return createConnection(ProposedFeatures.all, options);
  // Standard output belongs to the protocol.
  globalThis.console = new Console(process.stderr);
  const frames = createFrameCheck((what) => {
    process.stderr.write(`fail2ban-lens: a message of the client cannot be read, ${what}; the server ends.\n`);
    process.exit(1);
  });
  return createConnection(ProposedFeatures.all, process.stdin.pipe(frames), process.stdout, options);
}
