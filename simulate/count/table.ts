import { type Count, DAYS_AFTER, type Detection, type Tally } from './tally.ts';

/** A markdown table: a line for each way of watching in each cell. Columns that no line has anything in are left out. */
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
    name: 'told of the odd day',
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
  { name: 'windows with the change flagged', cell: ({ foundShare }) => share(foundShare) },
];

/** What the columns mean, for whoever reads the table. */
export const LEGEND = `False pages: messages that something is wrong, per monitor and year, in days without a change; those of the first week, of weeks
2 to 4 and later are per year too, with the number of pages in brackets. The intervals are Poisson's (Garwood) and too narrow
where pages come in series. The product's messages are those that it sends, repetitions of an open incident included ("first
messages": without them). A plain rule watches the features and the model's answers, and pages when a run of flagged windows
begins; one that is always red pages once, so how many quiet windows are flagged stands beside it. Days to the page count
from the change (0: the same day) to the first page while a changed feature is flagged; missed: none up to ${DAYS_AFTER} days after the
change has come about. Windows with the change flagged: of those from the change on, those in which a changed feature is
flagged, paged or not.
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
