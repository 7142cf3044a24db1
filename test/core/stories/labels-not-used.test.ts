import { describe, expect, it } from 'vitest';
import { checkText } from '../../../lambdas/core/report/check-text.ts';
import { SeededRandom } from '../../../lambdas/core/statistics/random.ts';
import { captureLine, hourFolder, writeCaptureLines } from './fixtures.ts';
import { drawParcels, labelDay, openDepot, requestsOf, serveDay } from './parcels.ts';
import { DAY, dayName, FIRST_DAY, HOUR, type StoryFixture } from './story-fixture.ts';

const MORNING = FIRST_DAY + 2 * DAY + 6 * HOUR;
const LIMITS = {
  labels: '{ uri: labels, lag: P1D, maxAge: P14D }',
  performance:
    '{ primaryMetric: accuracy, alert: [{ when: accuracy < 0.5, literal: true }], retrain: [{ when: accuracy < 0.85, literal: true }] }',
};

/** Label records that are Python's str(dict), not JSON. */
function writeUnreadable(fixture: StoryFixture, count: number, arrival = FIRST_DAY + DAY + HOUR): string {
  const path = `labels/${hourFolder(arrival)}/python.jsonl`;
  fixture.write(path, "{'groundTruthData': {'data': '1'}}\n".repeat(count));
  return path;
}

describe('labels that were found and not used', () => {
  it('are reported on the first day when they cannot be read: in result, text, page and alert', async () => {
    const fixture = await openDepot(LIMITS);
    serveDay(fixture, 0);
    const path = writeUnreadable(fixture, 400);

    const result = await fixture.checkAccuracy(0, MORNING);

    const { verdict, labels } = result;
    expect(labels).toMatchObject({ labelled: 0, settled: false, rejected: 400, unreadable: true });
    expect(labels!.reading.rejected.places).toEqual([
      { uri: expect.stringContaining(path), count: 400, lines: '1-400' },
    ]);
    expect(verdict.nextStep).toBe('alert');
    expect(verdict.reasons[0]).toMatch(/^400 label records cannot be read: invalid-json, .*python\.jsonl:1$/);
    expect(checkText(result)).toMatch(/label records rejected: invalid-json 400[\s\S]*python\.jsonl:1 /);
    const page = await fixture.store.get(`story/checks/accuracy/${dayName(0)}/report.html`);
    expect(new TextDecoder().decode(page!.bytes)).toContain('python.jsonl:1');
    expect(fixture.alerts.map(({ kind, state }) => [kind, state])).toEqual([['no-labels', 'open']]);
    expect(fixture.alerts[0].title).toContain('400 label records cannot be read');
    expect(fixture.alerts[0].text).toContain('python.jsonl:1');
  });

  it('prevent a retraining when they cannot be read, until a window whose labels can be read', async () => {
    const fixture = await openDepot(LIMITS);
    labelDay(fixture, 0, serveDay(fixture, 0), { wrong: 100, arrival: FIRST_DAY + DAY + 2 * HOUR });
    writeUnreadable(fixture, 40);
    labelDay(fixture, 2, serveDay(fixture, 2), { wrong: 0, arrival: FIRST_DAY + 3 * DAY + HOUR });

    const first = await fixture.checkAccuracy(0, MORNING);
    const blocked = (await fixture.state()).retraining;
    await fixture.checkAccuracy(2, MORNING + 2 * DAY);

    expect(first.verdict).toMatchObject({ nextStep: 'fix-data' });
    expect(first.verdict.reasons[0]).toBe(
      `no retraining: labels of window ${dayName(0)} cannot be read: fix the labels first`,
    );
    expect(first.verdict.reasons.at(-1)).toMatch(/^40 of 440 label records \(9\.1 %\) cannot be read: invalid-json, /);
    expect(blocked === null || blocked.since === dayName(0)).toBe(true);
    expect(fixture.alertsSent()).toEqual([`no-labels open ${dayName(0)}`, `no-labels recovered ${dayName(2)}`]);
  });

  it('raise no alert below the allowed share', async () => {
    const fixture = await openDepot(LIMITS);
    labelDay(fixture, 0, serveDay(fixture, 0), { wrong: 20, arrival: FIRST_DAY + DAY + 2 * HOUR });
    writeUnreadable(fixture, 4);

    const { labels, verdict } = await fixture.checkAccuracy(0, MORNING);

    expect(labels).toMatchObject({ labelled: 400, rejected: 4, unreadable: false });
    expect([verdict.nextStep, fixture.alerts]).toEqual(['continue', []]);
  });

  it('quote an id of each side where none matches', async () => {
    const fixture = await openDepot(LIMITS);
    labelDay(fixture, 9, serveDay(fixture, 0), { wrong: 0, arrival: FIRST_DAY + DAY + HOUR });

    const result = await fixture.checkAccuracy(0, MORNING);

    expect(result.labels!.examples).toEqual({ label: 'parcel-9-0', prediction: 'parcel-0-0' });
    expect(checkText(result)).toContain(
      '400 labels whose id matches no prediction of this window, such as "parcel-9-0"; predictions have ids such as "parcel-0-0"',
    );
    expect(fixture.alerts).toEqual([]);
  });
});

