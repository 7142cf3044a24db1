/**
 * The main job on real data: a model that predicts late flights is trained on January 2001, serves until the end of June,
 * and is checked every morning. `npm run demo -- --sampling 100` captures every request instead of SageMaker's 20 %.
 */
import { copyFile, mkdir, rm } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { parseArgs } from 'node:util';
import { localWorld } from '../bin/commands/local-world.ts';
import { type Terminal, terminalOf } from '../bin/commands/terminal.ts';
import { readMonitor } from '../bin/monitor-files.ts';
import { FolderStore } from '../lambdas/adapters/local/folder-store.ts';
import { buildBaseline } from '../lambdas/core/build-baseline.ts';
import { checkAccuracy, dueWindows } from '../lambdas/core/check-accuracy.ts';
import { checkDrift } from '../lambdas/core/check-drift.ts';
import { loadState } from '../lambdas/core/decision/state-store.ts';
import { readHistory } from '../lambdas/core/history/store.ts';
import type { Monitor } from '../lambdas/core/monitor/monitor.ts';
import { windowByName } from '../lambdas/core/monitor/windows.ts';
import { baselineText } from '../lambdas/core/report/baseline-text.ts';
import { reportKey } from '../lambdas/core/result/keys.ts';
import { formatCount } from '../lambdas/core/text/numbers.ts';
import type { World as CheckWorld } from '../lambdas/core/world.ts';
import { addDays, HOUR_MS, MINUTE_MS, parseDay } from './calendar.ts';
import { summarize } from './summary.ts';
import { createWorld, type World } from './world.ts';

const OWN_FOLDERS = ['captures', 'labels', 'training', 'model', 'monitors', 'store'];

const { values } = parseArgs({
  options: {
    sampling: { type: 'string', default: '20' },
    out: { type: 'string', default: join(import.meta.dirname, 'out') },
  },
});
const terminal = terminalOf(process);
const started = performance.now();
try {
  await runDemo(values.out, Number(values.sampling), terminal);
} finally {
  terminal.close();
}

async function runDemo(folder: string, sampling: number, terminal: Terminal): Promise<void> {
  for (const own of OWN_FOLDERS) await rm(join(folder, own), { recursive: true, force: true });
  terminal.out(`A model that predicts late flights, trained on January 2001, checked every morning until July.\n\n`);
  const world = await createWorld(folder, {
    sampling,
    onProgress: (step, done, all) => terminal.progress(`${step} ${Math.round((100 * done) / all)} %`),
  });
  for (const event of world.events) terminal.out(`Announced: from ${event.from}, ${event.text}.\n`);
  await mkdir(join(folder, 'monitors'), { recursive: true });
  const file = join(folder, 'monitors', 'flight-delays.yaml');
  await copyFile(join(import.meta.dirname, 'flight-delays.yaml'), file);
  const monitor = readMonitor(file);
  // As people type it: messages name files by it.
  const show = relative(process.cwd(), folder) || '.';
  const store = join(show, 'store');

  const built = await buildBaseline(monitor, localWorld(monitor, { store, now: parseDay(world.days[0]) }, terminal));
  terminal.out(`\n${baselineText(monitor, built, terminal.width)}\n`);
  const rows = await liveThrough(world, monitor, store, terminal);

  const results = new FolderStore(store);
  const last = world.days.length;
  const found = {
    state: (await loadState(results, monitor.name)).state,
    drift: await readHistory(results, monitor.name, 'drift', { last }),
    accuracy: await readHistory(results, monitor.name, 'accuracy', { last }),
  };
  const summary = summarize(world.events, found, terminal.width);
  const seconds = Math.round((performance.now() - started) / 1000);
  terminal.out(`\n${summary.table}\n\n${summary.findings.join('\n')}\n
${formatCount(world.days.length)} windows, ${formatCount(rows)} captured rows, ${seconds} s.
Results of every check: ${show}/store/flight-delays/checks/   alerts: ${show}/store/flight-delays/alerts.jsonl
A page for people: ${join(store, reportKey(monitor.name, 'drift', '2001-03-20'))}
Look closer:
  npx driftwarden status flight-delays --monitors ${show}/monitors --store ${show}/store --last 150 --all
  npx driftwarden check flight-delays --monitors ${show}/monitors --store ${show}/store --window 2001-03-20 --kind drift --dry-run\n`);
  if (!summary.asAnnounced)
    throw new Error('the checks did not find what was announced, or found what nobody announced');
}

/** Every day is served, and the next morning checked: at 06:00 the data, at 06:30 what labels have come for. */
async function liveThrough(world: World, monitor: Monitor, store: string, terminal: Terminal): Promise<number> {
  let captured = 0;
  const worldAt = (now: number): CheckWorld => ({
    ...localWorld(monitor, { store, now, runId: `run-${now}` }, { note: () => {}, progress: () => {} }),
  });
  const mornings = [...world.days.slice(1), ...world.lastArrivals];
  captured += (await world.serveDay(world.days[0])).captured;
  for (const [i, morning] of mornings.entries()) {
    captured += (await world.serveDay(morning)).captured;
    const yesterday = addDays(morning, -1);
    const sixOClock = parseDay(morning) + 6 * HOUR_MS;
    if (i < world.days.length) await checkDrift(monitor, windowByName(monitor.schedule, yesterday), worldAt(sixOClock));
    const later = worldAt(sixOClock + 30 * MINUTE_MS);
    for (const window of await dueWindows(monitor, later)) await checkAccuracy(monitor, window, later);
    terminal.progress(`${morning}: ${formatCount(captured)} captured rows, day ${i + 1} of ${mornings.length}`);
  }
  return captured;
}
