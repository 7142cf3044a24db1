import { parentPort } from 'node:worker_threads';

/** A thread that ends when it is asked to read. */
parentPort!.on('message', () => process.exit(3));
