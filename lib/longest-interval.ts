const DAYS = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'];
const WEEK = 7;
const HOURS_OF = new Map([
  ['minute', 1 / 60],
  ['hour', 1],
  ['day', 24],
]);

/**
 * The longest time between two runs of a schedule, in hours. A schedule with several runs a day counts as daily. Null when it depends
 * on the day of the month or the year.
 *
 * @param expression A valid EventBridge schedule expression.
 */
export function longestInterval(expression: string): number | null {
  const rate = /^rate\((\d+) (minute|hour|day)s?\)$/.exec(expression);
  if (rate !== null) return Number(rate[1]) * HOURS_OF.get(rate[2])!;
  const [, , dayOfMonth, month, dayOfWeek, year] = expression.slice('cron('.length, -1).split(' ');
  const everyDay = (field: string) => field === '*' || field === '?';
  if (!everyDay(dayOfMonth) || month !== '*' || year !== '*') return null;
  if (everyDay(dayOfWeek)) return 24;
  const days = weekdays(dayOfWeek.toUpperCase());
  if (days === null) return null;
  const pauses = days.map((day, i) => ((days[(i + 1) % days.length] - day + WEEK - 1) % WEEK) + 1);
  return 24 * Math.max(...pauses);
}

/** Days of the week in order, from 0 for Sunday; null for forms such as `MON#2`. */
function weekdays(field: string): number[] | null {
  const days = new Set<number>();
  for (const item of field.split(',')) {
    const ends = item.split('-').map((text) => (DAYS.includes(text) ? DAYS.indexOf(text) : Number(text) - 1));
    if (!ends.every((end) => Number.isInteger(end) && end >= 0 && end < WEEK)) return null;
    for (let day = ends[0]; day <= ends.at(-1)!; day++) days.add(day);
  }
  return [...days].sort((a, b) => a - b);
}
