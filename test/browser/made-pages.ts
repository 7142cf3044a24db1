import { join } from 'node:path';
import { emptyState } from '../../lambdas/core/decision/state.ts';
import { parseMonitor } from '../../lambdas/core/monitor/parse.ts';
import { overviewPage } from '../../lambdas/core/report/html/overview-page.ts';
import { shownMonitor } from '../../lambdas/core/report/shown-monitor.ts';
import { csv, type Row } from '../bin/made-data.ts';
import { DAYS, morningAfter, openFolder, openWatchedShop, type Shop } from '../bin/shop.ts';
import { MINIMAL } from '../core/monitor/monitor-file.ts';
import { accuracyWindow, driftWindow, incident } from '../core/report/results.ts';

/** Pages by what they show. */
export type MadePages = Readonly<Record<string, string>>;

/** Names of columns and values that would be markup, scripts or addresses if they were not escaped. */
const HOSTILE = [
  '<script>fetch("https://example.com")</script>',
  '"><img src=x onerror=alert(1)>',
  'a&b<c>',
  'x'.repeat(300),
];

/** Every kind of page that the product writes, of data with findings and without. */
export async function makePages(): Promise<MadePages> {
  const shop = await openWatchedShop();
  for (const day of DAYS) await done(shop.run(['check', 'returns', '--as-of', morningAfter(day)]));
  await done(shop.run(['report']));
  // With links to the overview and to the window after.
  await done(shop.run(['check', 'returns', '--window', DAYS[0]]));
  const backtest = join(shop.folder, 'backtest.html');
  const settings = ['--set', 'performance.alert=[{ when: accuracy < 0.95, literal: true }]', '--suggest', '2'];
  const range = ['--from', DAYS[0], '--to', DAYS[2], '--bad', DAYS[2]];
  await done(shop.run(['backtest', 'returns', ...range, ...settings, '--html', backtest]));
  const store = join(shop.folder, 'store');
  const check = (kind: string, day: string) => join(store, `returns/checks/${kind}/${day}/report.html`);
  return {
    'all monitors': join(store, 'index.html'),
    'a quiet day': check('drift', DAYS[0]),
    'a day with broken data': check('drift', DAYS[2]),
    'the accuracy of a day': check('accuracy', DAYS[0]),
    '365 windows': yearPage(shop),
    'a backtest': backtest,
    ...(await filePages(openFolder())),
  };
}

/** The overview of a monitor with a year of windows. */
function yearPage(shop: Shop): string {
  const days = Array.from({ length: 365 }, (_, i) => new Date(Date.UTC(2025, 0, 1 + i)).toISOString().slice(0, 10));
  const state = {
    ...emptyState('returns'),
    checks: {
      drift: days.map((day, i) => driftWindow(day, (i % 7) / 20)),
      accuracy: days.map((day, i) => accuracyWindow(day, { value: 0.91 + (i % 5) / 500 })),
    },
    incidents: [incident('drift', { since: days[300], lastWindow: days[364] })],
  };
  const options = { last: 365, now: 0, hasWorkflow: false };
  const shown = shownMonitor(state, parseMonitor(MINIMAL.binary, 'm.yaml'), options);
  // Every link leads to the page itself: each is opened.
  const page = overviewPage([shown], { now: 0, linkTo: () => 'year.html' });
  return shop.write('year.html', page);
}

async function filePages(shop: Shop): Promise<MadePages> {
  const rows = (count: number, moved: number) =>
    Array.from({ length: count }, (_, i) =>
      Object.fromEntries([
        ...HOSTILE.map((name, at) => [name, at % 2 === 0 ? HOSTILE[(i + moved) % HOSTILE.length] : i * (1 + moved)]),
        ['price', ((i * 37) % 100) + 40 * moved],
      ]),
    );
  const wide = (moved: number) =>
    Array.from({ length: 300 }, (_, i) =>
      Object.fromEntries(
        Array.from({ length: 200 }, (_, at) => [`feature ${at}`, ((i * (7 + at)) % 101) + (at < 20 ? 30 * moved : 0)]),
      ),
    );
  const compare = async (name: string, before: readonly Row[], after: readonly Row[]) => {
    const [a, b] = [shop.write(`${name}-a.csv`, csv(before)), shop.write(`${name}-b.csv`, csv(after))];
    const page = join(shop.folder, `${name}.html`);
    await done(shop.run(['compare', a, b, '--html', page]));
    return page;
  };
  const scored = shop.write(
    'scored.csv',
    csv(
      Array.from({ length: 400 }, (_, i) => ({
        label: i % 3 === 0 ? 1 : 0,
        p: ((i * 13) % 100) / 100,
        origin: 'AB'[i % 2],
      })),
    ),
  );
  const evaluation = join(shop.folder, 'evaluation.html');
  const options = ['--problem', 'binary-classification', '--label', 'label', '--score', 'p'];
  await done(shop.run(['evaluate', scored, ...options, '--html', evaluation]));
  const against = join(shop.folder, 'against.html');
  await done(shop.run(['evaluate', scored, '--reference', scored, ...options, '--html', against]));
  return {
    'hostile names and values': await compare('hostile', rows(200, 0), rows(200, 1)),
    '200 features': await compare('wide', wide(0), wide(1)),
    'an evaluation': evaluation,
    'an evaluation against a reference': against,
  };
}

async function done(run: Promise<{ readonly code: number; readonly stderr: string }>): Promise<void> {
  const { code, stderr } = await run;
  if (code !== 0) throw new Error(stderr);
}
