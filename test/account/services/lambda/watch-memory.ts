import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';

/** Often enough to see a growing process before it hurts the machine. Milliseconds. */
const INTERVAL = 25;

/**
 * Reports a process's resident memory in megabytes (2^20 bytes) now and then: a heap limit does not bound buffers.
 *
 * @returns stops the watching
 */
export function watchMemory(pid: number, report: (megabytes: number) => void): () => void {
  let stopped = false;
  const look = async () => {
    const kilobytes = await residentKilobytes(pid);
    if (stopped || kilobytes === undefined) return;
    report(kilobytes / 1024);
    timer = setTimeout(look, INTERVAL).unref();
  };
  let timer = setTimeout(look, INTERVAL).unref();
  return () => {
    stopped = true;
    clearTimeout(timer);
  };
}

/** Undefined when the process has ended. */
async function residentKilobytes(pid: number): Promise<number | undefined> {
  try {
    if (process.platform === 'linux') {
      const status = await readFile(`/proc/${pid}/status`, 'utf8');
      return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? Number.NaN) || undefined;
    }
    const { stdout } = await promisify(execFile)('ps', ['-o', 'rss=', '-p', String(pid)]);
    return Number(stdout) || undefined;
  } catch {
    return undefined;
  }
}
