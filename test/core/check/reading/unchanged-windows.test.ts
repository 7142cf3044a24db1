import { expect, it } from 'vitest';
import { settingsDigest } from '../../../../lambdas/core/check/reading/unchanged-windows.ts';
import { parseMonitor } from '../../../../lambdas/core/monitor/parse.ts';

const digestWith = (drift: string) =>
  settingsDigest(
    parseMonitor(
      `
model: orders
problem: binary-classification
schedule: { drift: 'cron(0 2 * * ? *)' }
capture: { format: csv, uri: captures/, prediction: { label: late }, time: at }
drift: ${drift}
`,
      'orders.yaml',
    ),
    'baseline-1',
  );

it('is another one where settings of a feature are others', () => {
  const digests = [
    '{}',
    '{ features: { x: { limit: 0.1 } } }',
    '{ features: { x: { limit: 0.2 } } }',
    '{ ignore: [x] }',
  ];
  const all = digests.map(digestWith);
  expect(new Set(all).size).toBe(4);
  expect(digests.map(digestWith)).toEqual(all);
});
