import { describe, expect, it } from 'vitest';
import { allTopics } from '../../bin/explain/topics.ts';
import { alertSchema } from '../../lambdas/core/alerts.ts';
import { DRIFT_METHOD_NAMES } from '../../lambdas/core/drift/methods/registry.ts';
import { SIGNIFICANCE_TEST_NAMES } from '../../lambdas/core/drift/significance/registry.ts';
import { METRICS } from '../../lambdas/core/performance/metrics/registry.ts';
import { run } from './fake-process.ts';

describe('driftwarden explain', () => {
  it('lists every kind of alert, metric, method, test and key, and explains each', async () => {
    const { code, stdout } = await run(['explain']);
    expect(code).toBe(0);
    const names = [
      ...alertSchema.shape.kind.options,
      ...Object.keys(METRICS),
      ...DRIFT_METHOD_NAMES,
      ...SIGNIFICANCE_TEST_NAMES,
      'performance.alert[].when',
      'problem',
      'drift.features.*.limit',
    ];
    for (const name of names) expect(stdout).toContain(`\n  ${name}\n`);
    for (const { name, title, parts } of allTopics()) {
      expect(title, name).not.toBe('');
      for (const { lines } of parts) expect(lines.length, name).toBeGreaterThan(0);
    }
  });

  it('explains a metric', async () => {
    const { stdout } = await run(['explain', 'accuracy']);
    expect(stdout).toMatch(/^accuracy, metric: Accuracy\n\n.*\n\nvalues: from 0 to 1; higher is better\n/);
  });

  it('wraps text on a terminal only', async () => {
    const longest = (text: string) => Math.max(...text.split('\n').map((line) => line.length));
    expect(longest((await run(['explain', 'roc_auc'])).stdout)).toBeGreaterThan(150);
    expect(longest((await run(['explain', 'roc_auc'], { columns: 300 })).stdout)).toBeLessThanOrEqual(100);
  });

  it('explains a key with its values and default, and says what is required', async () => {
    expect((await run(['explain', 'retraining.promote.approval'])).stdout).toContain(
      '\nvalues: automatic, manual, never\ndefault: automatic\n',
    );
    expect((await run(['explain', 'labels.uri'])).stdout).toContain('required: in its section\n');
  });

  it('explains all keys below a section, within a terminal', async () => {
    const { stdout } = await run(['explain', 'retraining.deploy'], { columns: 60 });
    const explained = stdout.match(/^retraining\.deploy\.\w+(?=,\s+key\s+of\s+the\s+monitor\s+file:)/gm);
    expect(explained).toEqual(
      ['strategy', 'percent', 'bake', 'alarms', 'maxLatencyMilliseconds'].map((key) => `retraining.deploy.${key}`),
    );
    expect(stdout.split('\n').filter((line) => line.length > 60)).toEqual([]);
  });

  it('prints both topics of a name, as JSON too', async () => {
    const kinds = JSON.parse((await run(['explain', 'ks', '--json'])).stdout).map(({ kind }: { kind: string }) => kind);
    expect(kinds).toEqual(['drift method', 'significance test']);
  });

  it.each([
    ['rocauc', 'did you mean roc_auc?'],
    ['zzzzzzzz', 'driftwarden explain lists what can be explained'],
  ])('suggests a name for %j', async (name, hint) => {
    const { code, stderr } = await run(['explain', name]);
    expect([code, stderr]).toEqual([2, expect.stringContaining(hint)]);
  });
});
