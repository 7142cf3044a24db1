import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { localContext } from '../../bin/commands/local-context.ts';
import { buildBaseline } from '../../lambdas/core/build-baseline/build-baseline.ts';
import { checkDrift } from '../../lambdas/core/check/check-drift.ts';
import { parseMonitor } from '../../lambdas/core/monitor/parse.ts';
import { windowByName } from '../../lambdas/core/monitor/windows.ts';
import { dayBefore, MONITOR, monitorFile } from '../reading/captures.ts';

const SILENT = { alert: () => {}, progress: () => {} };

/** Checks so many windows before the last one, oldest first, and saves what checks save. */
export async function checkWindowsBefore(folder: string, windows: number): Promise<void> {
  const file = join(folder, `${MONITOR}.yaml`);
  const monitor = parseMonitor(readFileSync(file, 'utf8'), file);
  for (let before = windows; before > 0; before--) {
    const window = windowByName(monitor.schedule, dayBefore(before));
    await checkDrift(monitor, window, localContext(monitor, { store: storeIn(folder), now: window.end }, SILENT));
  }
}

/** Monitors of the same captures, in the folder `monitors`, each with a baseline and one check. */
export async function checkMonitors(folder: string, monitors: number): Promise<void> {
  const columns = 20;
  mkdirSync(join(folder, 'monitors'));
  for (let i = 0; i < monitors; i++) {
    const file = join(folder, `monitors/bench-${i}.yaml`);
    const text = monitorFile(folder, `bench-${i}`, { columns });
    writeFileSync(file, text);
    const monitor = parseMonitor(text, file);
    const window = windowByName(monitor.schedule, dayBefore(0));
    const context = localContext(monitor, { store: storeIn(folder), now: window.end }, SILENT);
    await buildBaseline(monitor, context);
    await checkDrift(monitor, window, context);
  }
}

function storeIn(folder: string): string {
  return join(folder, 'store');
}
