import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { metricChart } from '../../../../lambdas/core/report/html/metric-chart.ts';
import { overviewPage, type ShownMonitor } from '../../../../lambdas/core/report/html/overview-page.ts';
import type { RetrainingSummary } from '../../../../lambdas/core/report/retraining-row.ts';
import { historyRow, incident } from '../results.ts';
import { hostileText, taint } from '../tainted.ts';
import { readPage } from './page-structure.ts';

const NOW = Date.UTC(2026, 2, 5, 6, 30);
const quiet: ShownMonitor = {
  monitor: 'returns',
  baseline: 'b1',
  incidents: [],
  retraining: null,
  standing: null,
  retrainings: [],
  drift: [historyRow('2026-03-01', { kind: 'drift' }), historyRow('2026-03-02', { kind: 'drift' })],
  accuracy: [
    historyRow('2026-03-01'),
    historyRow('2026-03-02', { metric_value: 0.85, metric_lower: 0.8, metric_upper: 0.9 }),
  ],
};
const run = {
  id: 'r1',
  startedAt: Date.UTC(2026, 2, 1, 18),
  end: 'promoted',
  reason: 'accuracy < 0.85',
  message: 'accuracy 0.91',
} as RetrainingSummary;
const troubled: ShownMonitor = {
  ...quiet,
  monitor: 'churn',
  incidents: [incident('drift')],
  retraining: { since: '2026-03-02', limit: 'accuracy < 0.8' },
  standing: 'waits for the cooldown',
  retrainings: [run],
};
const options = { now: NOW, version: '9.9.9' };
const textOf = (page: string) => readPage(page).texts.join(' ').replaceAll(/\s+/g, ' ');

describe('the page over all monitors', () => {
  it('says at its top whether a monitor needs attention, and shows the most urgent first', () => {
    expect(textOf(overviewPage([quiet], options))).toContain('All monitors are quiet');
    const page = textOf(overviewPage([quiet, troubled], { ...options, unreadable: ['a.yaml: invalid'] }));
    expect(page).toContain('2 of 3 monitors need attention');
    expect(page).toContain('a.yaml: invalid');
    expect(page.indexOf('churn')).toBeLessThan(page.indexOf('returns'));
  });

  it('has the incidents, the requested retraining and past ones of a monitor', () => {
    const page = textOf(overviewPage([troubled], options));
    expect(page).toContain('churn: 1 open');
    expect(page).toContain('drift since window 2026-03-01, last in 2026-03-02 (drift-2026-03-01)');
    expect(page).toContain('Retraining requested since window 2026-03-02: accuracy &lt; 0.8; waits for the cooldown');
    expect(page).toContain('2026-03-01T18:00Z: accuracy &lt; 0.85; promoted, accuracy 0.91');
    expect(textOf(overviewPage([{ ...quiet, drift: [], accuracy: [] }], options))).toContain('Not checked yet.');
  });

  it('links every window and incident to its page, and nothing where there are none', () => {
    const linked = readPage(overviewPage([troubled], { ...options, linkTo: (key) => `../${key}` }));
    const addresses = linked.attributes.filter(([name]) => name === 'href').map(([, value]) => value);
    const reports = ['drift', 'accuracy'].flatMap((kind) =>
      ['01', '02'].map((day) => `../churn/checks/${kind}/2026-03-${day}/report.html`),
    );
    expect(new Set(addresses)).toEqual(
      new Set(
        reports
          .map((address) => address.replace('churn/checks', 'returns/checks'))
          .concat('../churn/checks/drift/2026-03-02/report.html'),
      ),
    );
    expect(readPage(overviewPage([troubled], options)).attributes.filter(([name]) => name === 'href')).toEqual([]);
  });

  it('has a table with what its marks and charts show', () => {
    const page = textOf(overviewPage([quiet], options));
    expect(page).toMatch(
      /2 windows as a table window .* 2026-03-02 ?yes ?accuracy 0\.8500 \(0\.8000 to 0\.9000\) ?continue .*2026-03-01 ?yes/,
    );
  });

  it('asks for nothing from elsewhere, whatever stands in the monitors', () => {
    const shape = readPage(overviewPage([troubled, quiet], options)).tags.map((tag) => tag.split(' ')[0]);
    expect(shape).not.toContain('script');
    fc.assert(
      fc.property(hostileText, (text) => {
        const page = overviewPage([taint(troubled, text)], { ...options, unreadable: [text], linkTo: () => 'x' });
        const { tags } = readPage(page);
        const known = new Set(shape.concat('p', '/p'));
        expect(
          tags.map((tag) => tag.split(' ')[0]).filter((tag) => !known.has(tag) && tag !== 'a' && tag !== '/a'),
        ).toEqual([]);
        expect(page.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}]/u);
      }),
    );
  });
});

describe('the chart of a metric', () => {
  const pathsOf = (svg: string) =>
    [...svg.matchAll(/<path class="(\w+)" d="([^"]+)"/g)].map(([, name, d]) => [name, d]);

  it('draws values and intervals over time', () => {
    // Three days from noon to noon over 44 to 950; 0.7 to 0.9 over 128 to 8.
    const rows = [
      historyRow('2026-03-01', { metric_value: 0.8, metric_lower: 0.7, metric_upper: 0.9 }),
      historyRow('2026-03-02', { metric_value: null }),
      historyRow('2026-03-03', { metric_value: 0.75, metric_lower: 0.7, metric_upper: 0.8 }),
    ];
    const { markup } = metricChart('returns', rows, [])!;
    expect(pathsOf(markup)).toEqual([
      ['before', 'M44,8L950,68L950,128L44,128Z'],
      ['now', 'M44,68L950,98'],
    ]);
    expect(markup).toContain('aria-label="returns: accuracy since 2026-03-01, last 0.7500 (0.7000 to 0.8000)"');
  });

  it('marks what happened between the first and the last window', () => {
    const rows = [historyRow('2026-03-01'), historyRow('2026-03-03')];
    const at = (day: number, text: string) => ({ time: Date.UTC(2026, 2, day, 12), text });
    const { markup } = metricChart('m', rows, [at(2, 'deployed <b>'), at(9, 'later')])!;
    expect(markup.match(/<title>.*?<\/title>/g)).toEqual(['<title>deployed &lt;b&gt;</title>']);
    expect(markup).toContain('<line x1="497" x2="497"');
  });

  it('is not drawn of one window, of another metric, or of times that cannot be read', () => {
    const rows = [historyRow('2026-03-01', { metric: 'roc_auc' }), historyRow('2026-03-02')];
    expect(metricChart('m', rows, [])).toBeNull();
    const broken = historyRow('2026-03-03', { window_start: 'x' });
    expect(metricChart('m', [historyRow('2026-03-02'), broken], [])).toBeNull();
    expect(metricChart('m', [], [])).toBeNull();
  });

  it('is whole with a year of windows', () => {
    const rows = Array.from({ length: 365 }, (_, i) =>
      historyRow(new Date(Date.UTC(2025, 0, 1 + i)).toISOString().slice(0, 10)),
    );
    const [, [, line]] = pathsOf(metricChart('m', rows, [])!.markup);
    expect(line.match(/L/g)).toHaveLength(364);
  });
});
