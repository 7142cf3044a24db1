import { formatCount, formatShare } from '../../text/numbers.ts';
import type { CategoryBar, CategoryDistribution, ColumnDistribution, Rows } from '../distributions/distribution.ts';
import { describeFeature } from '../ranked-features.ts';
import { at } from './chart-frame.ts';
import { sumOf } from './count-table.ts';
import { type Content, type Html, html } from './html.ts';
import { smallTable } from './html-table.ts';

/** A bar of several categories may be this many times as long as that of a single one. */
const CUT = 1.5;

/** A table with two bars in each row: the share in the baseline as an area, that in the window as an outline. */
export function categoryChart({ name }: Pick<ColumnDistribution, 'name'>, { bars }: CategoryDistribution): Html | null {
  const rows = sumOf(bars);
  const share = (bar: CategoryBar, side: keyof Rows) => (rows[side] === 0 ? 0 : bar[side] / rows[side]);
  const largest = (some: readonly CategoryBar[]) =>
    Math.max(0, ...some.map((bar) => Math.max(share(bar, 'baseline'), share(bar, 'window'))));
  // Many small categories together would leave no room for the others: their bars are cut.
  const single = largest(bars.filter(({ category }) => category !== undefined));
  const whole = largest(bars);
  const end = single > 0 && whole > CUT * single ? single * CUT : whole;
  const pair = (side: keyof Rows, y: number) => (bar: CategoryBar) => {
    const part = end > 0 ? share(bar, side) / end : 0;
    const cut = part > 1 && html`<path class="gap" d="M90 ${y - 1}h4l-3 9h-4z"/>`;
    return html`<rect class="${side === 'baseline' ? 'before' : 'now'}" y="${y}" width="${at(Math.min(1, part) * 99)}" height="7"/>${cut}`;
  };
  const [before, now] = [pair('baseline', 2), pair('window', 11)];
  const cell = (bar: CategoryBar, side: keyof Rows) =>
    html`<span title="${formatCount(bar[side])} rows">${formatShare(rows[side] === 0 ? null : share(bar, side))}</span>`;
  return smallTable(
    `${describeFeature({ name })}: share of the rows by category, baseline and window`,
    ['category', 'shares', 'baseline', 'window'],
    bars.map((bar) => [
      barName(bar),
      html`<svg class="pair" viewBox="0 0 100 20" preserveAspectRatio="none" aria-hidden="true">${before(bar)}${now(bar)}</svg>`,
      cell(bar, 'baseline'),
      cell(bar, 'window'),
    ]),
  );
}

function barName({ kind, category, categories }: CategoryBar): Content {
  const known = category === '' ? '(empty)' : category;
  if (known !== undefined) return kind === 'unseen' ? html`${known} <strong>new</strong>` : known;
  const count = categories === null || categories === undefined ? '' : ` (${formatCount(categories)})`;
  const words = { known: 'other', unseen: 'other new ones', other: 'other', missing: 'missing' }[kind];
  return html`<span class="dim">${words}${count}</span>`;
}
