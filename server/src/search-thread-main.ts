import { parentPort } from 'node:worker_threads';
import { createSearchThread } from './cli/search-thread.ts';

const port = parentPort!;
port.on('message', createSearchThread((block) => port.postMessage(block, [block.results.which.buffer as ArrayBuffer, block.results.numbers.buffer as ArrayBuffer])));
