import { describe, expect, it } from 'vitest';
import { Evidence } from '../../smoke/assumptions.ts';
import { costOf, expectedUsage, formatDollars, totalOf } from '../../smoke/cost/cost.ts';
import { Meter } from '../../smoke/cost/meter.ts';
import { describePlan, describeSummary } from '../../smoke/describe.ts';
import { NAME_PREFIX, namesOf } from '../../smoke/names.ts';
import { type Options, readOptions } from '../../smoke/options.ts';
import { plannedSteps } from '../../smoke/plan.ts';

const NOW = Date.UTC(2026, 0, 10, 6, 12);
const HOUR = 3_600_000;
const NAMES = namesOf('DriftwardenSmoke', NOW);
const ROLE = 'arn:aws:iam::123456789012:role/ml';
const options = (...args: string[]): Options => readOptions(['--region', 'us-east-1', ...args], {})!;

describe('names', () => {
  it('begin alike, with the minute of the start', () => {
    expect(NAMES.run).toBe('20260110t0612');
    const made = [NAMES.prefix, NAMES.endpoint, NAMES.first, NAMES.queue, NAMES.bucket('123456789012', 'eu-west-1')];
    const retrained = Object.values(NAMES.monitors).map((monitor) => `driftwarden-${monitor}`);
    for (const name of [...made, ...retrained]) expect(name).toMatch(new RegExp(`^${NAME_PREFIX}20260110t0612`));
  });

  it('of buckets have at most 63 characters', () => {
    expect(NAMES.bucket('123456789012', 'ap-southeast-2').length).toBeLessThanOrEqual(63);
  });
});

describe('the plan', () => {
  it('without a role has no step with SageMaker', () => {
    const text = describePlan(options(), NAMES, '123456789012');
    expect(text).toContain('npx cdk deploy');
    expect(text).toContain('bucket        driftwarden-smoke-20260110t0612-123456789012-us-east-1');
    expect(text).toContain('costs         about $0.05');
    expect(text).toContain('that needs --role');
    expect(text).toMatch(/14\. delete everything/);
    expect(text).not.toContain('endpoint');
    expect(text).not.toContain('-live');
  });

  it('with a role names the endpoint, the image and what the instances cost', () => {
    const text = describePlan(options('--role', ROLE), NAMES);
    expect(text).toContain('endpoint      driftwarden-smoke-20260110t0612');
    expect(text).toContain('683313688378.dkr.ecr.us-east-1.amazonaws.com/sagemaker-xgboost:1.7-1');
    expect(text).toMatch(/costs {9}about \$0\.\d\d, by the prices of 20\d\d-\d\d/);
    expect(text).not.toContain('that needs --role');
    expect(plannedSteps(true).length).toBeGreaterThan(plannedSteps(false).length);
  });

  it('with --keep says that it goes on costing money', () => {
    expect(describePlan(options('--keep'), NAMES)).toContain('delete nothing (--keep)');
  });
});

describe('the cost', () => {
  it('is hours by prices, dearer outside the regions of the price list', () => {
    const usages = [{ what: 'endpoint', instanceType: 'ml.m5.large', duration: 2 * HOUR }];
    expect(costOf(usages, 'us-east-1')).toEqual([
      { what: 'endpoint: 120 min of ml.m5.large', dollars: 0.23 },
      { what: 'key, alarms, functions, requests', dollars: 0.05 },
    ]);
    expect(totalOf(costOf(usages, 'eu-west-1'))).toBeCloseTo(0.05 + 1.7 * 0.23, 10);
    expect(() => costOf([{ what: 'x', instanceType: 'ml.x', duration: 1 }], 'us-east-1')).toThrow(/not known/);
  });

  it.each([
    [0.1 + 0.2, '$0.30'],
    [0.3001, '$0.31'],
    [0.000001, '$0.01'],
    [0, '$0.00'],
    [12, '$12.00'],
  ])('%d is %s', (dollars, text) => {
    expect(formatDollars(dollars)).toBe(text);
  });

  it('is expected for the endpoint from its creation to the end', () => {
    const [endpoint] = expectedUsage('ml.m5.large');
    expect(endpoint.duration).toBeGreaterThan(HOUR / 2);
    expect(endpoint.duration).toBeLessThan(2 * HOUR);
    expect(expectedUsage(null)).toEqual([]);
  });

  it('is measured while something runs', () => {
    const meter = new Meter();
    meter.start('endpoint', 'ml.m5.large', NOW);
    meter.start('endpoint', 'ml.m5.large', NOW + 1000);
    meter.stop('second fleet', NOW);
    expect(meter.usages(NOW + 5000)).toEqual([{ what: 'endpoint', instanceType: 'ml.m5.large', duration: 5000 }]);
    expect(meter.running).toMatchObject([{ what: 'endpoint' }]);
    meter.stop('endpoint', NOW + 9000);
    meter.stop('endpoint', NOW + 10_000);
    expect(meter.usages(NOW + HOUR)).toEqual([{ what: 'endpoint', instanceType: 'ml.m5.large', duration: 9000 }]);
    expect(meter.running).toEqual([]);
  });
});

describe('the summary', () => {
  const summary = { evidence: new Evidence(), cost: costOf([], 'us-east-1'), region: 'us-east-1', running: [] };

  it('has the cost and nothing that is left', () => {
    const text = describeSummary({ ...summary, remaining: [] });
    expect(text).toContain('  $0.05  together');
    expect(text).not.toContain('Left behind');
  });

  it('says what is left and what it costs', () => {
    const running = [{ what: 'endpoint', instanceType: 'ml.m5.large' }];
    const remaining = [{ what: 'endpoint x', reason: 'it is updating' }];
    const text = describeSummary({ ...summary, running, remaining });
    expect(text).toContain('endpoint goes on costing $0.12 an hour');
    expect(text).toContain('  endpoint x: it is updating\nDelete it with --cleanup-only, and --role if you gave it.');
  });
});
