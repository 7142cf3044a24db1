import { describe, expect, it } from 'vitest';
import { acknowledgeIncident } from '../../../lambdas/core/operate/incidents.ts';
import { openDepot, serveDay } from './parcels.ts';
import { dayName, morningAfter, type StoryFixture } from './story-fixture.ts';

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

describe('an outage that goes on', () => {
  /** Two weeks of whole days, then four of days that have a seventh of their rows. */
  async function goOn(meanwhile: (fixture: StoryFixture, day: number) => Promise<unknown> = async () => {}) {
    const fixture = await openDepot({ drift: '{ minimumRows: 50 }' });
    for (let day = 0; day < KNOWN + 28; day++) {
      serveDay(fixture, day, (parcel) => parcel, day < KNOWN ? 400 : 56);
      await fixture.checkDrift(day);
      await meanwhile(fixture, day);
    }
    return fixture;
  }

  it('does not become usual, and its incident stays open', async () => {
    const fixture = await goOn();
    expect((await fixture.state()).incidents).toMatchObject([{ kind: 'data-quality', state: 'open' }]);
    expect(fixture.alertsSent().filter((sent) => sent.includes('recovered'))).toEqual([]);
  });

  it('becomes usual, and its incident ends, if an operator has acknowledged it', async () => {
    const fixture = await goOn(async (one, day) => {
      if (day !== KNOWN) return;
      const said = { by: 'Anna', note: 'a caller has moved', until: null };
      await acknowledgeIncident(one.monitor.name, `data-quality-${dayName(KNOWN)}`, said, one.at(morningAfter(day)));
    });
    expect((await fixture.state()).incidents).toMatchObject([{ kind: 'data-quality', state: 'recovered' }]);
  });
});

it('does not learn from the windows before where the monitor file says so', async () => {
  const { fixture, lost } = await loseRows({ drift: '{ history: off }' });
  expect(lost.verdict.nextStep).toBe('continue');
  expect(fixture.alertsSent()).toEqual([]);
});
