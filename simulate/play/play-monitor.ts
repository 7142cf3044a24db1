import { PlainRules } from '../rules/plain-rules.ts';
import { GeneratedWorld } from '../world/generated-world.ts';
import type { Cell } from './cell.ts';
import { DayRecorder, type MonitorOutcome, type Told } from './outcome.ts';
import { isPage, recordProductDay } from './product-days.ts';
import { WatchedMonitor } from './watched-monitor.ts';

/** Messages that are kept of each monitor, to be looked at. */
const KEPT_MESSAGES = 20;

/** Plays one of a cell's monitors from its baseline to its last day. */
export async function playMonitor(cell: Cell, monitor: number): Promise<MonitorOutcome> {
  // Without the cell's name: the same monitor sees the same random numbers in every cell.
  const generated = new GeneratedWorld(cell.world, cell.change, cell.days, [cell.seed, monitor]);
  const { changed } = generated;
  const watched = new WatchedMonitor(cell, generated);
  const recorder = new DayRecorder(cell.days);
  const told: Told[] = [];
  try {
    const baseline = await watched.buildBaseline();
    const rules = cell.rules ? new PlainRules(baseline, cell.world.rows) : null;
    for (let day = 0; day < cell.days; day++) {
      const rows = generated.day(day);
      const checked = await watched.check(day, rows);
      recordProductDay(recorder, day, { ...checked, changed });
      for (const { title } of checked.alerts.filter(isPage)) if (told.length < KEPT_MESSAGES) told.push({ day, title });
      for (const { rule, page, flagged, columns } of rules?.look(rows) ?? []) {
        recorder.record(rule, day, { page, flagged, found: columns.some((name) => changed.has(name)) });
      }
    }
  } finally {
    watched.close();
  }
  return { monitor, oddDay: generated.oddDay, watchers: recorder.watchers, told };
}
