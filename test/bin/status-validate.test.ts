import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { displayWidth } from '../../lambdas/core/text/width.ts';
import { run } from './fake-process.ts';
import { DAYS, openFolder, openShop, openWatchedShop, type Shop } from './shop.ts';

const VALID = 'model: m\nproblem: regression\ncapture: { uri: d, prediction: { value: 0 } }\n';
const BROKEN = 'model: x\nproblm: regression\ncapture: { uri: 3 }\nlabels: { lag: 2 days }\n';

describe('status', () => {
  let shop: Shop;
  beforeAll(async () => {
    shop = await openWatchedShop();
    for (const day of DAYS) await shop.run(['check', 'returns', '--window', day]);
  });

  it('is the loop as a table, windows with the same outcome in one row', async () => {
    const { code, stdout, stderr } = await shop.run(['status']);
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(/^returns {2}baseline \S+\n {2}open: (drift|data quality) since window 2026-03-03/);
    expect(stdout).toMatch(/^step +window +data matches +performance \(vs baseline\) +next step +why$/m);
    expect(stdout).toMatch(
      /^check +2026-03-01 to 2026-03-02 \(2\) +yes +accuracy 0\.9000 to 0\.9000: 2 same +continue$/m,
    );
    expect(stdout).toMatch(/^check +2026-03-03 +no /m);
  });

  it('--all has a row a window, --last fewer of them', async () => {
    const all = await shop.run(['status', 'returns', '--all']);
    expect(all.stdout.match(/^check /gm)).toHaveLength(3);
    const last = await shop.run(['status', 'returns', '--all', '--last', '1']);
    expect(last.stdout.match(/^check /gm)).toHaveLength(1);
    expect(last.stdout).toMatch(/at most the last 1 window: --last shows more\n$/);
  });

  it('fits a terminal of 80 columns', async () => {
    const { stdout } = await shop.run(['status', '--all'], { columns: 80 });
    expect(stdout.split('\n').filter((line) => displayWidth(line) > 80)).toEqual([]);
  });

  it('--json is an array with one entry a monitor', async () => {
    const { code, stdout } = await shop.run(['status', '--json']);
    const [status, ...others] = JSON.parse(stdout);
    expect([code, others]).toEqual([0, []]);
    expect(status).toMatchObject({ monitor: 'returns', retraining: null });
    expect(status.incidents).toHaveLength(1);
    expect(status.drift.map(({ window }: { window: string }) => window)).toEqual([...DAYS]);
    expect(status.accuracy[0]).toMatchObject({ window: DAYS[0], metric: 'accuracy', metric_value: 0.9 });
  });

  it('takes the store from the environment, an option first', async () => {
    const [, monitors] = shop.options;
    const env = { DRIFTWARDEN_STORE: join(shop.folder, 'store') };
    expect((await run(['status', '--monitors', monitors], { env })).stdout).toContain('2026-03-03');
    const elsewhere = await run(['status', '--monitors', monitors, '--store', 'nowhere'], { env });
    expect(elsewhere.stdout).toBe(
      'returns  baseline not built yet\n  no window has been checked yet; to begin:\n' +
        `    npx driftwarden baseline returns --monitors ${monitors} --store nowhere\n`,
    );
  });

  it('shows the other monitors when a file is broken, and fails', async () => {
    const other = openShop();
    other.write('monitors/broken.yaml', BROKEN);
    const { code, stdout, stderr } = await other.run(['status']);
    expect(code).toBe(1);
    expect(stdout).toContain('returns  baseline not built yet');
    expect(stderr).toContain('broken.yaml has ');
  });

  it.each([['0'], ['1.5'], ['many'], ['-3']])('refuses --last %s', async (last) => {
    const { code, stderr } = await shop.run(['status', `--last=${last}`]);
    expect(code).toBe(2);
    expect(stderr).toContain('It must be a whole number from 1.');
  });
});

