import type { Links } from '../../core/alerts.ts';

/** Domains of the console by the start of the region's name. Other partitions have no links. */
const HOSTS: readonly (readonly [region: RegExp, domain: string])[] = [
  [/^cn-/, 'amazonaws.cn'],
  [/^us-gov-/, 'amazonaws-us-gov.com'],
  [/^(?!us-iso|eu-iso|eusc-)[a-z]{2}-[a-z]+-\d+$/, 'aws.amazon.com'],
];

export interface ConsoleLinksOptions {
  /** Region of the bucket and the dashboard, such as `eu-west-1`. */
  readonly region: string;
  /** Bucket with the results and the state. */
  readonly bucket: string;
  /** Prefix of every key in that bucket. */
  readonly prefix: string;
  /** Name of the monitor's dashboard in CloudWatch, if it has one. */
  readonly dashboard?: string | undefined;
}

/**
 * Links into the AWS console. They require signing in and grant no access.
 *
 * @returns null in a partition whose console is unknown
 */
export function consoleLinks({ region, bucket, prefix, dashboard }: ConsoleLinksOptions): Links | null {
  const domain = HOSTS.find(([regions]) => regions.test(region))?.[1];
  if (domain === undefined) return null;
  const console = `https://${region}.console.${domain}`;
  const report = (key: string) =>
    `${console}/s3/object/${bucket}?region=${region}&bucketType=general&prefix=${encodeURIComponent(prefix + key)}`;
  return {
    report,
    // The console opens a page under a signed address, from which relative links lead nowhere.
    fromPage: (_page, key) => report(key),
    dashboard:
      dashboard === undefined
        ? undefined
        : `${console}/cloudwatch/home?region=${region}#dashboards/dashboard/${encodeURIComponent(dashboard)}`,
  };
}
