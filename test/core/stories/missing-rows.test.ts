import { expect, it } from 'vitest';
import { openDepot, serveDay } from './parcels.ts';
import { dayName, type StoryFixture } from './story-fixture.ts';

const KNOWN = 15;

/** Days of 400 parcels, then one of which nearly all are lost, then one that is whole again. */
async function loseRows(changes: Readonly<Record<string, string>> = {}) {
  const fixture: StoryFixture = await openDepot(changes);
  for (let day = 0; day < KNOWN + 2; day++) {
    serveDay(fixture, day, (parcel) => parcel, day === KNOWN ? 12 : 400);
    if (day < KNOWN) await fixture.checkDrift(day);
  }
  const [lost, whole] = [await fixture.checkDrift(KNOWN), await fixture.checkDrift(KNOWN + 1)];
  return { fixture, lost, whole };
}

it('a window with a few of its rows is broken data until the rows are back, although it is too small to be judged for drift', async () => {
  const { fixture, lost, whole } = await loseRows();

  expect(lost.verdict.nextStep).toBe('fix-data');
  expect(lost.verdict.reasons).toEqual([
    expect.stringMatching(
      /^12 rows are far fewer than the usual \d+ to \d+ on \w+ \(by 15 windows\); callers, hours or files may be missing$/,
    ),
  ]);
  expect(lost.quality).toMatchObject([{ check: 'row_count', value: 0.03, rows: 12, breached: true }]);
  expect(lost.drift).toBeNull();
  expect(whole.verdict).toMatchObject({ dataMatches: 'yes', reasons: [] });
  expect(fixture.alertsSent()).toEqual([
    `data-quality open ${dayName(KNOWN)}`,
    `data-quality recovered ${dayName(KNOWN + 1)}`,
  ]);
  expect(fixture.alerts[0].title).toContain('12 rows are far fewer than the usual');
  expect(await fixture.pageOf('drift', KNOWN)).toContain('12 rows are far fewer than the usual');
});

it('does not learn from the windows before where the monitor file says so', async () => {
  const { fixture, lost } = await loseRows({ drift: '{ history: off }' });
  expect(lost.verdict.nextStep).toBe('continue');
  expect(fixture.alertsSent()).toEqual([]);
});
