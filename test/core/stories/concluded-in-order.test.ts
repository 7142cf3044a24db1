import { expect, it } from 'vitest';
import { checkDueWindows } from '../../../lambdas/core/check/check-due-windows.ts';
import { labelDay, openDepot, serveDay } from './parcels.ts';
import { DAY, dayName, FIRST_DAY, HOUR } from './story-fixture.ts';

/** The morning `days` days after the day 0. */
const morning = (days: number) => FIRST_DAY + days * DAY + 7 * HOUR;

it('a run that measures more labels of several windows ends an incident once, not by the labels that it had before', async () => {
  const fixture = await openDepot({
    performance: '{ primaryMetric: accuracy, alert: [accuracy < 0.85] }',
    alerts: '{ repeatEvery: P7D }',
  });
  const days = [0, 1, 2, 3, 4].map((day) => serveDay(fixture, day, undefined, 1000));
  const label = (day: number, arrival: number, rows: { wrong: number; from?: number; to: number }) =>
    labelDay(fixture, day, days[day], { ...rows, arrival });
  const run = (at: number) => checkDueWindows(fixture.monitor, fixture.at(at));

  // Accuracies: 0.70 and 0.70 of 1,000 rows; 0.87 and 0.90 of the first 200.
  for (const day of [0, 1]) label(day, morning(5) - HOUR, { wrong: 300, to: 1000 });
  label(2, morning(5) - HOUR, { wrong: 26, to: 200 });
  label(3, morning(5) - HOUR, { wrong: 20, to: 200 });
  await run(morning(5));
  expect(fixture.alertsSent()).toEqual([`performance open ${dayName(0)}`]);

  // 0.89 of 600 rows, 0.84 of 500 and 0.95 of 900. With 0.90 of 200 on day 3, recovery would be proved before.
  label(2, morning(6) - HOUR, { wrong: 240, from: 200, to: 600 });
  label(3, morning(6) - HOUR, { wrong: 260, from: 200, to: 500 });
  label(4, morning(6) - HOUR, { wrong: 45, to: 900 });
  await run(morning(6));

  expect(fixture.alertsSent().slice(1)).toEqual([`performance recovered ${dayName(4)}`]);
  expect((await fixture.state()).incidents).toMatchObject([{ state: 'recovered', recoveredWindow: dayName(4) }]);
});
