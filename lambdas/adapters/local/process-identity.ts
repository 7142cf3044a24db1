import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import * as z from 'zod';
import { systemErrorCode } from './errors.ts';

/** A process. Process ids are used again: the time of its start distinguishes it from a later one. */
export const processSchema = z.object({
  pid: z.number(),
  host: z.string(),
  /** When it started, in the operating system's own unit; null: it does not say. */
  processStart: z.string().nullable().default(null),
});
export type ProcessIdentity = z.infer<typeof processSchema>;

let identity: ProcessIdentity | undefined;

/** This process. */
export function thisProcess(): ProcessIdentity {
  identity ??= { pid: process.pid, host: hostname(), processStart: startOf(process.pid) };
  return identity;
}

/** Whether a process has certainly ended. Of processes of other machines nothing is known. */
export function hasEnded({ pid, host, processStart }: ProcessIdentity): boolean {
  if (host !== hostname()) return false;
  if (!isAlive(pid)) return true;
  const startOfNow = startOf(pid);
  return processStart !== null && startOfNow !== null && processStart !== startOfNow;
}

/** A process as a part of a file's name. */
export function tagOf({ pid, host, processStart }: ProcessIdentity): string {
  return `${pid}-${digestOf(host)}-${processStart ?? ''}`;
}

/** Whether the process that {@link tagOf} named in a file's name has certainly ended. */
export function hasTaggedEnded(fileName: string): boolean {
  const [, pid, host, start] = /-(\d+)-([0-9a-f]{8})-(\w*)-/.exec(fileName) ?? [];
  if (pid === undefined || host !== digestOf(hostname())) return false;
  return hasEnded({ pid: Number(pid), host: hostname(), processStart: start === '' ? null : start });
}

function digestOf(host: string): string {
  return createHash('sha256').update(host).digest('hex').slice(0, 8);
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return systemErrorCode(error) === 'EPERM';
  }
}

/** On Linux the clock ticks from the start of the machine to that of the process, with the start of the machine. */
function startOf(pid: number): string | null {
  try {
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').slice(0, 8);
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name before the parenthesis may contain anything; the start is the 22nd field, the third is the first after it.
    const ticks = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[22 - 3];
    return `${boot}${ticks}`;
  } catch {
    return null;
  }
}
