import type { Metrics } from './metrics.ts';

interface EmbeddedMetrics {
  readonly _aws?: {
    readonly Timestamp?: number;
    readonly CloudWatchMetrics?: readonly {
      readonly Namespace: string;
      readonly Dimensions?: readonly (readonly string[])[];
      readonly Metrics: readonly { readonly Name: string; readonly Unit?: string }[];
    }[];
  };
}

/** Takes the metrics of a log line in CloudWatch's embedded metric format; other lines have none. */
export function takeEmbeddedMetrics(line: string, now: number, to: Metrics): void {
  if (!line.startsWith('{') || !line.includes('"CloudWatchMetrics"')) return;
  let record: EmbeddedMetrics;
  try {
    record = JSON.parse(line);
  } catch {
    return;
  }
  const fields = new Map<string, unknown>(Object.entries(record));
  for (const { Namespace, Dimensions = [[]], Metrics } of record._aws?.CloudWatchMetrics ?? []) {
    for (const names of Dimensions) {
      const dimensions = names.map((name): [string, string] => [name, String(fields.get(name))]);
      for (const { Name, Unit } of Metrics) {
        const given = fields.get(Name);
        for (const value of Array.isArray(given) ? given : [given]) {
          if (typeof value !== 'number') continue;
          to.addValue({ namespace: Namespace, name: Name, dimensions }, value, record._aws?.Timestamp ?? now, Unit);
        }
      }
    }
  }
}
