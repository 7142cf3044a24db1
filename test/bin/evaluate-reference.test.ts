import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readPage } from '../core/report/html/page-structure.ts';
import { run } from './fake-process.ts';
import { openFolder } from './shop.ts';

const folder = openFolder();
const file = (name: string, header: string, rows: readonly string[]) =>
  folder.write(name, `${header}\n${rows.map((row) => `${row}\n`).join('')}`);

/** Every fourth row is late; of every `wrong` rows one has the score of the other class. */
const scored = (name: string, rows: number, wrong: number) =>
  file(
    name,
    'late,p',
    Array.from({ length: rows }, (_, i) => {
      const late = i % 4 === 0 ? 1 : 0;
      const high = i % wrong === 1 || i % wrong === 2 ? 1 - late : late;
      return `${late},${(0.1 + 0.7 * high + ((i * 7) % 20) / 100).toFixed(2)}`;
    }),
  );
const good = scored('good.csv', 2000, 25);
const bad = scored('bad.csv', 2000, 7);
const few = scored('few.csv', 120, 25);
const BINARY = ['--problem', 'binary-classification', '--label', 'late', '--score', 'p'];

const kinds = (name: string, classes: readonly string[], every: number) =>
  file(
    name,
    'kind,guess',
    Array.from({ length: 900 }, (_, i) => {
      const kind = classes[i % classes.length];
      return `${kind},${i % every === 0 ? classes[0] : kind}`;
    }),
  );
const MULTICLASS = ['--problem', 'multiclass-classification', '--label', 'kind', '--prediction', 'guess'];
const three = kinds('three.csv', ['cat', 'dog', 'fox'], 10);
const worse = kinds('worse.csv', ['cat', 'dog', 'fox'], 3.5);
const two = kinds('two.csv', ['cat', 'dog'], 10);
const owls = kinds('owls.csv', ['cat', 'dog', 'owl'], 10);

const numbers = (name: string, shift: number) =>
  file(
    name,
    'y,yhat',
    Array.from({ length: 600 }, (_, i) => `${i},${i + ((i * 37) % 21) - 10 + shift}`),
  );
const REGRESSION = ['--problem', 'regression', '--label', 'y', '--prediction', 'yhat'];

const evaluated = async (...args: string[]) => JSON.parse((await run(['evaluate', ...args, '--json'])).stdout);
const textsOf = (page: string) =>
  readPage(page)
    .texts.map((text) => text.trim())
    .filter((text) => text !== '');

