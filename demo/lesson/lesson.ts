/**
 * The lesson: a model's accuracy falls from 0.95 to 0.80 while its data stays the same. Two monitors differ in one limit,
 * `accuracy < 0.85` or `accuracy <= 0.85`. Each retrains the model when its limit is met, and goes on with the new one.
 */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { localContext, localRetrainingContext } from '../../bin/commands/local-context.ts';
import type { Terminal } from '../../bin/commands/terminal.ts';
import { readMonitor } from '../../bin/monitor-files.ts';
import { FolderStore } from '../../lambdas/adapters/local/folder-store.ts';
import { localAccount } from '../../lambdas/adapters/local/retraining/account.ts';
import { liveModelFolder } from '../../lambdas/adapters/local/retraining/endpoint.ts';
import { buildBaseline } from '../../lambdas/core/build-baseline/build-baseline.ts';
import { checkDrift } from '../../lambdas/core/check/check-drift.ts';
import { checkDueWindows } from '../../lambdas/core/check/check-due-windows.ts';
import { loadState } from '../../lambdas/core/decision/state-store.ts';
import { readHistory } from '../../lambdas/core/history/store.ts';
import type { Monitor } from '../../lambdas/core/monitor/monitor.ts';
import { windowByName } from '../../lambdas/core/monitor/windows.ts';
import type { LoopRow } from '../../lambdas/core/report/loop-row.ts';
import { loopRows, loopTable } from '../../lambdas/core/report/loop-table.ts';
import { reportKey } from '../../lambdas/core/result/keys.ts';
import { readRetrainingSummaries } from '../../lambdas/core/retraining/documents/retraining-summaries.ts';
import { VirtualTime } from '../../lambdas/states-language/virtual-time.ts';
import { addDays, HOUR_MS, parseDay } from '../calendar.ts';
import { type PriceModel, parseModel, scoreOf } from './model.ts';
import { captureLines, DAYS, FIRST_DAY, LEARNED_PRICE, labelLines, trainingLines } from './shop.ts';

const LIMITS = { 'returns-below': 'accuracy < 0.85', 'returns-at-most': 'accuracy <= 0.85' } as const;
type Name = keyof typeof LIMITS;

const FIRST_MODEL: PriceModel = { limit: LEARNED_PRICE };

/** Plays both monitors in a folder and shows each as a table, a row for each step. @returns the rows, by monitor */
export async function playLesson(folder: string, terminal: Terminal): Promise<ReadonlyMap<Name, readonly LoopRow[]>> {
  rmSync(folder, { recursive: true, force: true });
  for (const each of ['labels', 'monitors']) mkdirSync(join(folder, each), { recursive: true });
  writeFileSync(
    join(folder, 'training.csv'),
    trainingLines((price) => scoreOf(FIRST_MODEL, price)),
  );
  terminal.out(
    'A model predicts which orders will be sent back. Its data stays the same, and its accuracy falls,\nbecause customers send back only dearer and dearer goods.\n',
  );
  const shown = relative(process.cwd(), folder) || '.';
  const played = new Map<Name, readonly LoopRow[]>();
  for (const name of Object.keys(LIMITS) as Name[]) {
    const rows = await play(name, folder, join(shown, 'store'), terminal);
    played.set(name, rows);
    terminal.out(`\nRetrained when ${LIMITS[name]}:\n\n${loopTable(rows, terminal.width)}\n`);
  }
  const report = join(shown, 'store', reportKey('returns-below', 'accuracy', addDays(FIRST_DAY, DAYS - 1)));
  terminal.out(
    `\nOn ${addDays(FIRST_DAY, 3)} the accuracy is exactly 0.85, so only the limit with "<=" is met. That retraining comes a day earlier, and\nlearns from orders that are a day older: the new model is right in 0.90 of the orders that follow, the other one in 0.93.\n\nA report: ${report}\n`,
  );
  return played;
}

/** Serves each day, and checks it on the next morning, when the next day has begun. */
async function play(name: Name, folder: string, store: string, terminal: Terminal): Promise<LoopRow[]> {
  const monitor = writeMonitor(name, folder);
  const time = new VirtualTime(parseDay(FIRST_DAY));
  const silent = { alert: () => {}, progress: () => {} };
  const contextAt = (now: number) => {
    time.advanceTo(now);
    const options = { store, monitors: join(folder, 'monitors'), now, runId: `run-${now}`, time };
    return localRetrainingContext(monitor, options, silent);
  };
  const captures = join(folder, 'captures', name);
  mkdirSync(captures, { recursive: true });
  await buildBaseline(
    monitor,
    localContext(monitor, { store, monitors: join(folder, 'monitors'), now: parseDay(FIRST_DAY) }, silent),
  );
  const days = Array.from({ length: DAYS }, (_, i) => addDays(FIRST_DAY, i));
  // The model that is live at the start of a day serves the whole day.
  const serve = async (day: string) => {
    const model = await liveModel(monitor, store);
    const lines = captureLines(day, (price) => scoreOf(model, price));
    writeFileSync(join(captures, `${day}.csv`), lines);
  };
  await serve(FIRST_DAY);
  for (const day of days) {
    terminal.progress(`${name}: ${day}`);
    const next = addDays(day, 1);
    if (days.includes(next)) await serve(next);
    writeFileSync(join(folder, 'labels', `${day}.csv`), labelLines(day));
    const morning = parseDay(next) + HOUR_MS;
    await checkDrift(monitor, windowByName(monitor.schedule, day), contextAt(morning));
    await checkDueWindows(monitor, contextAt(morning + HOUR_MS));
  }
  const results = new FolderStore(store);
  const { state } = await loadState(results, monitor.name);
  return loopRows(
    await readHistory(results, name, 'drift', { last: DAYS }),
    await readHistory(results, name, 'accuracy', { last: DAYS }),
    await readRetrainingSummaries(results, name, state.retrainings),
  );
}

function writeMonitor(name: Name, folder: string): Monitor {
  const file = join(folder, 'monitors', `${name}.yaml`);
  const programs = relative(resolve(folder, 'monitors'), import.meta.dirname).replaceAll('\\', '/');
  const text = readFileSync(join(import.meta.dirname, 'returns.yaml'), 'utf8')
    .replace('/NAME', `/${name}`)
    .replaceAll('PROGRAMS', programs)
    .replace(/^# .*\n/, '')
    .replaceAll('LIMIT', JSON.stringify(LIMITS[name]));
  writeFileSync(file, text);
  return readMonitor(file);
}

async function liveModel(monitor: Monitor, store: string): Promise<PriceModel> {
  const folder = await liveModelFolder(localAccount(monitor, new FolderStore(store), resolve(store)));
  return folder === null ? FIRST_MODEL : parseModel(readFileSync(join(folder, 'model.json'), 'utf8'));
}
