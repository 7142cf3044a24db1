import { describe, expect, it } from 'vitest';
import { run } from './fake-process.ts';
import reference from './reference/values.json' with { type: 'json' };
import { openFolder } from './shop.ts';

const folder = openFolder();
const file = (name: string, text: string) => folder.write(name, text);

const { binary: BINARY_VALUES, regression: REGRESSION_VALUES } = reference;
const binary = file(
  'binary.csv',
  `late,p\n${BINARY_VALUES.late.map((late, i) => `${late},${BINARY_VALUES.p[i]}\n`).join('')}`,
);
const numbers = file(
  'numbers.csv',
  `y,yhat\n${REGRESSION_VALUES.y.map((y, i) => `${y},${REGRESSION_VALUES.yhat[i]}\n`).join('')}`,
);
const kinds = file(
  'kinds.csv',
  'kind,p_cat,p_dog,guess\ncat,0.9,0.1,cat\ndog,0.4,0.6,dog\ncat,0.3,0.7,dog\ndog,0.2,0.8,dog\n',
);

const BINARY = ['--problem', 'binary-classification', '--label', 'late'];
const REGRESSION = ['--problem', 'regression', '--label', 'y'];
const MULTICLASS = ['--problem', 'multiclass-classification', '--label', 'kind'];

