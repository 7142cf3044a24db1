import { readFileSync } from 'node:fs';
import { parse, parseDocument } from 'yaml';
import type { Monitor } from '../../lambdas/core/monitor/monitor.ts';
import { parseMonitor } from '../../lambdas/core/monitor/parse.ts';
import { UsageError } from './explain.ts';

/** What may differ from the file: other keys would need other data, another baseline or other windows. */
const CHANGEABLE = [
  'drift',
  'quality',
  'performance',
  'alerts',
  'labels.lag',
  'labels.maxAge',
  'retraining.onDrift',
] as const;

/** Keys with a list of limits. */
const LISTS: ReadonlySet<string> = new Set(['performance.alert', 'performance.retrain']);

/** The monitor file with other values. @throws UsageError for a key that cannot be changed, MonitorFileError for an invalid value */
export function changedMonitor(file: string, settings: readonly string[]): Monitor {
  const document = parseDocument(readFileSync(file, 'utf8'));
  const values = new Map<string, string>();
  for (const setting of settings) {
    const at = setting.indexOf('=');
    if (at < 1)
      throw new UsageError(
        `--set ${JSON.stringify(setting)} has no value; accepted: KEY=VALUE, such as drift.minimumRows=500`,
      );
    const key = setting.slice(0, at);
    if (!CHANGEABLE.some((allowed) => key === allowed || key.startsWith(`${allowed}.`))) {
      throw new UsageError(`--set cannot change ${JSON.stringify(key)}; accepted: keys of ${CHANGEABLE.join(', ')}`);
    }
    refuseRepeated(key, setting.slice(at + 1), values);
    document.setIn(key.split('.'), document.createNode(parse(setting.slice(at + 1))));
  }
  return parseMonitor(document.toString(), file);
}

/** The later value would replace the earlier one, or a part of it. @throws UsageError */
function refuseRepeated(key: string, value: string, values: Map<string, string>): void {
  const known = [...values.keys()].find(
    (other) => `${other}.`.startsWith(`${key}.`) || `${key}.`.startsWith(`${other}.`),
  );
  if (known !== undefined && known !== key) {
    throw new UsageError(`--set ${key} and --set ${known} set the same part of the file; give one of them`);
  }
  if (known !== undefined) {
    const both = [values.get(key)!, value].map((each) => each.trim().replace(/^\[(.*)\]$/s, '$1'));
    const list = LISTS.has(key) ? `; list both in one: --set ${key}="[${both.join(', ')}]"` : '';
    throw new UsageError(`--set ${key} is given twice${list}`);
  }
  values.set(key, value);
}
