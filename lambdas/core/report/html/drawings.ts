import { type Html, html } from './html.ts';

/** Where the limit stands on a bar, of 100; a distance of 2.5 times the limit and more fills it. */
const LIMIT_AT = 40;

/** How far a distance is against its limit. The numbers stand beside it: readers of the page alone miss nothing. */
export function effectBar(effect: number, beyond: boolean): Html {
  const length = Math.min(100, Math.max(0.5, effect * LIMIT_AT));
  return html`<svg viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true" class="bar${beyond && ' bad'}"><rect y="2" width="${round(length)}" height="6"/><line x1="${LIMIT_AT}" x2="${LIMIT_AT}" y2="10"/></svg>`;
}

/** A value with its interval on an axis shared with others, and a line where the whole is. */
export function intervalBar(
  { lower, upper, value }: { readonly lower: number; readonly upper: number; readonly value: number },
  axis: { readonly from: number; readonly to: number; readonly whole: number },
  beyond: boolean,
): Html {
  const span = axis.to - axis.from;
  const at = (x: number) => (span > 0 ? ((x - axis.from) / span) * 96 + 2 : 50);
  return html`<svg viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true" class="bar${beyond && ' bad'}"><rect x="${round(at(lower))}" y="4" width="${round(Math.max(0.5, at(upper) - at(lower)))}" height="2"/><rect x="${round(at(value) - 1)}" y="2" width="2" height="6"/><line x1="${round(at(axis.whole))}" x2="${round(at(axis.whole))}" y2="10"/></svg>`;
}

function round(position: number): number {
  return Number(position.toFixed(1));
}
