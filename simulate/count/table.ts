import { type Count, DAYS_AFTER, type Detection, type Tally } from './tally.ts';

/**
 * For each cell its name and a markdown table with a line for each watcher. All tables have the same columns; columns
 * that are empty in all of them are left out.
 */
export function markdownTables(tallies: readonly Tally[]): string {
  const columns = COLUMNS.filter(({ cell }) => tallies.some((tally) => cell(tally) !== NOTHING));
  const lines = tallies.map((tally) => columns.map(({ cell }) => cell(tally)));
  const head = [columns.map(({ name }) => name), columns.map(({ name }) => '-'.repeat(name.length))];
  const widths = columns.map((_, i) => Math.max(...[...head, ...lines].map((line) => line[i].length)));
  const format = (line: readonly string[], filler: string) =>
    `| ${line.map((text, i) => text.padEnd(widths[i], filler)).join(' | ')} |\n`;
  const cells = new Set(tallies.map(({ cell }) => cell));
  const tables = Array.from(cells, (name) => {
    const own = lines.filter((_, i) => tallies[i].cell === name);
    const years = number(tallies.find(({ cell }) => cell === name)!.falsePages.monitorYears);
    const title = `**${name}** (${years} monitor-years without a change)\n\n`;
    return title + format(head[0], ' ') + format(head[1], '-') + own.map((line) => format(line, ' ')).join('');
  });
  return tables.join('\n');
}

const NOTHING = '';

const COLUMNS: readonly { readonly name: string; readonly cell: (tally: Tally) => string }[] = [
  { name: 'watcher', cell: ({ watcher }) => watcher },
  { name: 'false alerts a year (95 %)', cell: ({ falsePages }) => rate(falsePages, true) },
  { name: 'first week', cell: ({ periods }) => rate(periods.firstWeek) },
  { name: 'weeks 2-4', cell: ({ periods }) => rate(periods.weeksTwoToFour) },
  { name: 'later', cell: ({ periods }) => rate(periods.later) },
  { name: 'quiet windows flagged', cell: ({ quietFlaggedShare }) => share(quietFlaggedShare) },
  {
    name: 'odd day alerted',
    cell: ({ oddDay }) => (oddDay === null ? NOTHING : share(oddDay.alerted / oddDay.monitors)),
  },
  { name: 'days to the alert, median', cell: ({ detection }) => days(detection, 'medianDays') },
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
    name: 'alerts after the change',
    cell: ({ pagesAfter }) => (pagesAfter === null ? NOTHING : number(pagesAfter)),
  },
  { name: 'windows with the change flagged', cell: ({ foundShare }) => share(foundShare) },
];

/** The meaning of the columns. */
const COLUMNS_LEGEND = `- False alerts: messages that something is wrong on days without a change, per monitor and year. The interval is Poisson's
  (Garwood), which is too narrow where alerts come in series.
- First week, weeks 2-4, later: the same for parts of a monitor's life, per year too. In brackets: the number of alerts.
- Quiet windows flagged: share of the windows without a change that are flagged, with an alert or not. A plain rule raises an alert when a run of
  flagged windows begins, so a rule that flags every window raises only one.
`;

const CHANGE_LEGEND = `- Missed: monitors without such an alert up to ${DAYS_AFTER} days after the change is complete.
- Alerts after the change: per monitor, from the change to the last day.
`;

/** The legend where only drift is watched. */
export const DRIFT_LEGEND = `${COLUMNS_LEGEND}- Days to the alert: from the change (0: the same day) to the first alert on a day on which a changed feature is flagged.
${CHANGE_LEGEND}- Windows with the change flagged: share of the windows since the change in which a changed feature is flagged, with an alert or not.
- The product's messages include the reminders of an open incident; "first messages" are those that open one.
- Plain rules look at the features and at the model's answers.
`;

/** The legend where performance is watched. */
export const PERFORMANCE_LEGEND = `${COLUMNS_LEGEND}  For the product these are the mornings on which an incident is open.
- Days to the alert: from the change (0: the morning after its first day) to the first alert, whichever window it is about.
${CHANGE_LEGEND}- Windows with the change flagged: share of the mornings since the change that are flagged, with an alert or not.
- Performance: messages that a limit is met, reminders of an open incident included. "First messages" open an incident; "opened
  again" are those after the monitor's first one. "Retraining requested" are mornings with a new request for a retraining.
- Other messages are about drift, broken data, or missing data or labels.
- Plain rules look at the same windows: at every look, or once a window is complete, that is when all its labels are there that
  ever come.
- Retrainings count on the morning on which they end. "Better 30 days later" compares the accuracies that the promoted model and
  the one before it would have on infinitely many rows of that day.
`;

function rate({ pages, perYear, lower, upper }: Count, interval = false): string {
  if (perYear === null || lower === null || upper === null) return NOTHING;
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