describe('validate', () => {
  it('names the valid files', async () => {
    const shop = openShop();
    const { code, stdout, stderr } = await shop.run(['validate']);
    expect([code, stdout, stderr]).toEqual([0, `${join(shop.folder, 'monitors/returns.yaml')}: valid\n`, '']);
  });

  it('warns of a monitor whose performance has no limit', async () => {
    const shop = openShop();
    const unlimited = shop.write('monitors/unlimited.yaml', `${VALID}labels: { uri: ../labels }\n`);
    const { code, stdout } = await shop.run(['validate', 'unlimited']);
    const [entry] = JSON.parse((await shop.run(['validate', 'unlimited', '--json'])).stdout);
    const warning =
      'no performance limit: performance is measured, but no alert is raised: add one under performance.alert';
    expect([code, stdout]).toEqual([0, `${unlimited}: valid\n  warning: ${warning}\n`]);
    expect(entry).toMatchObject({ valid: true, warnings: [expect.stringContaining(warning)] });
  });

  it('names the command that suggests a limit, as it runs', async () => {
    const shop = await openWatchedShop();
    const text = readFileSync(join(shop.folder, 'monitors/returns.yaml'), 'utf8');
    const unlimited = shop.write('monitors/unlimited.yaml', text.replace(/^performance:.*$/m, ''));
    const { stdout } = await shop.run(['validate', 'unlimited']);
    const printed = /; this suggests one: (.*)$/m.exec(stdout)![1];
    expect(printed).toMatch(new RegExp(`driftwarden(\\.js)? baseline ${unlimited} --dry-run$`));
    const { status, stdout: said } = spawnSync('sh', ['-c', printed], { encoding: 'utf8' });
    expect([status, said]).toEqual([0, expect.stringContaining('add performance: { alert: [ roc_auc < ')]);
  }, 60_000);

  it('prints every problem of every file, and exits with 1', async () => {
    const shop = openShop();
    const broken = shop.write('monitors/broken.yaml', BROKEN);
    shop.write('monitors/torn.yml', 'model: [\n');
    mkdirSync(join(shop.folder, 'monitors/folder.yaml'));
    const { code, stdout, stderr } = await shop.run(['validate']);
    expect([code, stderr]).toEqual([1, '']);
    expect(stdout).toContain(`${broken}:2:1: problm: is an unknown key`);
    expect(stdout).toContain('did you mean problem?');
    expect(stdout).toContain(`${broken}:3:17: capture.uri: 3 is not a string`);
    expect(stdout).toContain('labels.lag: "2 days" is not a duration');
    expect(stdout).toMatch(/returns\.yaml: valid\n/);
    expect(stdout).toMatch(/torn\.yml has one problem:\n/);
  });

  it('refuses a schedule whose last year is over, which can still be checked here', async () => {
    const shop = openShop();
    const old = shop.write('monitors/old.yaml', `${VALID}schedule: { drift: cron(0 6 * * ? 2001) }\n`);
    const validated = await shop.run(['validate', 'old']);
    expect(validated.code).toBe(1);
    expect(validated.stdout).toContain(`${old}:4:20: schedule.drift: "cron(0 6 * * ? 2001)" never fires again`);
    expect((await shop.run(['status', 'old'])).code).toBe(0);
  });

  it('--json has an entry a file with its problems', async () => {
    const shop = openShop();
    const broken = shop.write('monitors/broken.yaml', BROKEN);
    const { code, stdout } = await shop.run(['validate', 'broken', 'returns', '--json']);
    const [first, second] = JSON.parse(stdout);
    expect(code).toBe(1);
    expect(first).toMatchObject({ file: broken, valid: false });
    expect(first.problems).toContainEqual(
      expect.objectContaining({ line: 2, path: ['problm'], suggestion: 'problem' }),
    );
    expect(second).toMatchObject({ valid: true, problems: [] });
  });

  it('--data reads the data that the monitor names', async () => {
    const shop = openShop();
    const good = await shop.run(['validate', 'returns', '--data']);
    shop.write('training.csv', 'price,country,returned,p\n1,NL,yes,0.5\n2,BE,no,0.1\n');
    const bad = await shop.run(['validate', 'returns', '--data', '--json']);
    const [entry] = JSON.parse(bad.stdout);
    expect(good.code).toBe(0);
    expect(good.stdout).toMatch(
      /returns\.yaml: valid, and so is its data\n {2}\(baseline: checked 200 rows of 1 file at /,
    );
    expect(bad.code).toBe(1);
    expect(entry.data.problems).toEqual([
      expect.stringMatching(/^which class is the positive one\?/),
      expect.stringMatching(/^labels: no class in common with the training data/),
    ]);
    expect(entry).toMatchObject({ valid: false, message: expect.stringContaining('its data has 2 problems:') });
  });

  it('--data exits with 1 where labels cannot be read', async () => {
    const shop = openShop();
    const good = await shop.run(['validate', 'returns', '--data']);
    expect(good.stdout).toContain('(labels: csv, checked 600 label records of 3 files at ../labels)');
    expect(good.stdout).toContain('(labels: 600 of 600 labels match a captured request)');
    expect(good.stdout).toContain('(labels: the classes are "0" (450 rows), "1" (150 rows))');
    for (const day of DAYS) shop.write(`labels/${day}.csv`, 'order,outcome\nx,1\n');
    const bad = await shop.run(['validate', 'returns', '--data']);
    expect(bad.code).toBe(1);
    expect(bad.stdout).toContain('labels: 100 % of the records cannot be read: ');
  });

  it('takes names, files and folders', async () => {
    const shop = openShop();
    const path = join(shop.folder, 'monitors/returns.yaml');
    for (const name of ['returns', 'returns.yaml', path, join(shop.folder, 'monitors')]) {
      expect((await shop.run(['validate', name])).stdout).toBe(`${path}: valid\n`);
    }
  });
});

describe('monitors that are not there', () => {
  const folder = openFolder();
  folder.write('empty/readme.txt', '');
  folder.write('twice/a.yaml', '');
  folder.write('twice/a.yml', '');

  it.each([
    [
      'status',
      'nowhere',
      /there is no folder .*nowhere: give the folder of the monitor files with --monitors, or .*: npx driftwarden init CAPTURES --monitors /,
    ],
    [
      'validate',
      'empty',
      /there is no monitor file \(\.yaml\) in .*empty; to write one .* npx driftwarden init CAPTURES --monitors .*empty$/m,
    ],
    ['validate', 'empty/readme.txt', /readme\.txt is not a folder of monitor files/],
    ['status', 'twice', /a\.yaml and .*a\.yml have the same monitor name: keep one of them/],
    ['check x', 'nowhere', /there is no monitor "x"; there is no folder/],
  ])('%s in %s', async (command, monitors, message) => {
    const { code, stdout, stderr } = await run([...command.split(' '), '--monitors', join(folder.folder, monitors)]);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(message);
  });

  it('suggests the nearest name, or lists all names', async () => {
    const shop = openShop();
    expect((await shop.run(['check', 'retruns'])).stderr).toBe(
      'driftwarden: there is no monitor "retruns"; did you mean returns?\n',
    );
    const { stderr } = await shop.run(['baseline', 'churn']);
    expect(stderr).toMatch(/there is no monitor "churn"; the monitors in \S+ are: returns\n$/);
  });
});
