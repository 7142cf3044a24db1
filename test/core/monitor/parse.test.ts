import { describe, expect, it } from 'vitest';
import { DEFAULT_MISSING } from '../../../lambdas/core/columns/missing-texts.ts';
import { parseMonitor } from '../../../lambdas/core/monitor/parse.ts';
import { MonitorFileError } from '../../../lambdas/core/monitor/problems.ts';
import { briefly, MINIMAL, problemsOf } from './monitor-file.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

const FLIGHT_DELAYS = `
model: flight-delays
problem: binary-classification            # or multiclass-classification, regression
capture:
  uri: s3://ml-capture/flight-delays/AllTraffic     # or a local folder
  format: sagemaker-data-capture
  features: [hour, weekday, distance, origin, destination]
  prediction: { score: 0, threshold: 0.5 }
labels: { uri: s3://ml-labels/flight-delays, lag: P2D, maxAge: P14D }
baseline: { uri: s3://ml-training/flight-delays/2001-01.parquet, label: late, score: p }
schedule: { drift: cron(0 6 * * ? *), accuracy: cron(30 6 * * ? *), timeZone: America/New_York, window: P1D }
drift: { falseAlarms: 0.01, features: { origin: { method: psi, limit: 0.25 } }, importance: { hour: 3 } }
performance:
  alert:   [ accuracy < 0.85, roc_auc < 0.70 ]
  retrain: [ accuracy <= 0.85, { when: accuracy < 0.9, for: 3 } ]
  segments: [ origin ]
  minimumRows: 200
alerts: { email: [ml-oncall@example.com], falsePages: 0.1, repeatEvery: PT24H, runbook: https://example.com/runbook }
retraining:
  trainingJob: { image: 123.dkr.ecr.us-east-1.amazonaws.com/train, instanceType: ml.m5.xlarge, hyperParameters: { depth: 6, fast: true } }
  promote: { metric: roc_auc, margin: 0.005, minimumRows: 1000, approval: automatic }
  cooldown: P3D
  budget: { count: 4, per: P30D }
  deploy: { strategy: canary, percent: 10, bake: PT10M }
`;

const retrained = (section: string) =>
  `${MINIMAL.regression.replace('uri: data', 'uri: data, features: [x]')}labels: { uri: l }\nretraining: ${section}\n`;

