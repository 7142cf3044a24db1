import { itemsOf, iterate } from './iterate.ts';
import { MAX_CONCURRENCY, type RunGraph, type StateVisit } from './run.ts';
import { runMapRun } from './run-map-run.ts';
import type { MapState } from './states.ts';

/** Runs the iterations of a Map. The first failure ends the others, unless a Distributed Map tolerates it. */
export async function runMap(state: MapState, visit: StateVisit, runGraph: RunGraph): Promise<unknown[]> {
  const { distribution, processor } = state;
  if (distribution !== undefined) return runMapRun(state, distribution, visit, runGraph);
  return iterate(state, await itemsOf(state, visit), visit, MAX_CONCURRENCY, (input, signal) =>
    runGraph(processor, input, visit.run, signal, visit.variables),
  );
}