describe('predictions without ids', () => {
  it('count as predictions, and are reported on the first day', async () => {
    const fixture = await openDepot(LIMITS);
    const lines = requestsOf(0, drawParcels(new SeededRandom(3), 400)).map((request) => {
      const record = JSON.parse(captureLine(request));
      record.eventMetadata = { inferenceTime: record.eventMetadata.inferenceTime };
      return JSON.stringify(record);
    });
    writeCaptureLines(fixture, FIRST_DAY + 12 * HOUR, lines);

    const { verdict, data, labels } = await fixture.checkAccuracy(0, MORNING);

    expect([data.rows, data.rejected.records, labels!.withoutId]).toEqual([400, 0, 400]);
    expect(verdict).toMatchObject({
      nextStep: 'alert',
      reasons: [
        '400 predictions have no id, so no label can be joined: does capture.id name the column or key that has it?',
      ],
    });
    expect(fixture.alertsSent()).toEqual([`no-labels open ${dayName(0)}`]);
  });
});

describe('records that are delivered twice', () => {
  it('count once in both checks, and are reported', async () => {
    const fixture = await openDepot(LIMITS);
    const parcels = drawParcels(new SeededRandom(4), 400);
    const lines = requestsOf(0, parcels).map(captureLine);
    writeCaptureLines(fixture, FIRST_DAY + 12 * HOUR, lines);
    writeCaptureLines(fixture, FIRST_DAY + 12 * HOUR, lines.slice(0, 40));
    labelDay(fixture, 0, parcels, { wrong: 20, arrival: FIRST_DAY + DAY + HOUR });

    const drift = await fixture.checkDrift(0);
    const accuracy = await fixture.checkAccuracy(0, MORNING);

    for (const { data } of [drift, accuracy])
      expect(data).toMatchObject({ records: 440, rows: 400, repeats: 40, conflicts: 0 });
    expect(accuracy.labels).toMatchObject({ labelled: 400, ambiguous: 0 });
    expect(checkText(drift)).toContain('400 rows in 2 files, 40 repeats left out, nothing rejected');
  });

  it('are broken data where many come with other content', async () => {
    const fixture = await openDepot(LIMITS);
    const requests = requestsOf(0, drawParcels(new SeededRandom(4), 400));
    const again = requests.slice(0, 40).map((request) => ({ ...request, answers: [0.123] }));
    writeCaptureLines(fixture, FIRST_DAY + 12 * HOUR, [...requests, ...again].map(captureLine));

    const { data, verdict } = await fixture.checkDrift(0);

    expect(data).toMatchObject({ rows: 400, repeats: 0, conflicts: 40 });
    expect(data.rejected.byReason).toEqual([{ reason: 'conflicting-id', count: 40 }]);
    expect(verdict.nextStep).toBe('fix-data');
  });
});