describe('evaluate --reference', () => {
  it('says that a file is worse, by which metric and how sure', async () => {
    const { code, stdout } = await run(['evaluate', bad, '--reference', good, ...BINARY]);
    const [first] = stdout.split('\n');
    expect(code).toBe(0);
    expect(first).toMatch(
      /^Worse than the reference: roc_auc 0\.\d{4}, 0\.\d{4} in the reference: difference -0\.\d{4} \(-0\.\d{4} to -0\.\d{4}\)$/,
    );
    expect(stdout).toContain('\nfile: 2,000 of 2,000 rows used\nreference: 2,000 of 2,000 rows used\n');
    expect(stdout).toMatch(/^ {2}accuracy +0\.\d{4} +0\.9200 +-0\.\d{4} \(.*\) +worse$/m);
    expect(stdout).toMatch(/^ {2}class +precision +ref\. +recall +ref\. +f1 +ref\. +rows +ref\.$/m);
    expect(stdout).toContain('\nconfusion matrix of the reference\n');
  });

  it('says that it is no worse, or that there is not enough data', async () => {
    expect((await run(['evaluate', good, '--reference', good, ...BINARY])).stdout).toMatch(
      /^No worse than the reference: /,
    );
    expect((await run(['evaluate', good, '--reference', bad, ...BINARY])).stdout).toMatch(
      /^Better than the reference: /,
    );
    const { stdout } = await run(['evaluate', few, '--reference', good, ...BINARY, '--metric', 'recall']);
    expect(stdout).toMatch(
      /^Not enough data to say whether it is worse than the reference: recall .*; a loss of up to 0\.\d+ is not excluded\n/,
    );
  });

  it('--json has both, the difference of every metric, and the verdict', async () => {
    const { metrics, classes, reference, comparison, curves } = await evaluated(bad, '--reference', good, ...BINARY);
    expect(comparison).toMatchObject({ metric: 'roc_auc', verdict: 'worse', reason: null });
    expect(Object.keys(comparison.metrics)).toEqual(Object.keys(metrics));
    const { difference } = comparison.metrics.accuracy;
    expect(difference).toBeCloseTo(metrics.accuracy.value - reference.metrics.accuracy.value, 12);
    expect(curves.roc.truePositives.at(-1)).toBe(500);
    expect(reference).toMatchObject({ rows: 2000, rowsRead: 2000, classes: [{ name: '0' }, { name: '1' }] });
    const [[, falsePositives], [missed, hits]] = reference.confusionMatrix.counts;
    expect(reference.classes[1].recall).toBeCloseTo(hits / (hits + missed), 12);
    expect(reference.classes[1].precision).toBeCloseTo(hits / (hits + falsePositives), 12);
    expect(classes).toHaveLength(2);
  });

  it('lets another metric decide, and fails if that is wanted', async () => {
    expect((await evaluated(bad, '--reference', good, ...BINARY, '--metric', 'accuracy')).comparison.metric).toBe(
      'accuracy',
    );
    const failing = ['--fail-on', 'worse'];
    expect((await run(['evaluate', bad, '--reference', good, ...BINARY, ...failing])).code).toBe(3);
    expect((await run(['evaluate', good, '--reference', good, ...BINARY, ...failing])).code).toBe(0);
  });

  it('compares classes by name, and says where a file lacks one', async () => {
    const page = join(folder.folder, 'classes.html');
    const args = ['evaluate', worse, '--reference', three, ...MULTICLASS];
    const { stdout } = await run([...args, '--html', page]);
    expect(stdout).toMatch(/^Worse than the reference: macro_f1/);
    expect(textsOf(readFileSync(page, 'utf8'))).toContain('By class, the reference in brackets');

    const lacking = await run(['evaluate', two, '--reference', three, ...MULTICLASS]);
    expect(lacking.stdout).toMatch(/^[A-Z].*: accuracy /);
    expect(lacking.stdout).toMatch(/^ {2}macro_f1 .* one of the two files lacks a class$/m);
    expect(lacking.stdout).toMatch(/^ {2}fox +- +\d\.\d{4} +- +\d\.\d{4} +- +\d\.\d{4} +0 +300$/m);
  });

  it('shows the first twelve classes, and says how many more there are', async () => {
    const names = (many: number) => Array.from({ length: many }, (_, i) => `kind${i}`);
    const [fourteen, twelve] = [kinds('fourteen.csv', names(14), 10), kinds('twelve.csv', names(12), 10)];
    const shown = async (some: string) => {
      const { stdout } = await run(['evaluate', some, '--reference', some, ...MULTICLASS]);
      const lines = stdout.split('\n');
      const head = lines.findIndex((line) => /^ {2}class +precision/.test(line));
      return lines.slice(head + 1, lines.indexOf('', head));
    };
    const lines = await shown(fourteen);
    expect(lines).toHaveLength(13);
    expect(lines.at(-1)).toBe('  and 2 more classes: see --json');
    expect(await shown(twelve)).toHaveLength(12);
  });

  it('counts the residuals of both in the same bins', async () => {
    const [a, b] = [numbers('a.csv', 0), numbers('b.csv', 6)];
    const { curves, reference, comparison } = await evaluated(b, '--reference', a, ...REGRESSION);
    expect(curves.residuals.rmse).toBe(reference.curves.residuals.rmse);
    expect(comparison).toMatchObject({ metric: 'mae', verdict: 'worse' });
  });

  it('writes a page whose heading is the verdict, with the curves of both', async () => {
    const page = join(folder.folder, 'reference.html');
    const { stderr } = await run(['evaluate', bad, '--reference', good, ...BINARY, '--html', page]);
    expect(stderr).toBe(`page: ${page}\n`);
    const { attributes, tags } = readPage(readFileSync(page, 'utf8'));
    const texts = textsOf(readFileSync(page, 'utf8'));
    expect(texts.indexOf('Worse than the reference')).toBeLessThan(5);
    expect(texts).toEqual(
      expect.arrayContaining(['ROC', 'Calibration', 'By class, the reference in brackets', 'Rows of the reference']),
    );
    const drawn = attributes.flatMap(([key, value]) => (key === 'class' ? [value] : []));
    expect(drawn.filter((name) => name === 'then')).toHaveLength(2);
    expect(drawn.filter((name) => name === 'now').length).toBeGreaterThanOrEqual(1);
    expect(tags.map((tag) => tag.split(' ')[0])).not.toContain('script');
  });

  it.each([
    ['a column that only the file has', [good, '--reference', three, ...BINARY], 2, /three\.csv has no column "late"/],
    [
      'a column that only the reference has',
      [three, '--reference', good, ...BINARY],
      2,
      /three\.csv has no column "late"/,
    ],
    [
      'other classes',
      [owls, '--reference', three, ...MULTICLASS],
      1,
      /different classes, so their metrics cannot be compared: only .*owls\.csv has owl, only .*three\.csv has fox/,
    ],
    [
      'another problem',
      [numbers('c.csv', 0), '--reference', file('texts.csv', 'y,yhat', ['cat,dog', 'dog,dog']), ...REGRESSION],
      1,
      /none of 2 rows of .*texts\.csv can be used/,
    ],
    ['a metric without a reference', [good, ...BINARY, '--metric', 'accuracy'], 2, /--metric needs --reference/],
    ['a condition without a reference', [good, ...BINARY, '--fail-on', 'worse'], 2, /--fail-on needs --reference/],
    [
      'a metric of another problem',
      [good, '--reference', good, ...BINARY, '--metric', 'rmse'],
      2,
      /--metric rmse: binary-classification has no such metric/,
    ],
    ['a misspelt metric', [good, '--reference', good, ...BINARY, '--metric', 'acuracy'], 2, /did you mean accuracy\?/],
    ['no such file', [good, '--reference', 'nowhere.csv', ...BINARY], 2, /nowhere\.csv/],
  ])('refuses %s', async (_, args, expected, message) => {
    const { code, stdout, stderr } = await run(['evaluate', ...args]);
    expect([code, stdout]).toEqual([expected, '']);
    expect(stderr).toMatch(message);
  });

  it('quotes no class where values are hidden, and names each the same on both sides', async () => {
    const args = ['--values', 'hide'];
    const { stdout } = await run(['evaluate', two, '--reference', three, ...MULTICLASS, ...args]);
    expect(stdout).not.toMatch(/cat|dog|fox/);
    expect(stdout).toMatch(/^ {2}\(hidden 3\) +-/m);
    const { stderr } = await run(['evaluate', owls, '--reference', three, ...MULTICLASS, ...args]);
    expect(stderr).toContain('different classes');
    expect(stderr).not.toMatch(/owl\b(?!s)|fox/);
  });
});
