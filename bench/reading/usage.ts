/**
 * Loaded before a program (`node --import`): writes the processor seconds and the peak memory (MB) of the whole process
 * to the file that BENCH_USAGE names, when the process ends.
 */
import { writeFileSync } from 'node:fs';

process.on('exit', () => {
  const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
  const usage = { seconds: (userCPUTime + systemCPUTime) / 1e6, megabytes: (maxRSS * 1024) / 1e6 };
  writeFileSync(process.env['BENCH_USAGE']!, JSON.stringify(usage));
});
