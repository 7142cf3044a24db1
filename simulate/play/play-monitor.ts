import { PlainRules } from '../rules/plain-rules.ts';
import { GeneratedWorld } from '../world/generated-world.ts';
import type { Cell } from './cell.ts';
import { DayRecorder, type MonitorOutcome } from './outcome.ts';
import { recordProductDay } from './product-days.ts';
import { WatchedMonitor } from './watched-monitor.ts';

/** Plays one of a cell's monitors from its baseline to its last day. */
export async function playMonitor(cell: Cell, monitor: number): Promise<MonitorOutcome> {
  // Without the cell's name: the same monitor sees the same random numbers in every cell.
  const generated = new GeneratedWorld(cell.world, cell.change, cell.days, [cell.seed, monitor]);
  const { changed } = generated;
  const watched = new WatchedMonitor(cell, generated);
  const recorder = new DayRecorder(cell.days);
  try {
    const baseline = await watched.buildBaseline();
    const rules = cell.rules ? new PlainRules(baseline, cell.world.rows) : null;
    for (let day = 0; day < cell.days; day++) {
      const rows = generated.day(day);
      recordProductDay(recorder, day, { ...(await watched.check(day, rows)), changed });
      for (const { rule, page, columns } of rules?.look(rows) ?? []) {
        recorder.record(rule, day, { page, flagged: columns.some((name) => changed.has(name)) });
      }
    }
  } finally {
    watched.close();
  }
  return { monitor, oddDay: generated.oddDay, watchers: recorder.watchers };
}
