import type { Alert } from '../../lambdas/core/ports.ts';
import type { CheckResult } from '../../lambdas/core/result/schema.ts';
import type { DayRecorder } from './outcome.ts';
import { isPage } from './product-days.ts';

/** One way of reading limits, morning by morning: its messages, and what it wishes for. */
export class PerformanceDays {
  readonly #recorder: DayRecorder;
  readonly #name: string;
  #hasOpened = false;
  #isOpen = false;
  /** Id of the retraining that is wished for. */
  #wish: string | null = null;

  constructor(recorder: DayRecorder, name: string) {
    this.#recorder = recorder;
    this.#name = name;
  }

  /** @param results In the order of the looks; there may be none. */
  record(
    morning: number,
    { results, alerts }: { readonly results: readonly CheckResult[]; readonly alerts: readonly Alert[] },
  ): void {
    const told = alerts.filter((alert) => alert.kind === 'performance' && isPage(alert));
    const opened = told.filter(({ state }) => state === 'open');
    const last = results.at(-1);
    if (last !== undefined) this.#isOpen = last.incidents.some(({ kind }) => kind === 'performance');
    const again = opened.length > (this.#hasOpened ? 0 : 1);
    if (opened.length > 0) this.#hasOpened = true;
    const wishes = results.filter(({ retraining }) => this.#isNewWish(retraining?.id ?? null));
    const marks = (page: boolean) => ({ page, flagged: this.#isOpen, found: page });
    this.#recorder.record(this.#name, morning, marks(told.length > 0));
    this.#recorder.record(`${this.#name}, first messages`, morning, marks(opened.length > 0));
    this.#recorder.record(`${this.#name}, opened again`, morning, marks(again));
    this.#recorder.record(`${this.#name}, retraining wished for`, morning, {
      page: wishes.length > 0,
      flagged: this.#wish !== null,
      found: wishes.length > 0,
    });
  }

  #isNewWish(id: string | null): boolean {
    const isNew = id !== null && id !== this.#wish;
    this.#wish = id;
    return isNew;
  }
}

/** Messages about anything but performance. */
export function recordOthers(recorder: DayRecorder, name: string, morning: number, alerts: readonly Alert[]): void {
  const pages = alerts.filter(isPage);
  const others = pages.some(({ kind }) => kind !== 'performance');
  recorder.record(`${name}: other messages`, morning, { page: others, flagged: others, found: others });
  recorder.record(`${name}: any message`, morning, {
    page: pages.length > 0,
    flagged: others,
    found: pages.length > 0,
  });
}
