import type { CheckResult } from '../../result/schema.ts';
import { describeAcknowledged } from '../incident-text.ts';
import { describeLimit } from '../limit-text.ts';
import { INCIDENT } from '../words.ts';
import { type Html, html } from './html.ts';
import { list, section } from './table.ts';

/** What is open and what was asked for, after this check. */
export function standingSection({ incidents, retraining }: CheckResult): Html | null {
  const open = incidents.map(
    ({ id, kind, since, lastWindow, acknowledged }) =>
      html`<strong>${INCIDENT[kind]}</strong>: since window ${since}, last in ${lastWindow} (${id})${acknowledged && html`; ${describeAcknowledged(acknowledged)}`}`,
  );
  const wanted =
    retraining &&
    html`<strong>retraining</strong>: wanted since window ${retraining.since}: ${retraining.limit}${retraining.standing === undefined ? null : html`; ${retraining.standing}`}`;
  return section(
    'Open',
    list(wanted === null ? open : [...open, wanted]) ?? html`<p class="good">Nothing is open.</p>\n`,
  );
}

export function limitsSection({ limits }: CheckResult): Html | null {
  return section(
    'Limits',
    list(
      limits.map(
        (limit) =>
          html`<span${limit.reached && html` class="bad"`}>${limit.purpose} when ${describeLimit(limit)}</span>`,
      ),
    ),
  );
}
