import { formatColumnValue } from './format-column-value.ts';
import { formatPair, formatShare, formatValue } from './numbers.ts';
import { deviations, formatSize, IN_SCORES, quotedCategory } from './shift-words.ts';

/** What has moved between two samples of a column, as results store it. */
export interface ChangeFacts {
  readonly kind: 'location' | 'spread' | 'share' | 'unseen' | 'missing' | 'shape' | 'value';
  readonly form?: string | undefined;
  readonly category?: string | undefined;
  readonly many?: true | undefined;
  /** Absent where it is not shown, as are `range` and medians. */
  readonly value?: number | undefined;
  readonly effect?: number | undefined;
  readonly ratio?: number | undefined;
  readonly shares?: readonly [number, number] | undefined;
  readonly range?: readonly [number, number] | undefined;
  readonly measure?: 'mean' | 'median' | 'standard deviation' | undefined;
  readonly baseline?: number | undefined;
  readonly window?: number | undefined;
}

/** `0.31 standard deviations higher (mean 45.2, 38.1 in the baseline)`, `0 is 40 % of the rows, 10 % in the baseline`. Printable. */
export function describeChange(change: ChangeFacts): string {
  const { kind, form, category, many, value, effect = Number.NaN, ratio = Number.NaN, shares, range } = change;
  const [before, now] = (shares ?? [Number.NaN, Number.NaN]).map(formatShare);
  const size = deviations(effect);
  switch (kind) {
    case 'location':
      return `${size} ${effect < 0 ? 'lower' : 'higher'}${change.measure === 'mean' ? '' : IN_SCORES}${measured(change)}`;
    case 'spread':
      return `spread${change.measure === undefined ? ' of normal scores' : ''} ${formatSize(ratio)} times the baseline's${measured(change)}`;
    case 'share':
      return `${many ? 'another mix of categories: ' : ''}${quotedCategory(category)} is ${now} of the rows, ${before} in the baseline`;
    case 'value': {
      const name = value === undefined ? 'one value' : formatColumnValue(value, form);
      return `${name} is ${now} of the rows, ${before} in the baseline`;
    }
    case 'unseen':
      return `${now} of the rows have categories that are not in the baseline`;
    case 'missing':
      return `${now} of the values are missing, ${before} in the baseline`;
    case 'shape':
      if (range === undefined) return `another distribution, ${size} away`;
      return `another distribution: ${now} of the rows are ${between(range, form)}, ${before} in the baseline`;
  }
}

/** ` (mean 45.2, 38.1 in the baseline)`; empty where no measure shows the move. */
function measured({ measure, form, baseline, window }: ChangeFacts): string {
  if (measure === undefined || baseline === undefined || window === undefined) return '';
  // A difference of times is a duration.
  const unit = measure === 'standard deviation' && form === 'time' ? 'duration' : form;
  const [before, now] = pair([baseline, window], unit);
  return ` (${measure} ${now}, ${before} in the baseline)`;
}

function between(range: readonly [number, number], form: string | undefined): string {
  const [from, to] = pair(range, form);
  return from === to ? from : `from ${from} to ${to}`;
}

/** Two numbers in as many digits as tell them apart. */
function pair([first, second]: readonly [number, number], form: string | undefined): readonly [string, string] {
  if (form === undefined) return formatPair(first, second);
  // Times to the minute: more digits would only be longer.
  const unit = form === 'time' ? 60_000 : 1;
  const text = (value: number) => formatColumnValue(Math.round(value / unit) * unit, form, formatValue);
  return [text(first), text(second)];
}
