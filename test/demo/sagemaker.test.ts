import { describe, expect, it } from 'vitest';
import { HOUR_MS, parseDay } from '../../demo/calendar.ts';
import { formatCaptures, formatLabels } from '../../demo/sagemaker.ts';
import { captureRequests } from '../../demo/serving.ts';
import { makeFlights } from './synthetic.ts';

const SEED = 3;
const flights = makeFlights('2001-02-01', '2001-02-03', 7);
const captured = captureRequests(flights, '2001-02-01', 50, SEED);
const probabilities = Float64Array.from(captured.rows, (row) => (row % 1000) / 1000);

describe('formatCaptures', () => {
  const files = formatCaptures(captured, probabilities, SEED);
  const records = files.flatMap((file) =>
    file.text
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line)),
  );

  it('writes each captured request as one line that parses back', () => {
    expect(records).toHaveLength(captured.rows.length);
    records.forEach((record, at) => {
      const [hour, weekday, distance, origin, destination] = record.captureData.endpointInput.data.split(',');
      expect(Number(hour)).toBe(captured.features.hour[at]);
      expect(Number(weekday)).toBe(4);
      expect(Number(distance)).toBe(captured.features.distance[at]);
      expect(origin).toBe(flights.origin.dictionary[flights.origin.codes[captured.rows[at]]]);
      expect(destination).toBe(flights.destination.dictionary[flights.destination.codes[captured.rows[at]]]);
      expect(Number(record.captureData.endpointOutput.data)).toBe(probabilities[at]);
      expect(Date.parse(record.eventMetadata.inferenceTime)).toBe(captured.times[at]);
    });
  });

  it('has the members SageMaker writes, and no others', () => {
    expect(records[0]).toEqual({
      captureData: {
        endpointInput: { observedContentType: 'text/csv', mode: 'INPUT', data: expect.any(String), encoding: 'CSV' },
        endpointOutput: {
          observedContentType: 'text/csv; charset=utf-8',
          mode: 'OUTPUT',
          data: expect.any(String),
          encoding: 'CSV',
        },
      },
      eventMetadata: {
        eventId: expect.stringMatching(/^[0-9a-f-]{36}$/),
        inferenceId: expect.stringMatching(/^flight-\d{7}$/),
        inferenceTime: expect.stringMatching(/^2001-02-01T\d\d:\d\d:\d\dZ$/),
      },
      eventVersion: '0',
    });
  });

  it('writes one file an hour, named by its first event, in order of time', () => {
    expect(files).toHaveLength(24);
    files.forEach((file, hour) => {
      const first = JSON.parse(file.text.slice(0, file.text.indexOf('\n'))).eventMetadata.inferenceTime;
      const [, hh, mm, ss] =
        /^captures\/flight-delays\/AllTraffic\/2001\/02\/01\/(\d\d)\/(\d\d)-(\d\d)-\d{3}-[0-9a-f-]{36}\.jsonl$/.exec(
          file.key,
        )!;
      expect(Number(hh)).toBe(hour);
      expect(first).toBe(`2001-02-01T${hh}:${mm}:${ss}Z`);
      expect(file.lines).toBe(file.text.trimEnd().split('\n').length);
    });
    expect(captured.times).toEqual(captured.times.toSorted());
  });

  it('gives each request its own ids', () => {
    expect(new Set(records.map((record) => record.eventMetadata.eventId)).size).toBe(records.length);
    expect(new Set(records.map((record) => record.eventMetadata.inferenceId)).size).toBe(records.length);
  });
});

describe('formatLabels', () => {
  it('refers to the inference ids, under the hour of arrival', () => {
    const labels = Uint8Array.from(captured.rows, (row) => row % 2);

    const [file] = formatLabels(captured, labels, parseDay('2001-02-03') + 2 * HOUR_MS, SEED);

    const lines = file.text
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(file.key).toMatch(/^labels\/2001\/02\/03\/02\/[0-9a-f-]{36}\.jsonl$/);
    expect(lines).toEqual(
      Array.from(captured.rows, (row) => ({
        groundTruthData: { data: String(row % 2), encoding: 'CSV' },
        eventMetadata: { eventId: `flight-${String(row).padStart(7, '0')}` },
        eventVersion: '0',
      })),
    );
  });

  it('writes nothing when nothing was captured', () => {
    const none = captureRequests(flights, '2001-01-31', 50, SEED);

    expect(formatLabels(none, new Uint8Array(0), parseDay('2001-02-02'), SEED)).toEqual([]);
    expect(formatCaptures(none, new Float64Array(0), SEED)).toEqual([]);
  });
});
