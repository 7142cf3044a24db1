import { describe, expect, it } from 'vitest';
import { parseMonitor } from '../../../lambdas/core/monitor/parse.ts';
import { briefly, MINIMAL, problemsOf } from './monitor-file.ts';

const { binary, multiclass, regression } = MINIMAL;
const labels = 'labels: { uri: l }\n';
const csv = (keys: string) =>
  `model: m\nproblem: regression\ncapture: { uri: d, format: csv, prediction: { value: y }${keys} }\n`;
const trainable = regression.replace('uri: data', 'uri: data, features: [x]') + labels;
const commands = 'commands: { train: [t], score: [s] }';
const listed = (features: string) => binary.replace('uri: data', `uri: data, features: ${features}`);

describe('sections that do not fit together', () => {
  it.each([
    [
      'a model without an answer',
      binary.replace('{ score: 0 }', '{}'),
      ['3:35 capture.prediction has no answer of a binary-classification model'],
    ],
    [
      'a regression with scores',
      regression.replace('value: 0', 'value: 0, scores: { a: 1 }'),
      ['3:55 capture.prediction.scores is not for regression'],
    ],
    [
      'a binary model with a value',
      binary.replace('score: 0', 'score: 0, value: 1'),
      ['3:54 capture.prediction.value is not for binary-classification'],
    ],
    [
      'a baseline with another answer',
      `${regression}baseline: { uri: b.csv, predictedLabel: p }\n`,
      ['4:41 baseline.predictedLabel is not for regression'],
    ],
    [
      'schedules that never fire',
      `${regression}schedule: { drift: cron(0 6 31 2 ? *), accuracy: "cron(30 2 8 3 ? 2026)", timeZone: America/New_York }\n`,
      ['4:20 schedule.drift never fires', '4:50 schedule.accuracy never fires'],
    ],
    ['a positive class of many', `${multiclass}positive: 1\n`, ['4:11 positive is not for multiclass-classification']],
    [
      'a table without time',
      csv(''),
      ['3:10 capture needs the key time: a column decides the window of a row in the format csv'],
    ],
    [
      'labels for a table without id',
      csv(', time: t') + labels,
      ['3:10 capture needs the key id: labels refer to rows of the format csv by a column'],
    ],
    [
      'a header where no format has one',
      csv(', time: t, header: true').replace('csv', 'jsonl'),
      ['3:78 capture.header has no meaning in the format jsonl, which has no header'],
    ],
    [
      'a time column in SageMaker’s format',
      binary.replace('uri: data', 'uri: data, time: t'),
      ['3:29 capture.time has no meaning in the format sagemaker-data-capture, which has its own time'],
    ],
    [
      'labels for transform outputs without ids',
      binary.replace('uri: data', 'uri: data, format: sagemaker-batch-transform, time: t') + labels,
      ['3:10 capture needs the key id: labels refer to records without inference ids by a column'],
    ],
    [
      'a metric of another problem',
      `${regression}${labels}performance: { alert: [mae > 3, accuracy < 0.5] }\n`,
      ['5:33 performance.alert[1] names accuracy, which is not a metric of regression models'],
    ],
    [
      'a metric that needs scores',
      `${binary.replace('score', 'label')}${labels}performance: { retrain: [roc_auc < 0.7] }\n`,
      ['5:26 performance.retrain[0] names roc_auc, which needs capture.prediction.score'],
    ],
    [
      'a multiclass metric that needs scores',
      `${multiclass}${labels}performance: { primaryMetric: log_loss }\n`,
      ['5:31 performance.primaryMetric names log_loss, which needs capture.prediction.scores'],
    ],
    [
      'a metric to promote by',
      `${trainable}retraining: { ${commands}, promote: { metric: f1 } }\n`,
      ['5:72 retraining.promote.metric names f1, which is not a metric of regression models'],
    ],
    [
      'a floor of another problem',
      `${trainable}retraining: { ${commands}, promote: { floor: [accuracy < 0.5] } }\n`,
      ['5:72 retraining.promote.floor[0] names accuracy, which is not a metric of regression models'],
    ],
    [
      'a segment that is no feature',
      `${trainable}retraining: { ${commands}, promote: { segments: [y] } }\n`,
      ['5:75 retraining.promote.segments[0] is not one of capture.features'],
    ],
    [
      'rows that are not kept for whole days',
      `${trainable}retraining: { ${commands}, data: { keep: PT800H } }\n`,
      ['5:67 retraining.data.keep is not a number of days above zero'],
    ],
    [
      'rows that expire during a retraining',
      `${trainable}retraining: { ${commands}, data: { keep: P8D } }\n`,
      ['5:67 retraining.data.keep is shorter than a retraining can take, with its training job and its approval'],
    ],
    [
      'a retraining without anything',
      `${regression}retraining: { cooldown: P1D }\n`,
      [
        '4:13 retraining does not define how to train',
        '4:13 retraining has nothing to train on without labels',
        '4:13 retraining needs capture.features, the order of the values in a training row',
      ],
    ],
    [
      'columns of the training data with two roles',
      `${listed('[a, b, c, y]')}baseline: { uri: b.csv, label: y, score: p, columns: { a: p, b: z, c: z, y: q, d: e } }\n`,
      [
        '4:59 baseline.columns.a is the column of baseline.score too',
        '4:71 baseline.columns.c is the column of b too',
        '4:74 baseline.columns.y is the column of baseline.label',
        '4:80 baseline.columns.d is not one of capture.features',
      ],
    ],
    [
      'limits without labels',
      `${binary}performance: { alert: [accuracy < 0.5] }\n`,
      ['4:23 performance.alert can never be met without labels'],
    ],
    [
      'a limit twice',
      `${binary}${labels}performance: { alert: [accuracy < 0.5, { when: accuracy < .50, for: 2 }] }\n`,
      ['5:40 performance.alert[1] is in the list twice'],
    ],
    [
      'a lag longer than the age',
      `${binary}labels: { uri: l, lag: P3D, maxAge: P2D }\n`,
      ['4:37 labels.maxAge is shorter than the lag'],
    ],
    [
      'more windows waiting than the state can hold',
      `${binary}labels: { uri: l, maxAge: P16D }\nschedule: { window: PT5M }\n`,
      ['4:27 labels.maxAge is so long that 4,896 windows wait for labels at the same time'],
    ],
    [
      'a limit no distance reaches',
      `${binary}drift: { features: { a: { method: ks, limit: 1 } }, prediction: { method: hellinger, limit: 2 } }\n`,
      [
        '4:46 drift.features.a.limit can never be exceeded: ks is at most 1',
        '4:93 drift.prediction.limit can never be exceeded: hellinger is at most 1',
      ],
    ],
    [
      'a method for another type',
      `${binary}drift: { features: { a: { method: ks } } }\nbaseline: { uri: b.csv, types: { a: category } }\n`,
      ['4:35 drift.features.a.method does not compare columns of the type category'],
    ],
    [
      'a test for another type',
      `${binary}drift: { features: { a: { test: ks } } }\nbaseline: { uri: b.csv, types: { a: category } }\n`,
      ['4:33 drift.features.a.test does not test columns of the type category'],
    ],
    [
      'a test for another method',
      `${binary}drift: { features: { a: { method: l_infinity, test: ks } } }\n`,
      ['4:53 drift.features.a.test does not fit the method l_infinity'],
    ],
    [
      'names that are no feature',
      `${listed('[hour, origin]')}drift: { ignore: [weekday], publish: [orgin], features: { orign: { limit: 0.2 } }, importance: { hours: 1 } }\nperformance: { segments: [origin, Origin] }\nbaseline: { uri: b.csv, types: { x: number } }\n`,
      [
        '4:19 drift.ignore[0] is not one of capture.features',
        '4:39 drift.publish[0] is not one of capture.features (origin?)',
        '4:59 drift.features.orign is not one of capture.features (origin?)',
        '4:98 drift.importance.hours is not one of capture.features (hour?)',
        '5:35 performance.segments[1] is not one of capture.features (origin?)',
        '6:34 baseline.types.x is not one of capture.features',
      ],
    ],
    [
      'published features that are not compared',
      `${binary}drift: { ignore: [a], publish: [b, a] }\n`,
      ['4:36 drift.publish[1] is left out of the drift check by drift.ignore'],
    ],
    [
      'names that CloudWatch does not take',
      `${binary}drift: { publish: [größe, "", " ", "a\\tb", ${'x'.repeat(256)}, ${'x'.repeat(255)}, "a b:c"] }\n`,
      ['20', '27', '31', '36', '44'].map(
        (column, i) => `4:${column} drift.publish[${i}] cannot be the dimension of a metric`,
      ),
    ],
    [
      'more features than are published',
      `${binary}drift: { publish: [${Array.from({ length: 21 }, (_, i) => `f${i}`).join(', ')}] }\n`,
      ['4:19 drift.publish has more than 20 items'],
    ],
  ])('%s', (_name, text, problems) => {
    expect(briefly(text)).toEqual(problems);
  });

  it.each([
    [
      'labels',
      `${binary}labels: { uri: l, lga: P1D }\nperformance: { alert: [accuracy < 0.5] }\n`,
      ['4:19 labels.lga is an unknown key (lag?)'],
    ],
    [
      'the problem',
      `${binary.replace('binary-', 'binary_')}positive: 1\n`,
      ['2:10 problem is not accepted here (binary-classification?)'],
    ],
    [
      'capture',
      `${listed('[a]').replace('score', 'scroe')}drift: { ignore: [b] }\n`,
      ['3:52 capture.prediction.scroe is an unknown key (score?)'],
    ],
  ])('a mistake in %s is reported once', (_section, text, problems) => {
    expect(briefly(text)).toEqual(problems);
  });

  it('are reported beside problems within one section', () => {
    const text = `${binary}${labels}performance: { alert: [mae > 1], minimumRow: 3 }\ndrift: { prediction: { method: ks, limit: 3 } }\nalert: {}\n`;
    expect(briefly(text)).toEqual([
      '5:34 performance.minimumRow is an unknown key (minimumRows?)',
      '6:43 drift.prediction.limit can never be exceeded: ks is at most 1',
      '7:1 alert is an unknown key (alerts?)',
    ]);
  });

  it('show no value where the key is wrong', () => {
    const text = `${listed('[hour]')}drift: { ignore: [day], importance: { days: 1 } }\n`;
    expect(problemsOf(text).map(({ given }) => given)).toEqual(['"day"', null]);
  });

  it('say what would fit', () => {
    const [{ accepted }] = problemsOf(`${multiclass}${labels}performance: { alert: [roc_auc < 0.7] }\n`);
    expect(accepted).toMatch(/^accuracy, (\w+, )*macro_f1, /);
    // Binary models have one, and the other takes probabilities.
    expect(accepted).not.toMatch(/\b(recall|log_loss)\b/);
  });

  it.each([
    ['a table with time and id', csv(', time: t, id: i') + labels],
    [
      'the same limit to alert and to retrain',
      `${binary}${labels}performance: { alert: [accuracy < 0.5], retrain: [accuracy < 0.5] }\n`,
    ],
    [
      'an unbounded distance',
      `${binary}drift: { features: { a: { method: psi, limit: 2 }, b: { method: wasserstein, limit: 5 } } }\n`,
    ],
    [
      'a test that goes with both types',
      `${binary}drift: { features: { a: { method: psi, test: ks }, b: { method: psi, test: chi_square } } }\n`,
    ],
    [
      'multiclass scores and log loss',
      `${multiclass.replace('label: 0', 'scores: { a: 0, b: 1 }')}${labels}performance: { alert: [log_loss > 1] }\n`,
    ],
  ])('%s is no contradiction', (_name, text) => {
    expect(() => parseMonitor(text, 'm.yaml')).not.toThrow();
  });
});

describe('a schedule whose last year is over', () => {
  const text = `${binary}schedule: { drift: cron(0 6 * * ? 2026) }\n`;

  it('is refused where a time is given, and can be read after that, as a deployed function does', () => {
    const end = Date.UTC(2026, 11, 31, 6);
    expect(parseMonitor(text, 'm.yaml', end - 1).schedule.drift).toBe('cron(0 6 * * ? 2026)');
    expect(() => parseMonitor(text, 'm.yaml', end)).toThrow('schedule.drift: "cron(0 6 * * ? 2026)" never fires again');
    expect(parseMonitor(text, 'm.yaml').schedule.drift).toBe('cron(0 6 * * ? 2026)');
  });
});
