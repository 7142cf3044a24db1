import { PlainRules } from '../rules/plain-rules.ts';
import { GeneratedWorld } from '../world/generated-world.ts';
import type { Cell } from './cell.ts';
import { simulatedMonitor } from './monitor-file.ts';
import { DayRecorder, type MonitorOutcome, type SentMessage } from './outcome.ts';
import { playModel } from './play-model.ts';
import { isOpenAlert, recordProductDay } from './product-days.ts';
import { WatchedMonitor } from './watched-monitor.ts';

/** The most messages that are kept of each monitor, for inspection. */
const KEPT_MESSAGES = 20;

/** Plays one of a cell's monitors from its baseline to its last day. */
export async function playMonitor(cell: Cell, monitor: number): Promise<MonitorOutcome> {
  // Without the cell's name: the same monitor sees the same random numbers in every cell.
  const names = [cell.seed, monitor];
  const generated = new GeneratedWorld(cell.world, cell.change, cell.days, names);
  const recorder = new DayRecorder(cell.days);
  const messages: SentMessage[] = [];
  const keep = (message: SentMessage) => {
    if (messages.length < KEPT_MESSAGES) messages.push(message);
  };
  if (cell.model === null) await playDrift(cell, generated, recorder, keep);
  else await playModel({ ...cell, model: cell.model }, generated, names, recorder, keep);
  return { monitor, oddDay: generated.oddDay, watchers: recorder.watchers, messages };
}

async function playDrift(
  cell: Cell,
  generated: GeneratedWorld,
  recorder: DayRecorder,
  keep: (message: SentMessage) => void,
): Promise<void> {
  const { changed } = generated;
  const watched = new WatchedMonitor(simulatedMonitor(cell), cell);
  try {
    const baseline = Array.from(generated.baseline());
    await watched.buildBaseline(baseline);
    const rules = cell.rules
      ? new PlainRules(
          baseline.map(({ chunk }) => chunk),
          cell.world.rows,
        )
      : null;
    for (let day = 0; day < cell.days; day++) {
      const rows = generated.day(day);
      const checked = await watched.check(day, rows);
      recordProductDay(recorder, day, { ...checked, changed });
      for (const { title } of checked.alerts.filter(isOpenAlert)) keep({ day, title });
      for (const { rule, alert, flagged, columns } of rules?.look(rows) ?? []) {
        recorder.record(rule, day, { alert, flagged, found: columns.some((name) => changed.has(name)) });
      }
    }
  } finally {
    watched.close();
  }
}
