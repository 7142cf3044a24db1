import type { Alert } from '../../lambdas/core/alerts.ts';
import type { CheckResult } from '../../lambdas/core/result/schema.ts';
import type { DayRecorder } from './outcome.ts';
import { ANY, isFirstAlert, isOpenAlert, OTHER, PRODUCT } from './product-days.ts';

const PERFORMANCE = `${PRODUCT}: performance`;
const OPENED = `${PERFORMANCE}, first messages`;
const OPENED_AGAIN = `${PERFORMANCE}, opened again`;
const REQUESTED = `${PERFORMANCE}, retraining requested`;

/** Records what the product reports about a model's performance, morning by morning. */
export class PerformanceDays {
  readonly #recorder: DayRecorder;
  #hasOpened = false;
  #isOpen = false;
  /** Id of the requested retraining. */
  #request: string | null = null;

  constructor(recorder: DayRecorder) {
    this.#recorder = recorder;
  }

  /**
   * @param results of the accuracy checks, in their order; there may be none
   * @param alerts of the morning, of every kind
   */
  record(
    morning: number,
    { results, alerts }: { readonly results: readonly CheckResult[]; readonly alerts: readonly Alert[] },
  ): void {
    const openAlerts = alerts.filter(isOpenAlert);
    const performanceAlerts = openAlerts.filter(({ kind }) => kind === 'performance');
    const others = openAlerts.length > performanceAlerts.length;
    const opened = performanceAlerts.filter(isFirstAlert);
    const isFirst = !this.#hasOpened;
    if (opened.length > 0) this.#hasOpened = true;
    const last = results.at(-1);
    if (last !== undefined) this.#isOpen = last.incidents.some(({ kind }) => kind === 'performance');
    const requests = results.filter(({ retraining }) => this.#isNewRequest(retraining?.id ?? null));
    const record = (watcher: string, alert: boolean, flagged: boolean) =>
      this.#recorder.record(watcher, morning, { alert, flagged, found: alert || flagged });
    record(PERFORMANCE, performanceAlerts.length > 0, this.#isOpen);
    record(OPENED, opened.length > 0, this.#isOpen);
    record(OPENED_AGAIN, opened.length > (isFirst ? 1 : 0), this.#isOpen);
    record(REQUESTED, requests.length > 0, this.#request !== null);
    record(OTHER, others, others);
    record(ANY, openAlerts.length > 0, this.#isOpen || others);
  }

  #isNewRequest(id: string | null): boolean {
    const isNew = id !== null && id !== this.#request;
    this.#request = id;
    return isNew;
  }
}
