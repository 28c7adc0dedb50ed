import { parentPort } from 'node:worker_threads';
import { runWithDeadline } from './host/guard.ts';
import { openKeptAnswers } from './host/kept-answers.ts';
import { loadRe2 } from './host/load-re2.ts';
import { createThread } from './lsp/worker/thread.ts';

const port = parentPort!;
port.on(
  'message',
  createThread({
    send: (message, transfer) => port.postMessage(message, [...transfer]),
    guard: (work, milliseconds) => runWithDeadline(work, milliseconds).done,
    re2: loadRe2(),
    answers: () => openKeptAnswers('editor.cache', __filename, process.env),
  }),
);
