import { fitAlert } from '../../../lambdas/adapters/aws/alert-message.ts';
import { MESSAGES } from '../../../lambdas/adapters/formats/registry.ts';
import type { Alert } from '../../../lambdas/core/alerts.ts';
import { alertEvent } from '../../../lambdas/core/delivery/alert-event.ts';
import { contentOf, type StoryFixture } from '../stories/story-fixture.ts';

/** A text that leaves the product, and where it stands: `result.json quality[].message`. */
export interface SentText {
  readonly place: string;
  readonly text: string;
}

/** Documents for the product's own use: who may read them may read the data. */
const INTERNAL = /^(retraining_data\/|kept_answers\/|[a-z-]+\/(baselines\/|profiles\/|(value|answers)-key\.txt$))/;

/** Whether a key of the store is a document that says values as they are. */
export function isInternal(key: string): boolean {
  return INTERNAL.test(key);
}

/** Every text and number of a value with its path, in which positions of lists do not count. */
export function* textsOf(value: unknown, place: string): Generator<SentText> {
  if (Array.isArray(value)) for (const each of value) yield* textsOf(each, `${place}[]`);
  else if (value !== null && typeof value === 'object') {
    for (const [key, each] of Object.entries(value)) {
      yield { place: `${place} (a key)`, text: key };
      yield* textsOf(each, `${place}.${key}`);
    }
  } else yield { place, text: String(value) };
}

/** Every text of an error that a log or a dead-letter queue may keep. */
export function* textsOfError(error: unknown, place = 'error'): Generator<SentText> {
  if (!(error instanceof Error)) return yield { place, text: String(error) };
  yield { place: `${place}.message`, text: error.message };
  yield { place: `${place}.stack`, text: error.stack ?? '' };
  yield* textsOf({ ...error }, `${place}.fields`);
  if (error.cause !== undefined) yield* textsOfError(error.cause, `${place}.cause`);
}

/** An alert as targets outside AWS get it. */
export function eventsOf(alert: Alert): string[] {
  const event = alertEvent(alert, 0);
  return [MESSAGES.pagerDuty(event, 'integration-key'), MESSAGES.webhook(event)];
}

/** An alert in every form in which it is sent. */
function* textsOfAlert(alert: Alert): Generator<SentText> {
  yield* textsOf(alert, 'alert');
  for (const format of ['json', 'chat'] as const) {
    yield* textsOf(JSON.parse(fitAlert(alert, format, 262_144)), `message ${format}`);
  }
  for (const body of eventsOf(alert)) yield* textsOf(JSON.parse(body), 'event');
}

/** Everything that a fixture's monitor stored, sent and published. */
export async function* sentBy(fixture: StoryFixture): AsyncGenerator<SentText> {
  for (const [key, content] of await contentOf(fixture.store)) {
    yield { place: 'key', text: key };
    if (isInternal(key)) continue;
    const name = key.replaceAll(/\d{4}-\d{2}-\d{2}/g, '…');
    if (/\.jsonl?$/.test(key)) yield* textsOf(JSON.parse(content), name);
    else yield { place: name, text: content };
  }
  for (const alert of fixture.alerts) yield* textsOfAlert(alert);
  yield* textsOf(fixture.metrics, 'metrics');
}
