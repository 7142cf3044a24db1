import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { describe, expect, it } from 'vitest';
import { type MonitorProps, parseMonitorValue } from '../../lambdas/core/monitor/parse-value.ts';
import { MonitorFileError } from '../../lambdas/core/monitor/problems.ts';
import { ModelMonitor } from '../../lib/model-monitor.ts';
import { MonitorDefinition, UndeployableMonitorError } from '../../lib/monitor-definition.ts';
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

describe('a monitor that is given as values', () => {
  const VALUES: MonitorProps = {
    name: 'flight-delays',
    model: 'flight-delays',
    problem: 'binary-classification',
    capture: {
      uri: 's3://ml-capture/flight-delays/AllTraffic',
      features: ['hour', 'distance'],
      prediction: { score: 0 },
    },
    labels: { uri: 's3://ml-labels/flight-delays/' },
    baseline: { uri: 's3://ml-training/flight-delays/2001-01.parquet', label: 'late', score: 'p' },
    schedule: { timeZone: 'America/New_York' },
    performance: { alert: ['accuracy < 0.85'] },
    alerts: { email: ['ml-oncall@example.com'], runbook: 'https://example.com/runbook' },
  };

  it('is the monitor of the file that says the same', () => {
    const [given, read] = [MonitorDefinition.fromProps(VALUES), define(FLIGHTS)];
    expect({ ...given, monitor: { ...given.monitor, file: read.monitor.file } }).toEqual({ ...read });
  });

  it('may have members that are undefined', () => {
    const { json } = MonitorDefinition.fromProps({ ...VALUES, alerts: undefined });
    expect(JSON.parse(json)).not.toHaveProperty('alerts');
  });

  it('has the problems of such a file, without lines', () => {
    const wrong = {
      ...VALUES,
      performance: { alert: ['acuracy < 0.85'] },
      capture: { ...VALUES.capture, uri: 's3:/ml-capture' },
    };
    const text = FLIGHTS.replace('accuracy <', 'acuracy <').replace(
      's3://ml-capture/flight-delays/AllTraffic',
      's3:/ml-capture',
    );
    const problemsOf = (make: () => unknown) => {
      try {
        make();
      } catch (error) {
        if (error instanceof MonitorFileError) return error;
      }
      throw new Error('there is no problem');
    };
    const [ofValues, ofFile] = [problemsOf(() => MonitorDefinition.fromProps(wrong)), problemsOf(() => define(text))];
    const without = ({ problems }: MonitorFileError) => problems.map(({ file, line, column, ...problem }) => problem);
    expect(without(ofValues)).toEqual(without(ofFile));
    expect(ofValues.message).toMatch(
      /^monitor flight-delays has 2 problems:\n {2}capture\.uri: "s3:\/ml-capture" .*\n {2}performance\.alert\[0\]: .*did you mean accuracy\?$/,
    );
  });

  it.each(['Flights', '', '../flights', undefined])('is refused with the name %j', (name) => {
    expect(() => MonitorDefinition.fromProps({ ...VALUES, name: name as string })).toThrow(
      'is not the name of a monitor; accepted: up to 63 lower-case letters',
    );
  });

  it('is refused with values that are known only when the stack is deployed', () => {
    const bucket = new Bucket(new Stack(new App(), 'S'), 'Captures');
    const capture = { ...VALUES.capture, uri: `s3://${bucket.bucketName}/flight-delays` };
    expect(() => MonitorDefinition.fromProps({ ...VALUES, capture })).toThrow(
      'monitor flight-delays cannot be deployed:\n  capture.uri: is known only when the stack is deployed',
    );
  });

  it('is refused where its data is not in S3, as a file is', () => {
    const capture = { ...VALUES.capture, uri: 'captures' };
    expect(() => MonitorDefinition.fromProps({ ...VALUES, capture })).toThrow(
      'monitor flight-delays cannot be deployed:\n  capture.uri: "captures" is not in S3',
    );
  });

  it('has the template of the file that says the same', () => {
    const templateOf = (definition: MonitorDefinition | MonitorProps) => {
      const stack = new Stack(new App(), 'S');
      new ModelMonitor(stack, 'Flights', { definition });
      return Template.fromStack(stack).toJSON();
    };
    expect(templateOf(VALUES)).toEqual(templateOf(define(FLIGHTS)));
  });
});
