import { parentPort } from 'node:worker_threads';
import { playMonitor } from '../play/play-monitor.ts';
import type { Task } from './pool.ts';

parentPort!.on('message', async ({ cell, monitor }: Task) => {
  try {
    parentPort!.postMessage({ outcome: await playMonitor(cell, monitor) });
  } catch (error) {
    parentPort!.postMessage({ error });
  }
});
