/**
 * The demo on real data: a model that predicts late flights is trained on January 2001, serves until the end of June, and is
 * checked every morning. `npm run demo -- --sampling 100` captures every request instead of SageMaker's 20 %; `npm run demo -- --lesson`
 * plays a small story instead.
 */
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join, relative, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { localContext, localRetrainingContext } from '../bin/commands/local-context.ts';
import { type Terminal, terminalOf } from '../bin/commands/terminal.ts';
import { readMonitor } from '../bin/monitor-files.ts';
import { FolderStore } from '../lambdas/adapters/local/folder-store.ts';
import { localAccount } from '../lambdas/adapters/local/retraining/account.ts';
import { liveModelFolder } from '../lambdas/adapters/local/retraining/endpoint.ts';
import { buildBaseline } from '../lambdas/core/build-baseline/build-baseline.ts';
import { checkDrift } from '../lambdas/core/check/check-drift.ts';
import { checkDueWindows } from '../lambdas/core/check/check-due-windows.ts';
import { loadState } from '../lambdas/core/decision/state-store.ts';
import { readHistory } from '../lambdas/core/history/store.ts';
import type { Monitor } from '../lambdas/core/monitor/monitor.ts';
import { windowByName } from '../lambdas/core/monitor/windows.ts';
import { baselineText } from '../lambdas/core/report/baseline-text.ts';
import { reportKey } from '../lambdas/core/result/keys.ts';
import { readRetrainingSummaries } from '../lambdas/core/retraining/documents/retraining-summaries.ts';
import { requestRetraining } from '../lambdas/core/retraining/operate-retraining.ts';
import type { RequestOutcome } from '../lambdas/core/retraining/operation-answers.ts';
import type { LocalRetrainingContext } from '../lambdas/core/retraining/steps/context.ts';
import { formatCount } from '../lambdas/core/text/numbers.ts';
import { VirtualTime } from '../lambdas/states-language/virtual-time.ts';
import { addDays, HOUR_MS, MINUTE_MS, parseDay } from './calendar.ts';
import { KILOMETRES } from './events.ts';
import { playLesson } from './lesson/lesson.ts';
import { type DelayModel, parseModel } from './model/model.ts';
import { summarize } from './summary.ts';
import { createWorld, type World } from './world.ts';

const OWN_FOLDERS = ['captures', 'labels', 'training', 'model', 'monitors', 'store'];

const { values } = parseArgs({
  options: {
    lesson: { type: 'boolean', default: false },
    sampling: { type: 'string', default: '20' },
    out: { type: 'string', default: join(import.meta.dirname, 'out') },
  },
});
const terminal = terminalOf(process);
const started = performance.now();
try {
  if (values.lesson) await playLesson(join(values.out, 'lesson'), terminal);
  else await runDemo(values.out, Number(values.sampling), terminal);
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
  await copyMonitor(file);
  const monitor = readMonitor(file);
  // A relative path, as a user would type it: messages contain it.
  const show = relative(process.cwd(), folder) || '.';
  const store = join(show, 'store');

  const built = await buildBaseline(
    monitor,
    localContext(monitor, { store, monitors: join(show, 'monitors'), now: parseDay(world.days[0]) }, terminal),
  );
  terminal.out(`\n${baselineText(monitor, built, terminal.width)}\n`);
  const { rows, requestedOnBrokenData } = await liveThrough(world, monitor, store, terminal);

  const results = new FolderStore(store);
  const last = world.days.length;
  const { state } = await loadState(results, monitor.name);
  const found = {
    state,
    requestedOnBrokenData,
    retrainings: await readRetrainingSummaries(results, monitor.name, state.retrainings),
    drift: await readHistory(results, monitor.name, 'drift', { last }),
    accuracy: await readHistory(results, monitor.name, 'accuracy', { last }),
  };
  const summary = summarize(world.events, found, terminal.width);
  const seconds = Math.round((performance.now() - started) / 1000);
  terminal.out(`\n${summary.table}\n\n${summary.findings.join('\n')}\n
${formatCount(world.days.length)} windows, ${formatCount(rows)} captured rows, ${seconds} s.
Results of every check: ${show}/store/flight-delays/checks/   alerts: ${show}/store/flight-delays/alerts.jsonl
A report: ${join(store, reportKey(monitor.name, 'drift', '2001-03-20'))}
Look closer:
  npx driftwarden report --open --monitors ${show}/monitors --store ${show}/store --last 150
  npx driftwarden status flight-delays --monitors ${show}/monitors --store ${show}/store --last 150 --all
  npx driftwarden retrain list flight-delays --monitors ${show}/monitors --store ${show}/store
  npx driftwarden check flight-delays --monitors ${show}/monitors --store ${show}/store --window 2001-03-20 --kind drift --dry-run\n`);
  if (!summary.asAnnounced)
    throw new Error('the checks missed an announced fault, or found one that was not announced');
}

/** Copies the monitor file into the demo's folder. Its programs stay where they are. */
async function copyMonitor(file: string): Promise<void> {
  const text = await readFile(join(import.meta.dirname, 'flight-delays.yaml'), 'utf8');
  const programs = relative(resolve(file, '..'), import.meta.dirname).replaceAll('\\', '/');
  await writeFile(file, text.replaceAll('../../', `${programs}/`));
}

/** Serves every day and checks it the next morning: the data at 06:00, accuracy at 06:30. */
async function liveThrough(
  world: World,
  monitor: Monitor,
  store: string,
  terminal: Terminal,
): Promise<{ rows: number; requestedOnBrokenData: RequestOutcome }> {
  let captured = 0;
  let requestedOnBrokenData: RequestOutcome | undefined;
  const time = new VirtualTime(parseDay(world.days[0]));
  const contextAt = (now: number): LocalRetrainingContext => {
    time.advanceTo(now);
    const options = { store, monitors: join(dirname(store), 'monitors'), now, runId: `run-${now}`, time };
    return localRetrainingContext(monitor, options, { alert: () => {}, progress: () => {} });
  };
  const mornings = [...world.days.slice(1), ...world.lastArrivals];
  captured += (await world.serveDay(world.days[0])).captured;
  for (const [i, morning] of mornings.entries()) {
    // The model that is live at the start of a day serves the whole day. A model deployed in the morning serves from the next day
    // on.
    captured += (await world.serveDay(morning, await liveModel(monitor, store))).captured;
    const yesterday = addDays(morning, -1);
    const sixOClock = parseDay(morning) + 6 * HOUR_MS;
    if (i < world.days.length)
      await checkDrift(monitor, windowByName(monitor.schedule, yesterday), contextAt(sixOClock));
    const later = contextAt(sixOClock + 30 * MINUTE_MS);
    await checkDueWindows(monitor, later);
    if (yesterday === KILOMETRES.from) {
      requestedOnBrokenData = await requestRetraining(monitor, 'demo', { ...later, dryRun: true });
    }
    terminal.progress(`${morning}: ${formatCount(captured)} captured rows, day ${i + 1} of ${mornings.length}`);
  }
  return { rows: captured, requestedOnBrokenData: requestedOnBrokenData! };
}

/** The model that a retraining has deployed; undefined: the one trained on January. */
async function liveModel(monitor: Monitor, store: string): Promise<DelayModel | undefined> {
  const folder = await liveModelFolder(localAccount(monitor, new FolderStore(store), resolve(store)));
  return folder === null ? undefined : parseModel(await readFile(join(folder, 'model.json'), 'utf8'));
}
