import { describe, expect, it } from 'vitest';
import { parseMonitor } from '../../../../lambdas/core/monitor/parse.ts';
import { candidateAlarmRequests } from '../../../../lambdas/core/retraining/requests/candidate-alarms.ts';
import type { Tag } from '../../../../lambdas/core/retraining/requests/tags.ts';
import { type Traffic, usualTraffic } from '../../../../lambdas/core/retraining/traffic.ts';
import { PUT_METRIC_ALARM } from '../../../account/services/cloudwatch/actions.ts';

const trafficOf = (values: Readonly<Record<string, readonly number[]>>): Traffic =>
  Object.entries(values).map(([Id, Values]) => ({ Id, Timestamps: Values.map(() => ''), Values: [...Values] }));

function alarmsFor(traffic: Traffic, deploy = '', tags: readonly Tag[] = []) {
  const file = `model: m
problem: binary-classification
capture: { uri: c, features: [x], prediction: { score: 0 } }
labels: { uri: l }
retraining: { trainingJob: { image: train, instanceType: ml.m5.large }, deploy: { ${deploy} } }
`;
  const { retraining } = parseMonitor(file, 'm.yaml');
  const watched = { prefix: 'machine', monitor: 'm', endpoint: 'Parcels', variant: 'blue', endpointConfig: 'new' };
  const requests = candidateAlarmRequests(retraining!, { ...watched, tags, usual: usualTraffic(traffic) });
  return requests.map((request) => PUT_METRIC_ALARM.parse(request));
}

describe('the alarms on a candidate', () => {
  it('count its own requests, which are those of its endpoint configuration', () => {
    const [failures, latency] = alarmsFor(
      trafficOf({ requests: [10], failures: [0], timed: [10], latency: [400_000] }),
    );
    const Dimensions = [
      { Name: 'EndpointName', Value: 'Parcels' },
      { Name: 'VariantName', Value: 'blue' },
      { Name: 'EndpointConfigName', Value: 'new' },
    ];
    const shared = { Namespace: 'AWS/SageMaker', Dimensions, Statistic: 'Average', Period: 60, EvaluationPeriods: 5 };
    expect(failures).toMatchObject({
      ...shared,
      AlarmName: 'machine-m-failed-requests-of-candidate',
      MetricName: 'InvocationModelErrors',
      Threshold: 0.05,
      DatapointsToAlarm: 2,
      TreatMissingData: 'notBreaching',
    });
    expect(failures.AlarmDescription).toMatch(/more than 5 % of the requests to new fail/);
    // Three times 40 ms, in microseconds.
    expect(latency).toMatchObject({
      ...shared,
      AlarmName: 'machine-m-latency-of-candidate',
      MetricName: 'ModelLatency',
      Threshold: 120_000,
      DatapointsToAlarm: 3,
      TreatMissingData: 'notBreaching',
    });
    expect(latency.AlarmDescription).toMatch(/more than 120 ms/);
  });

  it('have the tags of the deployment', () => {
    const tags = [{ Key: 'team', Value: 'ml' }];
    const traffic = trafficOf({ timed: [1], latency: [1] });
    expect(alarmsFor(traffic, '', tags).map(({ Tags }) => Tags)).toEqual([tags, tags]);
    expect(alarmsFor(traffic).map((alarm) => 'Tags' in alarm)).toEqual([false, false]);
  });

  it.each<[string, Record<string, number[]>, number]>([
    ['requests of which a tenth failed', { requests: [60, 40], failures: [10, 0] }, 0.15],
    ['requests that all failed', { requests: [7], failures: [7] }, 1],
    ['no requests', {}, 0.05],
  ])('allow 5 %% more failures than the live model has: %s', (_, traffic, threshold) => {
    expect(alarmsFor(trafficOf(traffic))[0].Threshold).toBeCloseTo(threshold, 12);
  });

  it.each<[string, Record<string, number[]>, string, number | undefined]>([
    ['three times the usual', { timed: [1, 3], latency: [500_000, 300_000] }, '', 600_000],
    ['100 ms where the model is fast', { timed: [10], latency: [10_000] }, '', 100_000],
    ['what the file says', { timed: [10], latency: [10_000] }, 'maxLatencyMilliseconds: 20', 20_000],
    ['what the file says, without requests', {}, 'maxLatencyMilliseconds: 20', 20_000],
    ['nothing, without requests', {}, '', undefined],
  ])('allow a latency of %s', (_, traffic, deploy, threshold) => {
    expect(alarmsFor(trafficOf(traffic), deploy)[1]?.Threshold).toBe(threshold);
  });
});
