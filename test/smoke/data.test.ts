import { describe, expect, it } from 'vitest';
import { windowByName } from '../../lambdas/core/monitor/windows.ts';
import { layoutProblem, readRecords } from '../../smoke/aws/captured.ts';
import { captureFile, type DataFile, firstTrainingFile, KEYS, trainingFile } from '../../smoke/data/files.ts';
import { generate, HOUR_ROWS } from '../../smoke/data/generated.ts';
import { agreement, drawRows, labelOf, requestOf, scoreOf } from '../../smoke/data/rows.ts';
import { LIVE_WINDOW, monitorFiles, RETRAINING_ROWS } from '../../smoke/monitors.ts';
import { namesOf } from '../../smoke/names.ts';
import { define } from '../lib/definitions.ts';

const NOW = Date.UTC(2026, 0, 10, 15, 30);
const NAMES = namesOf('DriftwardenSmoke', NOW);
const SETTINGS = { role: 'arn:aws:iam::123456789012:role/ml', image: 'own:1', instanceType: 'ml.m5.large' };
const HOURLY = { window: { minutes: 60 }, timeZone: 'UTC' } as const;

describe('rows', () => {
  const rows = drawRows(5, 2000);

  it('are the same for the same seed', () => {
    expect(drawRows(5, 3)).toEqual(rows.slice(0, 3));
    expect(drawRows(6, 3)).not.toEqual(rows.slice(0, 3));
  });

  it('have labels that a rule gets right 95 times of 100', () => {
    for (const rule of ['heavy', 'far'] as const) {
      const labels = rows.map((row, i) => labelOf(row, i, rule));
      expect(agreement(rows, labels, rule)).toBe(0.95);
    }
  });

  it('tell a model of one rule from one of the other', () => {
    const answers = rows.map((row) => scoreOf(row, 'heavy'));
    expect(agreement(rows, answers, 'heavy')).toBe(1);
    expect(agreement(rows, answers, 'far')).toBeCloseTo(0.5, 1);
  });
});

describe('generated data', () => {
  const { files, windows } = generate(NOW);
  const below = (folder: string) => files.filter(({ key }) => key.startsWith(`${folder}/`));

  it('has a captured hour of yesterday for each window', () => {
    const captured = below(KEYS.captures).map(({ key, body }) => readRecords(key, body));
    expect(captured.map((records) => records.length)).toEqual([HOUR_ROWS, HOUR_ROWS, HOUR_ROWS]);
    for (const [i, name] of [windows.quiet, windows.drifted, windows.broken].entries()) {
      const { start, end } = windowByName(HOURLY, name);
      expect(new Date(start).toISOString()).toMatch(/^2026-01-09T/);
      expect(captured[i].every(({ time }) => time >= start && time < end)).toBe(true);
      expect(layoutProblem(captured[i], 'generated')).toBeNull();
    }
  });

  it('has the rows of the first model twice: with names for the baseline, label first for the container', () => {
    const rows = drawRows(1, 2);
    expect(trainingFile(rows, 'heavy').body.split('\n')).toEqual([
      'weight,distance,pieces,late,p',
      ...rows.map((row, i) => `${requestOf(row)},${labelOf(row, i, 'heavy')},${scoreOf(row, 'heavy')}`),
      '',
    ]);
    expect(firstTrainingFile(rows, 'heavy').body).toBe(
      rows.map((row, i) => `${labelOf(row, i, 'heavy')},${requestOf(row)}\n`).join(''),
    );
  });
});

describe('the layout of captures', () => {
  const records = (file: DataFile) => readRecords(file.key, file.body);
  const file = captureFile('endpoint', [{ row: drawRows(1, 1)[0], id: 'a', time: NOW + 61_000 }], 'heavy');

  it('is an hour, and a name by the first event', () => {
    expect(layoutProblem(records(file), 'endpoint')).toBeNull();
    expect(records(file)).toEqual([{ key: file.key, inferenceId: 'a', time: NOW + 61_000 }]);
  });

  it.each([
    ['another hour', (key: string) => key.replace('/15/', '/16/')],
    ['another second', (key: string) => key.replace('/31-01', '/31-02')],
    ['another variant', (key: string) => key.replace('AllTraffic', 'Canary')],
    ['no milliseconds', (key: string) => key.replace('-000-', '-')],
    ['another extension', (key: string) => `${key}.gz`],
  ])('is not that of %s', (_, change) => {
    expect(layoutProblem(records({ ...file, key: change(file.key) }), 'endpoint')).toContain('31:01');
  });

  it('is not found in lines that are no records', () => {
    expect(() => readRecords('k', '{"eventMetadata":{}}\n')).toThrow(/^k has a record of another form/);
  });
});

describe('the monitor files', () => {
  const bucket = NAMES.bucket('123456789012', 'eu-west-1');
  const files = monitorFiles(NAMES, bucket, SETTINGS, NOW);
  const [generated, live] = files.map(({ name, text }) => define(text, name));

  it('can be deployed, with their data in the bucket', () => {
    expect(files.map(({ name }) => name)).toEqual(Object.values(NAMES.monitors));
    for (const { capture, labels, baseline } of [generated, live])
      expect([capture.bucket, labels?.bucket, baseline?.bucket]).toEqual([bucket, bucket, bucket]);
    expect(monitorFiles(NAMES, bucket, null, NOW)).toEqual(files.slice(0, 1));
  });

  it('run by themselves half a day later', () => {
    for (const { monitor } of [generated, live]) {
      expect(monitor.schedule.drift).toBe('cron(0 3 * * ? *)');
      expect(monitor.schedule.accuracy).toBe('cron(30 3 * * ? *)');
    }
    expect(live.monitor.schedule.window).toEqual({ minutes: LIVE_WINDOW / 60_000 });
  });

  it('retrain on demand, with approval, all at once', () => {
    expect(generated.retraining).toBeNull();
    expect(live.retraining).toMatchObject({ role: SETTINGS.role, endpoint: NAMES.endpoint, variant: 'AllTraffic' });
    const { retraining } = live.monitor;
    expect(retraining?.promote).toMatchObject({ approval: 'manual', minimumRows: RETRAINING_ROWS });
    expect(retraining?.deploy).toMatchObject({ strategy: 'all-at-once', bake: 60_000 });
    expect(retraining?.trainingJob).toMatchObject({ image: 'own:1', instanceType: 'ml.m5.large', spot: false });
  });

  it('quote what a person gives', () => {
    const odd = { ...SETTINGS, image: 'own:1 }# "x"' };
    expect(() => monitorFiles(NAMES, bucket, odd, NOW).map(({ name, text }) => define(text, name))).toThrow(/image/);
  });
});
