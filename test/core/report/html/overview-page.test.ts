import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { emptyState, type MonitorState } from '../../../../lambdas/core/decision/state.ts';
import { parseMonitor } from '../../../../lambdas/core/monitor/parse.ts';
import { overviewPage } from '../../../../lambdas/core/report/html/overview-page.ts';
import { type ShownMonitor, shownMonitor } from '../../../../lambdas/core/report/shown-monitor.ts';
import { MINIMAL } from '../../monitor/monitor-file.ts';
import { accuracyWindow, breach, checkedWindow, driftWindow, incident } from '../results.ts';
import { hostileText, taint } from '../tainted.ts';
import { readPage } from './page-structure.ts';

const NOW = Date.UTC(2026, 2, 5, 6, 30);
const MONITOR = parseMonitor(MINIMAL.binary, 'returns.yaml');
const options = { now: NOW, version: '9.9.9' };

function shown(changes: Partial<MonitorState>, last?: number): ShownMonitor {
  const state = {
    ...emptyState('returns'),
    baseline: 'b1',
    checks: {
      drift: [driftWindow('2026-03-01'), driftWindow('2026-03-02', 0.25, 7_000)],
      accuracy: [
        accuracyWindow('2026-03-01'),
        accuracyWindow('2026-03-02', { value: 0.85, lower: 0.8, upper: 0.9 }, 7_000),
      ],
    },
    ...changes,
  };
  return shownMonitor(state, MONITOR, { now: NOW, hasWorkflow: true, ...(last !== undefined && { last }) });
}
const run: MonitorState['retrainings'][number] = {
  startedAt: Date.UTC(2026, 2, 1, 18),
  ...{ id: 'r1', action: 'retrain', execution: 'e', since: null, baseline: null, endedAt: null, end: 'promoted' },
  ...{ reason: 'accuracy < 0.85', message: 'accuracy 0.91' },
};
const quiet = shown({});
const TROUBLE: Partial<MonitorState> = {
  monitor: 'churn',
  incidents: [incident('drift'), incident('performance', { state: 'recovered' })],
  retraining: {
    ...{ id: 'r2', since: '2026-03-02', requestedAt: 0, by: 'limit', limit: 'accuracy < 0.8' },
    ...{ firstWindow: null, attempt: 1, startedAt: null },
  },
  retrainings: [run],
};
const troubled = shown(TROUBLE);
const textOf = (page: string) => readPage(page).texts.join(' ').replaceAll(/\s+/g, ' ');
const valuesOf = (page: string, key: string) =>
  readPage(page).attributes.flatMap(([name, value]) => (name === key ? [value] : []));

