import type { Alert } from '../../lambdas/core/alerts.ts';
import type { CheckResult } from '../../lambdas/core/result/schema.ts';
import type { DayRecorder } from './outcome.ts';
import { ANY, isPage, OTHER, PRODUCT } from './product-days.ts';

const PERFORMANCE = `${PRODUCT}: performance`;
const OPENED = `${PERFORMANCE}, first messages`;
const OPENED_AGAIN = `${PERFORMANCE}, opened again`;
const WISHED = `${PERFORMANCE}, retraining wished for`;

/** What the product says where a model's performance is watched, morning by morning. */
export class PerformanceDays {
  readonly #recorder: DayRecorder;
  #hasOpened = false;
  #isOpen = false;
  /** Id of the retraining that is wished for. */
  #wish: string | null = null;

  constructor(recorder: DayRecorder) {
    this.#recorder = recorder;
  }

  /**
   * @param results Of the looks at performance, in their order; there may be none.
   * @param alerts Of the morning, of every kind.
   */
  record(
    morning: number,
    { results, alerts }: { readonly results: readonly CheckResult[]; readonly alerts: readonly Alert[] },
  ): void {
    const pages = alerts.filter(isPage);
    const told = pages.filter(({ kind }) => kind === 'performance');
    const others = pages.length > told.length;
    const opened = told.filter(({ state }) => state === 'open');
    const isFirst = !this.#hasOpened;
    if (opened.length > 0) this.#hasOpened = true;
    const last = results.at(-1);
    if (last !== undefined) this.#isOpen = last.incidents.some(({ kind }) => kind === 'performance');
    const wishes = results.filter(({ retraining }) => this.#isNewWish(retraining?.id ?? null));
    const record = (watcher: string, page: boolean, flagged: boolean) =>
      this.#recorder.record(watcher, morning, { page, flagged, found: page || flagged });
    record(PERFORMANCE, told.length > 0, this.#isOpen);
    record(OPENED, opened.length > 0, this.#isOpen);
    record(OPENED_AGAIN, opened.length > (isFirst ? 1 : 0), this.#isOpen);
    record(WISHED, wishes.length > 0, this.#wish !== null);
    record(OTHER, others, others);
    record(ANY, pages.length > 0, this.#isOpen || others);
  }

  #isNewWish(id: string | null): boolean {
    const isNew = id !== null && id !== this.#wish;
    this.#wish = id;
    return isNew;
  }
}
