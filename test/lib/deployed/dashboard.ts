import type { TestAccount } from '../../account/account.ts';
import type { MetricName } from '../../account/services/cloudwatch/metrics.ts';

/** What the dashboards of a stack ask CloudWatch for. */
export interface Dashboards {
  readonly metrics: readonly MetricName[];
  /** ARNs of the alarms that they show. */
  readonly alarms: readonly string[];
}

interface Widget {
  readonly type: string;
  readonly properties: { readonly metrics?: readonly (readonly unknown[])[]; readonly alarms?: readonly string[] };
}

/** Reads the bodies of the template's dashboards. @throws Error for metric math and shorthands, which nothing here reads */
export function readDashboards({ stack }: TestAccount): Dashboards {
  const widgets = stack
    .resources('AWS::CloudWatch::Dashboard')
    .flatMap(({ properties }) => (JSON.parse(properties.DashboardBody) as { widgets: Widget[] }).widgets);
  return {
    metrics: widgets.flatMap(({ properties }) => properties.metrics ?? []).map(readMetric),
    alarms: widgets.flatMap(({ properties }) => properties.alarms ?? []),
  };
}

/** `[namespace, name, dimension, value, …, options]` */
function readMetric(row: readonly unknown[]): MetricName {
  const texts = row.filter((part): part is string => typeof part === 'string' && !/^\.+$/.test(part));
  const hasOptions = typeof row.at(-1) === 'object';
  if (texts.length < 2 || texts.length % 2 !== 0 || texts.length + (hasOptions ? 1 : 0) !== row.length)
    throw new Error(`a dashboard shows something other than a plain metric: ${JSON.stringify(row)}`);
  const [namespace, name, ...rest] = texts;
  const dimensions = rest.flatMap((part, i): [string, string][] => (i % 2 === 0 ? [[part, rest[i + 1]]] : []));
  return { namespace, name, dimensions };
}