describe('a monitor file', () => {
  it('is read with every key', () => {
    expect(parseMonitor(FLIGHT_DELAYS, 'monitors/flight-delays.yaml')).toEqual({
      name: 'flight-delays',
      file: 'monitors/flight-delays.yaml',
      model: 'flight-delays',
      problem: 'binary-classification',
      positive: undefined,
      capture: {
        uri: 's3://ml-capture/flight-delays/AllTraffic',
        format: 'sagemaker-data-capture',
        features: ['hour', 'weekday', 'distance', 'origin', 'destination'],
        prediction: { score: 0, threshold: 0.5 },
        missing: DEFAULT_MISSING,
        maxRejectedShare: 0.01,
        expectData: true,
      },
      labels: {
        uri: 's3://ml-labels/flight-delays',
        format: 'sagemaker-ground-truth',
        id: 'id',
        label: 'label',
        missing: DEFAULT_MISSING,
        maxRejectedShare: 0.01,
        lag: 2 * DAY,
        maxAge: 14 * DAY,
        keepAnswers: 400 * DAY,
      },
      baseline: {
        uri: 's3://ml-training/flight-delays/2001-01.parquet',
        format: undefined,
        label: 'late',
        prediction: { score: 'p', threshold: 0.5 },
        columns: new Map(),
        types: new Map(),
        missing: DEFAULT_MISSING,
        header: true,
      },
      schedule: {
        drift: 'cron(0 6 * * ? *)',
        accuracy: 'cron(30 6 * * ? *)',
        timeZone: 'America/New_York',
        window: { days: 1 },
      },
      drift: {
        falseAlarms: 0.01,
        ignore: [],
        publish: [],
        features: new Map([['origin', { method: 'psi', limit: 0.25 }]]),
        prediction: {},
        importance: new Map([['hour', 3]]),
        history: {},
        minimumRows: 100,
      },
      privacy: { values: 'show' },
      quality: { maxMissingIncrease: 0.05, maxUnseenShare: 0.05, maxOutOfRangeShare: 0.05, maxTypeErrorShare: 0.01 },
      performance: {
        primaryMetric: 'roc_auc',
        alert: [
          { metric: 'accuracy', operator: '<', value: 0.85, windows: 1, text: 'accuracy < 0.85' },
          { metric: 'roc_auc', operator: '<', value: 0.7, windows: 1, text: 'roc_auc < 0.7' },
        ],
        retrain: [
          { metric: 'accuracy', operator: '<=', value: 0.85, windows: 1, text: 'accuracy <= 0.85' },
          { metric: 'accuracy', operator: '<', value: 0.9, windows: 3, text: 'accuracy < 0.9', hasFor: true },
        ],
        segments: ['origin'],
        minimumRows: 200,
      },
      alerts: {
        email: ['ml-oncall@example.com'],
        falsePages: 0.1,
        repeatEvery: DAY,
        runbook: 'https://example.com/runbook',
      },
      retraining: {
        trainingJob: {
          image: '123.dkr.ecr.us-east-1.amazonaws.com/train',
          instanceType: 'ml.m5.xlarge',
          instanceCount: 1,
          volumeGigabytes: 30,
          maxRuntime: HOUR,
          spot: true,
          isolated: true,
          hyperParameters: new Map([
            ['depth', '6'],
            ['fast', 'true'],
          ]),
        },
        scoring: { environment: new Map() },
        roleWritesCaptures: false,
        data: {
          format: 'csv',
          since: 'lookback',
          lookback: 28 * DAY,
          heldOutShare: 0.25,
          minimumRows: 1000,
          maximumRows: 1_000_000,
          keep: 30 * DAY,
        },
        promote: {
          metric: 'roc_auc',
          margin: 0.005,
          minimumRows: 1000,
          floor: [],
          segments: [],
          maxSegmentLoss: 0.02,
          approval: 'automatic',
          expiry: 3 * DAY,
        },
        cooldown: 3 * DAY,
        budget: { count: 4, per: 30 * DAY },
        deploy: { strategy: 'canary', percent: 10, bake: HOUR / 6, alarms: [] },
      },
    });
  });

  it.each([
    [MINIMAL.binary, 'roc_auc'],
    [MINIMAL.binary.replace('score: 0', 'label: 0'), 'accuracy'],
    [MINIMAL.multiclass, 'macro_f1'],
    [MINIMAL.regression, 'mae'],
  ])('needs little, and has a primary metric then', (text, metric) => {
    const monitor = parseMonitor(text, 'm.yaml');
    expect(monitor.performance.primaryMetric).toBe(metric);
    expect([monitor.labels, monitor.baseline, monitor.retraining]).toEqual([null, null, null]);
  });

  it.each([
    ['', { drift: 'cron(0 6 * * ? *)', accuracy: 'cron(30 6 * * ? *)', timeZone: 'UTC', window: { days: 1 } }],
    [
      '{ window: PT1H }',
      { drift: 'cron(20 * * * ? *)', accuracy: 'cron(40 * * * ? *)', timeZone: 'UTC', window: { minutes: 60 } },
    ],
    ['{ accuracy: off }', { drift: 'cron(0 6 * * ? *)', accuracy: null, timeZone: 'UTC', window: { days: 1 } }],
    [
      '{ drift: rate(6 hours), timeZone: europe/berlin }',
      { drift: 'rate(6 hours)', accuracy: 'cron(30 6 * * ? *)', timeZone: 'Europe/Berlin', window: { days: 1 } },
    ],
  ])('with the schedule %s', (given, schedule) => {
    const text = given === '' ? MINIMAL.binary : `${MINIMAL.binary}schedule: ${given}\n`;
    expect(parseMonitor(text, 'm.yaml').schedule).toEqual(schedule);
  });

  it.each([
    ['1', '1'],
    ['1.0', '1'],
    ['-0', '0'],
    ['true', 'true'],
    ['"yes"', 'yes'],
    ['""', ''],
  ])('reads the positive class %s as canonical text', (given, positive) => {
    expect(parseMonitor(`${MINIMAL.binary}positive: ${given}\n`, 'm.yaml').positive).toBe(positive);
  });

  it('can do without history and a check', () => {
    const monitor = parseMonitor(`${MINIMAL.binary}drift: { history: off }\nschedule: { drift: off }\n`, 'm.yaml');
    expect([monitor.drift.history, monitor.schedule.drift]).toEqual([null, null]);
  });

  it('gives retraining the primary metric to decide by', () => {
    const { retraining } = parseMonitor(
      retrained('{ trainingJob: { image: i, instanceType: ml.m5.large } }'),
      'm.yaml',
    );
    expect(retraining?.promote.metric).toBe('mae');
  });

  it('can have candidates judged and never deployed', () => {
    const { retraining } = parseMonitor(
      retrained('{ commands: { train: [t], score: [s] }, promote: never }'),
      'm.yaml',
    );
    expect(retraining?.promote).toMatchObject({ approval: 'never', metric: 'mae', margin: 0.005 });
  });

  it('keeps names that are hostile to plain objects', () => {
    const names = ['__proto__', 'constructor', '', 'a.b', 'say "hi"', 'two\nlines', '\ud800'];
    const keyed = (value: string) => `{ ${names.map((name) => `${JSON.stringify(name)}: ${value}`).join(', ')} }`;
    const text = `${MINIMAL.multiclass.replace('label: 0', `scores: ${keyed('0')}`)}
drift: { features: ${keyed('{ limit: 0.5 }')}, importance: ${keyed('2')}, ignore: ${JSON.stringify(names)} }
baseline: { uri: b.csv, types: ${keyed('category')}, scores: ${keyed('p')} }
`;
    const { capture, drift, baseline } = parseMonitor(text, 'm.yaml');
    expect([...drift.features]).toEqual(names.map((name) => [name, { limit: 0.5 }]));
    expect([...drift.importance.keys()]).toEqual(names);
    expect(drift.ignore).toEqual(names);
    expect([...baseline!.types.keys()]).toEqual(names);
    expect(Object.entries(capture.prediction.scores!)).toEqual(names.map((name) => [name, 0]));
    expect(Object.entries(baseline!.prediction.scores!)).toEqual(names.map((name) => [name, 'p']));
  });

  it('may be JSON, start with a byte order mark and use anchors', () => {
    const json =
      '\uFEFF{"model": "m", "problem": "regression", "capture": {"uri": "d", "prediction": {"value": "y.z"}}}';
    expect(parseMonitor(json, 'm.json').capture.prediction.value).toBe('y.z');
    const anchored = `${MINIMAL.binary}drift: { features: { a: &strict { limit: 0.05 }, b: *strict } }\n`;
    expect(parseMonitor(anchored, 'm.yml').drift.features.get('b')).toEqual({ limit: 0.05 });
  });

  it.each([
    'Flights.yaml',
    '-a.yaml',
    'a b.yaml',
    'a_b.yaml',
    '.yaml',
    'a.txt',
    'a',
    `${'a'.repeat(64)}.yaml`,
    'ä.yaml',
    'a\n.yaml',
  ])('cannot be called %j', (file) => {
    expect(problemsOf(MINIMAL.binary, `monitors/${file}`).map(({ accepted }) => accepted)).toEqual([
      'up to 63 lower-case letters, digits and hyphens, not starting with a hyphen, then .yaml, .yml or .json',
    ]);
  });

  it.each([
    ['monitors/flight-delays.yaml', 'flight-delays'],
    ['C:\\monitors\\x.yml', 'x'],
    [`0${'a'.repeat(62)}.json`, `0${'a'.repeat(62)}`],
  ])('%s is named %s', (file, name) => {
    expect(parseMonitor(MINIMAL.binary, file).name).toBe(name);
  });
});

