import { randomUUID } from 'node:crypto';
import { dirname, join } from 'node:path';
import { AlertChannels, AlertFile, AlertTerminal, MetricFile } from '../../lambdas/adapters/local/files.ts';
import { FolderStore } from '../../lambdas/adapters/local/folder-store.ts';
import { openLocation } from '../../lambdas/adapters/local/open-location.ts';
import type { Monitor } from '../../lambdas/core/monitor/monitor.ts';
import type { World } from '../../lambdas/core/world.ts';
import type { Terminal } from './terminal.ts';

/** A world of folders: results and state in the store, metrics and alerts in files beside them, alerts on stderr too. */
export function localWorld(
  monitor: Monitor,
  options: { readonly store: string; readonly dryRun?: boolean; readonly now?: number; readonly runId?: string },
  terminal: Pick<Terminal, 'note' | 'progress'>,
): World {
  const { store, dryRun = false, now = Date.now(), runId = randomUUID() } = options;
  const folder = join(store, monitor.name);
  return {
    open: (uri) => openLocation(uri, dirname(monitor.file)),
    results: new FolderStore(store),
    metrics: new MetricFile(join(folder, 'metrics.jsonl')),
    alerts: new AlertChannels([
      new AlertFile(join(folder, 'alerts.jsonl')),
      new AlertTerminal((text) => terminal.note(text)),
    ]),
    links: { report: (key) => join(store, key) },
    now,
    runId,
    dryRun,
    onProgress: (rows) => terminal.progress(`${monitor.name}: ${rows.toLocaleString('en-US')} rows read`),
  };
}