describe('the page over all monitors', () => {
  it('says at its top whether a monitor needs attention, and shows the most urgent first', () => {
    expect(textOf(overviewPage([quiet], options))).toContain('All monitors are quiet');
    const page = textOf(overviewPage([quiet, troubled], { ...options, unreadable: ['a.yaml: invalid'] }));
    expect(page).toContain('2 of 3 monitors need attention');
    expect(page).toContain('a.yaml: invalid');
    expect(page.indexOf('churn')).toBeLessThan(page.indexOf('returns'));
    const overdue = textOf(overviewPage([quiet], { ...options, problems: ['returns: the drift check is overdue'] }));
    expect(overdue).toContain('1 problem');
    expect(overdue).toContain('returns: the drift check is overdue');
    expect(overdue).not.toContain('quiet');
  });

  it('does not call a monitor quiet whose model is worse and has no limit', () => {
    const parse = (limit: string) => parseMonitor(`${MINIMAL.binary}labels: { uri: labels }\n${limit}`, 'returns.yaml');
    const worse = [accuracyWindow('2026-03-01', { worse: true })];
    const of = (accuracy: typeof worse, limit = '') => {
      const state = { ...emptyState('returns'), monitor: 'zebra', checks: { drift: [], accuracy } };
      return shownMonitor(state, parse(limit), { now: NOW, hasWorkflow: false });
    };
    const page = textOf(overviewPage([quiet, of(worse)], options));
    expect(page).toContain('1 model is worse and no limit is set');
    expect(page).toContain('is measured, but no alert is raised: add one under performance.alert');
    expect(page).not.toContain('quiet');
    expect(page.indexOf('zebra')).toBeLessThan(page.indexOf('returns'));
    // The latest window decides; a limit says what follows.
    expect(of([...worse, accuracyWindow('2026-03-02')]).noLimit).toBeUndefined();
    expect(of(worse, 'performance: { alert: [roc_auc < 0.7] }\n').noLimit).toBeUndefined();
  });

  it('does not call a monitor quiet that was never checked, and shows it after those with incidents', () => {
    const fresh = { ...shown({ checks: { drift: [], accuracy: [] } }), monitor: 'zebra' };
    const places = valuesOf(overviewPage([quiet, fresh, troubled], options), 'id').filter((id) => !id.includes('/'));
    expect(places).toEqual(['churn', 'zebra', 'returns']);
    expect(readPage(overviewPage([quiet, fresh], options)).texts).toContain('1 monitor not checked yet');
  });

  it('has the incidents, the requested retraining and past ones of a monitor', () => {
    const page = textOf(overviewPage([troubled], options));
    expect(page).toContain('churn: 1 open');
    expect(page).toContain('drift since window 2026-03-01, last in 2026-03-02 (drift-2026-03-01)');
    expect(page).toMatch(
      /Retraining requested since window 2026-03-02: accuracy &lt; 0\.8; no retraining starts: the monitor file/,
    );
    expect(page).toContain('2026-03-01T18:00Z: accuracy &lt; 0.85; promoted, accuracy 0.91');
    // Of the last window alone, there was none.
    expect(textOf(overviewPage([shown(TROUBLE, 1)], options))).not.toContain('promoted');
    expect(textOf(overviewPage([shown({ checks: { drift: [], accuracy: [] } })], options))).toContain(
      'Not checked yet.',
    );
  });

  it('links every window and incident to its page, and nothing where there are none', () => {
    const linkTo = (key: string, place?: string) => `../${key}${place === undefined ? '' : `#${place}`}`;
    const addresses = valuesOf(overviewPage([troubled], { ...options, linkTo }), 'href');
    const reports = ['drift', 'accuracy'].flatMap((kind) =>
      ['01', '02'].map((day) => `../churn/checks/${kind}/2026-03-${day}/report.html`),
    );
    expect(addresses.toSorted()).toEqual([...reports, '../churn/checks/drift/2026-03-02/report.html#drift'].toSorted());
    expect(valuesOf(overviewPage([troubled], options), 'href')).toEqual([]);
  });

  it('has a place for every window, once', () => {
    const later = shown({ checks: { drift: [driftWindow('2026-03-02')], accuracy: [accuracyWindow('2026-03-01')] } });
    expect(valuesOf(overviewPage([later], options), 'id')).toEqual([
      ...['returns', 'returns/2026-03-02', 'returns/2026-03-01'],
    ]);
  });

  it('shows the last windows, and has a table with what its marks and charts show', () => {
    const bad = checkedWindow('2026-03-03', [breach('drift', 'price drifted')]);
    const page = textOf(
      overviewPage([shown({ checks: { ...shownChecks(), drift: [...shownChecks().drift, bad] } })], options),
    );
    expect(page).toMatch(
      /3 windows as a table window .* 2026-03-03 ?no ?- ?- ?- ?price drifted 2026-03-02 ?not known ?25 % ?0\.8500 \(0\.8000 to 0\.9000\) ?7,000 .*2026-03-01/,
    );
    const last = textOf(overviewPage([shown({}, 1)], options));
    expect(last).toContain('1 window as a table');
    expect(last).not.toContain('2026-03-01');
  });

  it('shows the last 90 windows unless asked for others', () => {
    const days = Array.from({ length: 100 }, (_, day) => new Date(NOW + day * 86_400_000).toISOString().slice(0, 10));
    const checks = { drift: days.map((day) => driftWindow(day)), accuracy: [] };
    expect(
      [shown({ checks }), shown({ checks }, 95)].map(({ drift, timeLine }) => [drift.length, timeLine.points.length]),
    ).toEqual([
      [90, 90],
      [95, 95],
    ]);
  });

  it('draws the time line of a monitor as the page of a check does', () => {
    const [label] = valuesOf(overviewPage([quiet], options), 'aria-label').filter((each) => each.includes('rows'));
    expect(label).toBe('returns: accuracy, drifted share of the features, rows, 2 windows from 2026-03-01');
  });

  it('has all of a thousand monitors in its table, and sections of the most urgent', () => {
    const many = Array.from({ length: 999 }, (_, i) => ({ ...quiet, monitor: `m-${String(i).padStart(3, '0')}` }));
    const page = overviewPage([...many, troubled], { ...options, linkTo: (key) => key });
    const { tags } = readPage(page);
    expect(tags.filter((tag) => tag === 'section id')).toHaveLength(50);
    expect(page.indexOf('<h2>churn')).toBeLessThan(page.indexOf('<h2>m-000'));
    expect(textOf(page)).toContain('Below are the 50 monitors at the top of this table.');
    // Each monitor's last checks are linked, those of monitors without a section too.
    expect(page).toContain('m-998/checks/drift/2026-03-02/report.html');
    expect(page).toContain('m-998/checks/accuracy/2026-03-02/report.html');
    // Whatever a link names is there.
    const ids = new Set(valuesOf(page, 'id').map((id) => `#${id}`));
    expect(valuesOf(page, 'href').filter((link) => link.startsWith('#') && !ids.has(link))).toEqual([]);
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

function shownChecks(): MonitorState['checks'] {
  return {
    drift: [
      driftWindow('2026-03-01'),
      checkedWindow('2026-03-02', [], { measures: { rows: 7_000, driftedShare: 0.25 } }),
    ],
    accuracy: [accuracyWindow('2026-03-02', { value: 0.85, lower: 0.8, upper: 0.9 }, 7_000)],
  };
}
