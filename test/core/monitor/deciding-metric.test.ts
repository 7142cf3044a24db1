import { afterAll, beforeAll, expect, it } from 'vitest';
import { parseMonitor } from '../../../lambdas/core/monitor/parse.ts';
import { METRICS } from '../../../lambdas/core/performance/metrics/registry.ts';
import { MINIMAL, problemsOf } from './monitor-file.ts';

/** F2 as if it had no paired test: every metric of the product has one. */
beforeAll(() => void Object.assign(METRICS.f2, { decides: false }));
afterAll(() => void Reflect.deleteProperty(METRICS.f2, 'decides'));

const monitor = (performance: string, promote: string) =>
  `${MINIMAL.binary.replace('uri: data', 'uri: data, features: [x]')}labels: { uri: l }\n${performance}\nretraining: { commands: { train: [t], score: [s] }, promote: { ${promote} } }\n`;

it.each([
  ['as the metric of the retraining', monitor('', 'metric: f2')],
  ['as the primary metric', monitor('performance: { primaryMetric: f2 }', 'margin: 0')],
])('a metric without a paired test cannot decide, %s', (_, text) => {
  const [{ path, message, accepted }, ...others] = problemsOf(text);

  expect(others).toEqual([]);
  expect(path).toEqual(['retraining', 'promote', 'metric']);
  expect(message).toBe('names f2, which cannot decide which of two models is better');
  expect(accepted).toContain('f1');
  expect(accepted).not.toContain('f2');
});

it('it can be watched, and be the primary metric where another decides', () => {
  const text = monitor('performance: { primaryMetric: f2, alert: [f2 < 0.5] }', 'metric: f1');
  expect(() => parseMonitor(text, 'monitors/m.yaml')).not.toThrow();
});
