import { type Count, DAYS_AFTER, type Detection, type Tally } from './tally.ts';

/** A markdown table with a line for each way of watching in each cell. Empty columns are left out. */
export function markdownTable(tallies: readonly Tally[]): string {
  const columns = COLUMNS.filter(({ cell }) => tallies.some((tally) => cell(tally) !== NOTHING));
  const lines = tallies.map((tally) => columns.map(({ cell }) => cell(tally)));
  const all = [columns.map(({ name }) => name), columns.map(({ name }) => '-'.repeat(name.length)), ...lines];
  const widths = columns.map((_, i) => Math.max(...all.map((line) => line[i].length)));
  const padded = all.map((line, row) =>
    line.map((text, i) => (row === 1 ? text.padEnd(widths[i], '-') : text.padEnd(widths[i]))),
  );
  return padded.map((line) => `| ${line.join(' | ')} |\n`).join('');
}

const NOTHING = '';

const COLUMNS: readonly { readonly name: string; readonly cell: (tally: Tally) => string }[] = [
  { name: 'cell', cell: ({ cell }) => cell },
  { name: 'watcher', cell: ({ watcher }) => watcher },
  { name: 'monitor-years', cell: ({ falsePages }) => number(falsePages.monitorYears) },
  { name: 'false pages a year (95 %)', cell: ({ falsePages }) => rate(falsePages, true) },
  { name: 'first week', cell: ({ periods }) => rate(periods.firstWeek) },
  { name: 'weeks 2-4', cell: ({ periods }) => rate(periods.weeksTwoToFour) },
  { name: 'later', cell: ({ periods }) => rate(periods.later) },
  { name: 'quiet windows flagged', cell: ({ quietFlaggedShare }) => share(quietFlaggedShare) },
  {
    name: 'odd day alerted',
    cell: ({ oddDay }) => (oddDay === null ? NOTHING : share(oddDay.told / oddDay.monitors)),
  },
  { name: 'days to the page, median', cell: ({ detection }) => days(detection, 'medianDays') },
  { name: '90 %', cell: ({ detection }) => days(detection, 'ninetyPercentDays') },
  { name: 'same day', cell: ({ detection }) => share(detection?.sameDay) },
  { name: '≤ 2 days', cell: ({ detection }) => share(detection?.within2Days) },
  { name: '≤ 7', cell: ({ detection }) => share(detection?.within7Days) },
  { name: '≤ 28', cell: ({ detection }) => share(detection?.within28Days) },
  {
    name: 'missed',
    cell: ({ detection }) => (detection === null ? NOTHING : `${detection.missed} of ${detection.monitors}`),
  },
  {
    name: 'pages after the change',
    cell: ({ pagesAfter }) => (pagesAfter === null ? NOTHING : number(pagesAfter)),
  },
  { name: 'windows with the change flagged', cell: ({ foundShare }) => share(foundShare) },
];

/** What the rows and columns of the table mean where performance is watched. */
export const PERFORMANCE_LEGEND = `A day is counted by the morning after it, whichever window the message is about. Performance: messages that
the limit is met, the repeated ones included ("first messages": without them; "opened again": first messages after an
earlier one, because an incident recovered and came back). Retraining wished for: mornings with a new wish. Other messages:
drift, broken data, no data, no labels. Plain rules look at the same windows, every morning or once all labels are there that
ever come. They page when a run of flagged windows begins. Quiet windows flagged: for the product, mornings with an open
incident. Pages after the change: per monitor, up to the last day. Retrainings count on the morning on which they end; a promoted
model is held against the one before it by the accuracy that both have 30 days later, were there infinitely many rows.
`;

/** What the columns of the table mean. */
export const LEGEND = `False pages: messages that something is wrong, per monitor and year, on days without a change. First week, weeks 2-4, later:
the same for parts of a monitor's life, also per year, with the number of pages in brackets. The intervals are Poisson's
(Garwood); where pages come in series they are too narrow. The product's messages include the repeated ones of an open
incident ("first messages": without them). A plain rule watches the features and the model's answers, and pages when a run of
flagged windows begins. A rule that flags every window pages only once, so the share of quiet windows flagged is shown too.
Days to the page: from the change (0: the same day) to the first page while a changed feature is flagged. Missed: monitors
without a page up to ${DAYS_AFTER} days after the change is complete. Windows with the change flagged: the share of windows from the
change on in which a changed feature is flagged, paged or not.
`;

function rate({ pages, monitorYears, perYear, lower, upper }: Count, interval = false): string {
  if (monitorYears === 0) return NOTHING;
  return interval ? `${number(perYear)} (${number(lower)}-${number(upper)})` : `${number(perYear)} (${pages})`;
}

function days(detection: Detection | null, key: 'medianDays' | 'ninetyPercentDays'): string {
  if (detection === null) return NOTHING;
  const value = detection[key];
  return value === null ? `> ${detection.days}` : String(value);
}

function share(value: number | null | undefined): string {
  return value === null || value === undefined
    ? NOTHING
    : `${(100 * value).toFixed(value > 0 && value < 0.1 ? 1 : 0)} %`;
}

function number(value: number): string {
  return value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(2);
}