describe('evaluate', () => {
  it('--json has rows, every metric with its interval, and the confusion matrix', async () => {
    const { code, stdout, stderr } = await run(['evaluate', binary, ...BINARY, '--score', 'p', '--json']);
    const { rows, metrics, confusionMatrix } = JSON.parse(stdout);
    expect([code, stderr, rows]).toEqual([0, '', 10]);
    for (const [name, value] of Object.entries(BINARY_VALUES.metrics)) {
      expect(metrics[name].value, name).toBeCloseTo(value, 9);
    }
    const { accuracy, roc_auc } = metrics;
    expect(accuracy.lower).toBeLessThan(accuracy.value);
    expect(accuracy.upper).toBeGreaterThan(accuracy.value);
    expect(roc_auc).toMatchObject({ lower: null, upper: null, reason: '5 positive rows; an interval needs 20' });
    expect(confusionMatrix).toEqual({ classes: ['0', '1'], counts: BINARY_VALUES.confusion_matrix });
  });

  it('moves the threshold', async () => {
    const { stdout } = await run(['evaluate', binary, ...BINARY, '--score', 'p', '--threshold', '0.55', '--json']);
    // 0.5 no longer predicts the positive class.
    expect(JSON.parse(stdout).confusionMatrix.counts).toEqual([
      [4, 1],
      [1, 4],
    ]);
  });

  it('shows the metrics and the confusion matrix', async () => {
    const { code, stdout } = await run(['evaluate', binary, ...BINARY, '--score', 'p'], { columns: 80 });
    expect(code).toBe(0);
    expect(stdout).toMatch(/^10 of 10 rows used\n/);
    expect(stdout).toMatch(/^ {2}accuracy +0\.7000 +0\.\d{4} to \d\.\d{4} +10$/m);
    expect(stdout).toMatch(/^ {2}roc_auc +0\.8400 +5 positive rows; an interval needs 20 +10$/m);
    expect(stdout).toMatch(/^ {2}0 +3 +2\n {2}1 +1 +4\n$/m);
  });

  it('measures numbers', async () => {
    const { stdout } = await run(['evaluate', numbers, ...REGRESSION, '--prediction', 'yhat', '--json']);
    const { metrics, confusionMatrix } = JSON.parse(stdout);
    for (const [name, value] of Object.entries(REGRESSION_VALUES.metrics)) {
      expect(metrics[name].value, name).toBeCloseTo(value, 9);
    }
    expect(confusionMatrix).toBeNull();
  });

  it.each([
    ['a score for each class', ['--score', 'cat=p_cat', 'dog=p_dog']],
    ['the predicted class', ['--prediction', 'guess']],
  ])('measures classes by %s', async (_name, args) => {
    const { stdout } = await run(['evaluate', kinds, ...MULTICLASS, ...args, '--json']);
    expect(JSON.parse(stdout)).toMatchObject({
      rows: 4,
      metrics: { accuracy: { value: 0.75 } },
      confusionMatrix: {
        classes: ['cat', 'dog'],
        counts: [
          [1, 1],
          [0, 2],
        ],
      },
    });
  });

  it('takes another positive class', async () => {
    const { stdout } = await run([
      'evaluate',
      kinds,
      '--problem',
      'binary-classification',
      '--label',
      'kind',
      '--score',
      'p_cat',
      '--positive',
      'cat',
      '--json',
    ]);
    expect(JSON.parse(stdout).confusionMatrix).toEqual({
      classes: ['dog', 'cat'],
      counts: [
        [2, 0],
        [1, 1],
      ],
    });
  });

  const REFUSED: [string, string[], number, RegExp][] = [
    ['no problem', [binary, '--label', 'late'], 2, /required option '--problem <type>' not specified/],
    [
      'a misspelt problem',
      [binary, '--problem', 'regresion', '--label', 'y'],
      2,
      /Allowed choices are binary-classification/,
    ],
    ['no label', [binary, '--problem', 'regression'], 2, /required option '--label <column>' not specified/],
    ['no prediction', [numbers, ...REGRESSION], 2, /--prediction is needed/],
    ['scores of a regression', [numbers, ...REGRESSION, '--score', 'yhat'], 2, /a regression has no scores/],
    ['neither score nor prediction', [binary, ...BINARY], 2, /--score or --prediction is needed/],
    ['two scores of two classes', [kinds, ...BINARY, '--score', 'a', 'b'], 2, /--score takes one column here, not 2/],
    [
      'a score without its class',
      [kinds, ...MULTICLASS, '--score', 'p_cat'],
      2,
      /several classes need class=column, such as cat=p_cat/,
    ],
    ['a class twice', [kinds, ...MULTICLASS, '--score', 'cat=p_cat', 'cat=p_dog'], 2, /names the class "cat" twice/],
    [
      'a positive class of three',
      [kinds, ...MULTICLASS, '--prediction', 'guess', '--positive', 'cat'],
      2,
      /--positive is for binary/,
    ],
    [
      'a positive class that no row has',
      [kinds, '--problem', 'binary-classification', '--label', 'kind', '--score', 'p_cat', '--positive', 'cow'],
      2,
      /no label is the positive class "cow"/,
    ],
    [
      'a misspelt column',
      [binary, ...BINARY.slice(0, 2), '--label', 'latte', '--score', 'p'],
      2,
      /has no column "latte"; did you mean late\? it has late, p/,
    ],
    ['a threshold that is none', [binary, ...BINARY, '--score', 'p', '--threshold', 'half'], 2, /It must be a number/],
    [
      'texts as numbers',
      [kinds, '--problem', 'regression', '--label', 'kind', '--prediction', 'p_cat'],
      1,
      /none of 4 rows of .* can be used; not used: 4 with no usable label/,
    ],
  ];

  const prices = file(
    'prices.csv',
    `y,yhat\n${Array.from({ length: 100 }, (_, i) => (i < 7 ? `${i},${i}\n` : `"${i},234.50",${i}234\n`)).join('')}`,
  );
  const oneOdd = file(
    'one-odd.csv',
    `y,yhat\n${Array.from({ length: 200 }, (_, i) => `${i === 3 ? '€ 3' : i},${i + (i % 2)}\n`).join('')}`,
  );
  const oneOrTwo = file(
    'one-or-two.csv',
    `late,p\n${BINARY_VALUES.late.map((late, i) => `${Number(late) + 1},${BINARY_VALUES.p[i]}\n`).join('')}`,
  );

  it('does not measure the few labels that are numbers', async () => {
    const { code, stdout, stderr } = await run(['evaluate', prices, ...REGRESSION, '--prediction', 'yhat']);
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toContain(
      'is not measured: 93 of 100 labels are texts such as "7,234.50". Metrics of the other 7 rows',
    );
  });

  it.each([
    [2, 0],
    [3, 1],
  ])('of 200 labels of which %i are texts: code %i, because at most 1 % may be unreadable', async (texts, expected) => {
    const lines = Array.from({ length: 200 }, (_, i) => `${i < texts ? '€ 3' : i},${i + (i % 2)}\n`);
    const table = file(`odd-${texts}.csv`, `y,yhat\n${lines.join('')}`);
    const { code } = await run(['evaluate', table, ...REGRESSION, '--prediction', 'yhat']);
    expect(code).toBe(expected);
  });

  it('says which few labels it leaves out', async () => {
    const { code, stdout } = await run(['evaluate', oneOdd, ...REGRESSION, '--prediction', 'yhat']);
    expect(code).toBe(0);
    expect(stdout).toContain('\n1 of 200 labels is a text such as "€ 3": excluded from the metrics\n');
  });

  it('refuses the classes 1 and 2 without --positive', async () => {
    const notGiven = await run(['evaluate', oneOrTwo, ...BINARY, '--score', 'p', '--json']);
    const given = await run(['evaluate', oneOrTwo, ...BINARY, '--score', 'p', '--positive', '2', '--json']);
    expect([notGiven.code, notGiven.stdout]).toEqual([1, '']);
    expect(notGiven.stderr).toContain('which class is the positive one? The labels and predictions have');
    expect(JSON.parse(given.stdout).metrics.roc_auc.value).toBeCloseTo(BINARY_VALUES.metrics.roc_auc, 9);
  });

  const words = file('words.csv', 'late,guess,p\nlate,1,0.9\nin time,0,0.2\nlate,0,0.4\n');
  const lateness = ['--problem', 'binary-classification', '--label', 'late', '--prediction', 'guess'];
  const kindsAsWords = ['--problem', 'multiclass-classification', '--label', 'late'];

  it.each<[string, string[], string]>([
    ['two classes', lateness, '"1", "0"'],
    ['two classes, one named positive', [...lateness, '--positive', 'late'], '"1", "0"'],
    ['classes of a multiclass problem', [...kindsAsWords, '--prediction', 'guess'], '"1", "0"'],
    ['--json too', [...lateness, '--json'], '"1", "0"'],
  ])('does not know performance where labels and answers share no class: %s', async (_name, args, answers) => {
    const { code, stdout, stderr } = await run(['evaluate', words, ...args]);
    expect([code, stdout]).toEqual([1, '']);
    const said = 'performance is not known: labels and answers have no class in common: the labels are ';
    expect(stderr).toContain(`words.csv: ${said}"late", "in time", the answers ${answers}`);
    expect(stderr).not.toMatch(/accuracy|roc_auc|^ +at /m);
  });

  it('knows performance where one class is shared', async () => {
    const one = file('one-shared.csv', 'kind,guess\ncat,Cat\ndog,dog\ncat,Cat\ncat,Cat\n');
    const { code, stdout } = await run(['evaluate', one, ...MULTICLASS, '--prediction', 'guess', '--json']);
    expect([code, JSON.parse(stdout).metrics.accuracy.value]).toEqual([0, 0.25]);
  });

  it.each(REFUSED)('refuses %s', async (_name, args, code, message) => {
    const outcome = await run(['evaluate', ...args]);
    expect([outcome.code, outcome.stdout]).toEqual([code, '']);
    expect(outcome.stderr).toMatch(message);
    expect(outcome.stderr).not.toMatch(/^ +at /m);
  });
});
