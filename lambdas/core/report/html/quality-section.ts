import type { CheckResult, QualityResult } from '../../result/schema.ts';
import { formatCount, formatValue } from '../../text/numbers.ts';
import { type Html, html } from './html.ts';
import { section, table } from './html-table.ts';

const SHOWN = 50;
/** Of breaches, which come first. */
const MOST = 200;

/** What is broken in the data, then what is conspicuous within its limits. */
export function qualitySection({
  quality,
  kind,
}: Pick<CheckResult, 'kind'> & { readonly quality: readonly QualityResult[] }): Html | null {
  if (kind !== 'drift') return null;
  if (quality.length === 0) return section('Data quality', html`<p class="good">No findings.</p>\n`);
  const shown = quality.slice(0, Math.min(MOST, Math.max(SHOWN, quality.filter(({ breached }) => breached).length)));
  return section(
    'Data quality',
    table(
      'Findings: broken data first, then those within their limits',
      [
        { title: 'finding' },
        { title: 'value', number: true },
        { title: 'baseline', number: true },
        { title: 'limit', number: true },
        { title: 'rows', number: true },
      ],
      shown.map(({ message, breached, value, baseline, limit, rows }) => [
        [message, breached && html` <strong class="bad">BROKEN</strong>`],
        formatValue(value),
        formatValue(baseline),
        formatValue(limit),
        formatCount(rows),
      ]),
      quality.length - shown.length,
    ),
  );
}