describe('a wrong monitor file', () => {
  it('is refused with everything that is wrong, in the order of its lines', () => {
    const text = `model: ''
problem: binary
capture:
  ur: s3://bucket/x
  format: sagemaker-datacapture
  features: [hour, weekday, hour]
  prediction: { score: -1, threshold: high }
  maxRejectedShare: 2
labels: { uri: https://x/y, lag: 2 days, maxAge: P1M }
schedule: { drift: 0 6 * * *, timeZone: America/NewYork, window: PT7H }
drift: { falseAlarms: 0, features: { "a b": { methd: psi, limit: x } }, history: on }
performance:
  alert: [ acuracy < 0.85, roc_auc > 0.70, accuracy < 1.5, { when: 'f1 < 0.5', fur: 2 }, 7 ]
  minimumRows: 2.5
alerts: { email: [ml-oncall], runbook: ftp://x }
extra: 1
`;
    expect(briefly(text)).toEqual([
      '1:8 model must not be empty',
      '2:10 problem is not accepted here (binary-classification?)',
      '4:3 capture.uri is missing',
      '4:3 capture.ur is an unknown key (uri?)',
      '5:11 capture.format is not accepted here (sagemaker-data-capture?)',
      '6:29 capture.features[2] is in the list twice',
      '7:24 capture.prediction.score is below 0',
      '7:39 capture.prediction.threshold is not a number',
      '8:21 capture.maxRejectedShare is above 1',
      '9:16 labels.uri has the scheme https',
      '9:34 labels.lag is not a duration (P2D?)',
      '9:50 labels.maxAge counts months or years, which differ in length',
      '10:20 schedule.drift is not a schedule (cron(0 6 * * ? *)?)',
      '10:41 schedule.timeZone is not a time zone (America/New_York?)',
      '10:66 schedule.window does not divide a day evenly',
      '11:23 drift.falseAlarms is not above 0',
      '11:47 drift.features["a b"].methd is an unknown key (method?)',
      '11:66 drift.features["a b"].limit is not a number',
      '11:82 drift.history is neither off nor a mapping',
      '13:12 performance.alert[0] names an unknown metric (accuracy?)',
      '13:28 performance.alert[1] would be breached by good values: for roc_auc, higher is better (roc_auc < 0.7?)',
      '13:44 performance.alert[2] has a number outside the range of accuracy',
      '13:80 performance.alert[3].fur is an unknown key (for?)',
      '13:90 performance.alert[4] is not a limit',
      '14:16 performance.minimumRows is not a whole number',
      '15:19 alerts.email[0] is not an e-mail address',
      '15:40 alerts.runbook is not an http or https address',
      '16:1 extra is an unknown key',
    ]);
  });

  it('is refused in words: file, place, value, what is accepted, the nearest right name', () => {
    const text = `${MINIMAL.binary}performance: { minimumRows: none }\ndrift: { falseAlrams: 0.1 }\n`;
    expect(new MonitorFileError('monitors/m.yaml', problemsOf(text, 'monitors/m.yaml')).message).toBe(
      [
        'monitors/m.yaml has 2 problems:',
        '  monitors/m.yaml:4:29: performance.minimumRows: "none" is not a number; accepted: a whole number from 1: How many labelled rows a judgement needs, of one window or of several together',
        '  monitors/m.yaml:5:10: drift.falseAlrams: is an unknown key; accepted: falseAlarms, ignore, publish, features, prediction, importance, history, minimumRows; did you mean falseAlarms?',
      ].join('\n'),
    );
  });

  it.each([
    ['', ['1:1 is not a mapping']],
    ['- 1', ['1:1 is not a mapping']],
    ['model: a\nmodel: b\n', ['2:1 Map keys must be unique']],
    ['model: &a [*a]\n', ['1:1 problem is missing', '1:1 capture is missing', '1:11 model is not a string']],
    ['model: *x\n', ['1:1 Unresolved alias (the anchor must be set before the alias): x']],
    ['model: !secret x\n', ['1:8 Unresolved tag: !secret']],
    ['model: a\n---\nmodel: b\n', ['2:1 Source contains multiple documents; please use YAML.parseAllDocuments()']],
    ['\tmodel: a\n', ['1:1 Tabs are not allowed as indentation']],
    [
      `a: &a [${'x,'.repeat(20)}]\n${Array.from({ length: 30 }, (_, i) => `b${i}: [${'*a,'.repeat(30)}]`).join('\n')}`,
      ['1:1 Excessive alias count indicates a resource exhaustion attack'],
    ],
    ['#'.repeat(1_000_001), ['1:1 the file has more than 1000000 characters']],
    [`${MINIMAL.binary}__proto__: { polluted: true }\n`, ['4:1 __proto__ is an unknown key']],
    [`${MINIMAL.binary}"two\\nlines": 1\n`, ['4:1 ["two\\nlines"] is an unknown key']],
    [
      `${MINIMAL.binary}performance: { retrain: [ { when: acuracy < 0.9 } ] }\n`,
      ['4:35 performance.retrain[0].when names an unknown metric (accuracy?)'],
    ],
    [`${MINIMAL.binary}performance: { retrain: [ { for: 2 } ] }\n`, ['4:27 performance.retrain[0].when is missing']],
    [`${MINIMAL.binary}drift: 3\n`, ['4:8 drift is not a mapping']],
    [`${MINIMAL.binary}drift: { features: [a] }\n`, ['4:20 drift.features is not a mapping']],
    [`${MINIMAL.binary}alerts: { email: x@example.com }\n`, ['4:18 alerts.email is not a list']],
    [`${MINIMAL.binary}alerts: { repeatEvery: PT0S }\n`, ['4:24 alerts.repeatEvery is zero']],
    [`${MINIMAL.binary}schedule: { timeZone: +02:00 }\n`, ['4:23 schedule.timeZone is not a time zone']],
    [MINIMAL.binary.replace('data', 's3:/labels'), ['3:17 capture.uri begins with s3: and not with s3://']],
    [MINIMAL.binary.replace('data', 's3:labels'), ['3:17 capture.uri begins with s3: and not with s3://']],
    [MINIMAL.binary.replace('data', 'https:/data'), ['3:17 capture.uri begins with https: and not with https://']],
    [MINIMAL.binary.replace('data', 's3://Bad_Bucket/x'), ['3:17 capture.uri has no valid bucket name']],
    [MINIMAL.binary.replace('data', '" "'), ['3:17 capture.uri is empty']],
    [`${MINIMAL.binary}drift: { falseAlarms: .nan }\n`, ['4:23 drift.falseAlarms is not a number']],
  ])('case %#', (text, problems) => {
    expect(briefly(text)).toEqual(problems);
  });

  it('may nest without end', () => {
    expect(problemsOf(`model: ${'['.repeat(200_000)}`).length).toBeGreaterThan(0);
  });
});
