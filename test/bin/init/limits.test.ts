import { afterEach, describe, expect, it } from 'vitest';
import { parseMonitor } from '../../../lambdas/core/monitor/parse.ts';
import { run } from '../fake-process.ts';
import { csv, PREDICTIONS, type Row } from '../made-data.ts';
import { openFolder, type Shop } from '../shop.ts';
import { init, PLACES, textOf } from './run-init.ts';

const home = process.cwd();
afterEach(() => process.chdir(home));

/** The training data has the columns that `row` makes of each prediction, on two days. */
function write(shop: Shop, row: (prediction: (typeof PREDICTIONS)[number], i: number) => Row): void {
  shop.write('captures/day.csv', csv(PREDICTIONS.map(({ churned: _churned, ...one }) => one)));
  shop.write('labels/day.csv', csv(PREDICTIONS.map(({ request_id, churned }) => ({ request_id, churned }))));
  shop.write('training.csv', csv(PREDICTIONS.map(row)));
}

/** One answer in ten is wrong. */
const scored = ({ age, plan, churned }: (typeof PREDICTIONS)[number], i: number) => {
  const said = i % 10 === 0 ? 1 - churned : churned;
  return { age, plan, churned, p: said === 1 ? 0.9 : 0.1 };
};
const NO_LIMIT = 'performance.alert: no performance limit: roc_auc is measured, but no alert is raised:';

describe('init on labels', () => {
  it('writes the limit that baseline would suggest, and says what it follows from', async () => {
    const shop = openFolder();
    write(shop, scored);
    const { value, stdout } = await init(shop, ...PLACES);
    const [limit] = value.performance.alert;
    expect(limit).toMatch(/^roc_auc < 0\.\d+$/);
    expect(stdout).toContain(`\nlimit       ${limit}\n`);
    expect(stdout).not.toContain('to do:');
    expect(textOf(shop).replaceAll(/\n +# /g, ' ')).toMatch(
      /a limit to begin with: roc_auc is 0\.\d+ \(0\.\d+ to 0\.\d+\) on 120 held-out rows of the training data\. Set it/,
    );
    expect(textOf(shop)).not.toContain('# performance:');
    shop.write('monitors/churn.yaml', textOf(shop).replace(/\nperformance:\n( .*\n)+/, '\n'));
    expect((await run(['baseline', 'churn'])).stdout).toContain(`add performance: { alert: [ ${limit} ] }`);
  });

  it('writes a limit that holds the worst window where the training data has times, and names that', async () => {
    const shop = openFolder();
    write(shop, scored);
    // On the second day, four answers in ten are wrong.
    const rows = Array.from({ length: 960 }, (_, i) => {
      const { age, churned, ...row } = scored(PREDICTIONS[i % 120], i);
      const isWrong = i % 2 === 1 ? i % 5 < 2 : i % 20 === 0;
      const p = (churned === 1) !== isWrong ? 0.9 : 0.1;
      return { ...row, age: age + i / 1000, churned, p, at: `2026-01-0${1 + (i % 2)}T12:00:00Z` };
    });
    shop.write('training.csv', csv(rows));
    const { value } = await init(shop, ...PLACES);
    const [, worst] = /and (0\.\d+) in the worst of 2 windows, 2026-01-02\./.exec(
      textOf(shop).replaceAll(/\n +# /g, ' '),
    )!;
    const limit = Number(value.performance.alert[0].replace('roc_auc < ', ''));
    expect(limit).toBeLessThanOrEqual(Number(worst));
    expect(limit).toBeGreaterThan(Number(worst) - 0.02);
  });

  it.each<[string, Parameters<typeof write>[1], string]>([
    ['without answers in the training data', ({ age, plan, churned }) => ({ age, plan, churned }), '(baseline.score)'],
    ['without an outcome in the training data', ({ age, plan, p }) => ({ age, plan, p }), 'the true outcome'],
    [
      'with too few held-out rows',
      (one, i) => ({ ...scored(one, i), p: i < 115 ? '' : 0.1 }),
      'roc_auc has no interval',
    ],
  ])('says that there is no limit %s', async (_name, row, why) => {
    const shop = openFolder();
    write(shop, row);
    const { stdout } = await init(shop, ...PLACES);
    const [, todo] = stdout.replaceAll(/\s+/g, ' ').split(' to do: ');
    expect(todo).toContain(NO_LIMIT);
    expect(todo).toContain(why);
    expect(textOf(shop)).toContain('# performance:\n#   alert: []');
    // A number that follows from nothing would be taken for one that does.
    expect(textOf(shop)).not.toMatch(/# .*[<>] *0\.\d/);
    const uncommented = textOf(shop).replaceAll(/^# ?(?=performance:| {2}alert:)/gm, '');
    expect(parseMonitor(uncommented, 'churn.yaml').performance.alert).toEqual([]);
  });

  it('says that there is no limit without training data, and nothing of limits without labels', async () => {
    const shop = openFolder();
    write(shop, scored);
    const { stdout } = await init(shop, '--labels', 'labels');
    expect(stdout.replaceAll(/\s+/g, ' ')).toContain(`to do: ${NO_LIMIT} there is no training data`);
    const unlabelled = await init(shop, '--training', 'training.csv', '--force');
    expect(unlabelled.stdout).not.toContain('to do:');
    expect(unlabelled.value.performance).toBeUndefined();
  });
});
