import { describe, expect, it } from 'vitest';
import { parseMonitorValue } from '../../lambdas/core/monitor/parse-value.ts';
import { MonitorFileError } from '../../lambdas/core/monitor/problems.ts';
import { UndeployableMonitorError } from '../../lib/monitor-definition.ts';
import { define, FLIGHTS, MINIMAL } from './definitions.ts';

describe('MonitorDefinition', () => {
  it('knows the places in S3, and which of them can only be folders', () => {
    expect(define(FLIGHTS)).toMatchObject({
      capture: { bucket: 'ml-capture', path: 'flight-delays/AllTraffic/' },
      labels: { bucket: 'ml-labels', path: 'flight-delays/' },
      baseline: { bucket: 'ml-training', path: 'flight-delays/2001-01.parquet' },
    });
    expect(define(MINIMAL, 'm')).toMatchObject({ labels: null, baseline: null });
    const plain = FLIGHTS.replace('AllTraffic,', 'all.csv, format: csv, id: id, time: at,').replace(
      'ml-labels/flight-delays/',
      'ml-labels/all.csv, format: csv, id: id, label: late',
    );
    expect(define(plain)).toMatchObject({
      capture: { path: 'flight-delays/all.csv' },
      labels: { path: 'all.csv' },
    });
  });

  it.each([
    ['as it is', FLIGHTS],
    ['after a byte order mark', `\uFEFF${FLIGHTS}`],
    ['with anchors', FLIGHTS.replace('[hour, distance]', '&f [hour, distance]').replace('{ timeZone', '{ timeZone')],
    [
      'with hostile names',
      `${FLIGHTS}drift: { importance: { __proto__: 2, constructor: 3, "": 1, "a.b": 1 } }\n`.replace(
        '[hour, distance]',
        '[hour, __proto__, constructor, "", a.b]',
      ),
    ],
  ])('carries along what a function needs to read the same monitor: %s', (_, text) => {
    const { monitor, json } = define(text);
    expect(parseMonitorValue(JSON.parse(json), monitor.file)).toEqual(monitor);
  });

  it('refuses an invalid file', () => {
    expect(() => define(FLIGHTS.replace('accuracy <', 'acuracy <'))).toThrow(MonitorFileError);
  });

  it('refuses a schedule that never fires again', () => {
    const text = FLIGHTS.replace('{ timeZone', '{ drift: "cron(0 6 * * ? 2020)", timeZone');
    expect(() => define(text)).toThrow('schedule.drift: "cron(0 6 * * ? 2020)" never fires again');
  });

  it('refuses every place that is not in S3, with its path in the file', () => {
    const text = FLIGHTS.replace('s3://ml-capture/flight-delays/AllTraffic', '../captures').replace(
      's3://ml-labels/',
      'file:///labels/',
    );
    let error: unknown;
    try {
      define(text);
    } catch (thrown) {
      error = thrown;
    }
    expect(error).toBeInstanceOf(UndeployableMonitorError);
    expect((error as Error).message).toBe(
      [
        'monitors/flight-delays.yaml cannot be deployed:',
        '  capture.uri: "../captures" is not in S3, the only place that a deployed monitor reads; accepted: s3://bucket/prefix',
        '  labels.uri: "file:///labels/flight-delays/" is not in S3, the only place that a deployed monitor reads; accepted: s3://bucket/prefix',
      ].join('\n'),
    );
  });
});
