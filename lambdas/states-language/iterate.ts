import { StatesError } from './errors.ts';
import { firstOf } from './first-of.ts';
import { checkPayload } from './payload.ts';
import { bindingsOf, type StateVisit, wholeNumber } from './run.ts';
import type { MapState } from './states.ts';

/** Runs one iteration. */
export type RunIteration = (input: unknown, signal: AbortSignal) => Promise<unknown>;

/** Items that the state has in its definition or its input. @throws StatesError when they are no array */
export async function itemsOf({ name, items }: MapState, visit: StateVisit): Promise<unknown[]> {
  const given = items === undefined ? visit.input : await items.evaluate(bindingsOf(visit));
  if (Array.isArray(given)) return given;
  throw new StatesError('States.QueryEvaluationError', `the Items of ${name} must be an array, not ${typeof given}`);
}

/**
 * Starts iterations in the order of their items.
 *
 * @param most Iterations at the same time: at most MaxConcurrency, and at most this many.
 * @returns their results in the order of items
 */
export async function iterate(
  state: MapState,
  items: readonly unknown[],
  visit: StateVisit,
  most: number,
  run: RunIteration,
): Promise<unknown[]> {
  const { maxConcurrency, itemSelector } = state;
  const limit = maxConcurrency === undefined ? 0 : await wholeNumber(maxConcurrency, visit, 'MaxConcurrency');
  const results = new Array<unknown>(items.length);
  let next = 0;
  const work = async (signal: AbortSignal) => {
    while (next < items.length && !signal.aborted) {
      const index = next++;
      const item = { Index: index, Value: items[index] };
      const selected = await itemSelector?.evaluate(bindingsOf(visit, {}, { Map: { Item: item } }));
      const input = selected === undefined ? items[index] : selected;
      checkPayload(input, 'input of an iteration');
      results[index] = await run(input, signal);
    }
  };
  const workers = Math.min(limit || most, most, items.length);
  await firstOf(visit.signal, (signal) => Promise.all(Array.from({ length: workers }, () => work(signal))));
  return results;
}
