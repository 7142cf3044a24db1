import * as z from 'zod';
import { type Alert, type AlertChannel, alertSchema } from '../alerts.ts';
import {
  type MetricPoint,
  type MetricSink,
  metricPointSchema,
  type RetrainingInput,
  retrainingInputSchema,
  type Workflow,
} from '../ports.ts';
import type { DocumentSession } from './document-session.ts';
import type { OutboxItem } from './state.ts';
import { StateError } from './state-error.ts';

/**
 * A run that dies between deciding and publishing leaves its items in the state. After this time another run may take them
 * over: longer than any run takes (a Lambda function ends after 15 minutes), so that two runs never publish the same item. The
 * same if the claim is that far in the future, because a laptop's clock was set back.
 * Milliseconds.
 */
export const CLAIM_EXPIRY = 20 * 60_000;

/** A document with an outbox, such as the state of a monitor. */
interface WithOutbox {
  readonly outbox: OutboxItem[];
}

/** What is to be published together. */
export interface OutboxEntry {
  readonly id: string;
  readonly alert?: Alert | null;
  readonly metrics?: readonly MetricPoint[];
  readonly start?: { readonly name: string; readonly input: RetrainingInput } | null;
}

/** What the state may hold of it: the state itself takes any content, so that one item cannot make it unreadable. */
const contentSchema = z.object({
  alert: alertSchema.nullable(),
  metrics: z.array(metricPointSchema),
  start: z.object({ name: z.string(), input: retrainingInputSchema }).nullable(),
});

/** Where it goes. */
export interface Sinks {
  readonly metrics: MetricSink;
  readonly alerts: AlertChannel;
  /** Not given: nothing is started here, and what is to be started stays for a run that can. */
  readonly workflow?: Workflow | undefined;
}

/** Adds an item that `runId` is going to publish. */
export function enqueue<S extends WithOutbox>(state: S, item: OutboxEntry, runId: string, now: number): S {
  const { id, alert = null, metrics = [], start = null } = item;
  const queued: OutboxItem = { id, alert, metrics: [...metrics], start, claimedBy: runId, claimedAt: now };
  return { ...state, outbox: [...state.outbox.filter((other) => other.id !== item.id), queued] };
}

/**
 * Publishes what this run enqueued and what dead runs left behind, then removes it from the state. A crash in between
 * publishes again under the same dedupe key: at least once for alerts, never lost. An item that cannot be published stays
 * and does not keep the others waiting; the first failure is thrown after all were tried.
 */
export async function publishOutbox<S extends WithOutbox>(
  session: DocumentSession<S>,
  sinks: Sinks,
  runId: string,
  now: number,
): Promise<void> {
  const claimed = (state: S) => claim(state, runId, now);
  // The caller has just moved the state: where that has nothing to claim, there is no need to read it again.
  const moved = await session.current();
  const state =
    claimed(moved) === moved ? moved : (await session.update((current) => ({ state: claimed(current) }))).state;
  const { workflow } = sinks;
  const mine = state.outbox.filter((item) => item.claimedBy === runId && (item.start === null || workflow));
  const failures: unknown[] = [];
  for (const item of mine) {
    try {
      const { metrics, alert, start } = contentOf(item);
      if (metrics.length > 0) await sinks.metrics.publish(metrics);
      if (alert !== null) await sinks.alerts.send(alert);
      if (start !== null) await workflow!.start(start.name, start.input);
    } catch (error) {
      failures.push(error);
      continue;
    }
    await session.update((current) => ({ state: remove(current, item.id, runId) }));
  }
  if (failures.length > 0) throw failures[0];
}

/** @throws StateError when this program cannot publish such content */
function contentOf(item: OutboxItem): z.infer<typeof contentSchema> {
  const parsed = contentSchema.safeParse(item);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new StateError(`${item.id} in the outbox: ${issue.path.join('.')}: ${issue.message}`, { cause: parsed.error });
}

function remove<S extends WithOutbox>(state: S, id: string, runId: string): S {
  return { ...state, outbox: state.outbox.filter((item) => item.id !== id || item.claimedBy !== runId) };
}

/** Takes over items whose owner has not published them in time. Returns the same object when there are none. */
function claim<S extends WithOutbox>(state: S, runId: string, now: number): S {
  const isStale = (item: OutboxItem) => item.claimedBy !== runId && Math.abs(now - item.claimedAt) >= CLAIM_EXPIRY;
  if (!state.outbox.some(isStale)) return state;
  return {
    ...state,
    outbox: state.outbox.map((item) => (isStale(item) ? { ...item, claimedBy: runId, claimedAt: now } : item)),
  };
}
