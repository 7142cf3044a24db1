/**
 * Driftwarden's part of the same work: reads the captures and profiles features and answers against the baseline, as a
 * drift check does, with the direct reader or without it. Prints the number of rows.
 * Run: node bench/reading/profile.ts FOLDER direct|general
 */
import { createReadStream, openAsBlob, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { FolderStore } from '../../lambdas/adapters/local/folder-store.ts';
import { loadBaseline } from '../../lambdas/core/baseline/document.ts';
import { readCapture } from '../../lambdas/core/capture/read-capture.ts';
import { RejectionLog } from '../../lambdas/core/capture/rejections.ts';
import { SeenRecords } from '../../lambdas/core/capture/seen-records.ts';
import { profileChunks } from '../../lambdas/core/check/reading/profile-capture.ts';
import { dataRead } from '../../lambdas/core/check/reading/read-window.ts';
import { parseMonitor } from '../../lambdas/core/monitor/parse.ts';
import type { DataSource } from '../../lambdas/core/ports.ts';
import { SourceCounter } from '../../lambdas/core/sources.ts';
import { captureFolder, MONITOR, WINDOW } from './captures.ts';

const [folder, reader] = process.argv.slice(2);
const monitor = parseMonitor(readFileSync(join(folder, `${MONITOR}.yaml`), 'utf8'), `${MONITOR}.yaml`);
const store = join(folder, 'store');
const [id] = readdirSync(join(store, MONITOR, 'baselines'));
const baseline = await loadBaseline(new FolderStore(store), MONITOR, id);

const start = Date.parse(WINDOW);
const window = { name: WINDOW, start, end: start + 86_400_000 };
const log = new RejectionLog();
const counter = new SourceCounter();
const sources = counter.count(readdirSync(captureFolder(folder)).map(sourceOf));
const options = { window, ids: false, log, seen: new SeenRecords(), direct: reader === 'direct' };
const { features } = await profileChunks(monitor, baseline, {
  chunks: readCapture(sources, monitor.capture, options),
  dataRead: () => dataRead(counter, log),
});
console.log(features.rows);

function sourceOf(name: string): DataSource {
  const path = join(captureFolder(folder), name);
  return {
    uri: path,
    size: statSync(path).size,
    // The pieces in which the command line reads files.
    stream: () => createReadStream(path, { highWaterMark: 1 << 18 }),
    slice: async (start, end) => new Uint8Array(await (await openAsBlob(path)).slice(start, end).arrayBuffer()),
  };
}
