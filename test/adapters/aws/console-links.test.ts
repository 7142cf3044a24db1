import { describe, expect, it } from 'vitest';
import { consoleLinks } from '../../../lambdas/adapters/aws/console-links.ts';

const options = { region: 'eu-west-1', bucket: 'results-1a2b', prefix: 'prod/', dashboard: 'Dashboard-1A2B' };
const KEY = 'returns/checks/drift/2026-03-02T05Z/report.html';

describe('links into the console', () => {
  it('open a report in S3 and the dashboard in CloudWatch', () => {
    const links = consoleLinks(options)!;
    expect(links.report(KEY)).toBe(
      'https://eu-west-1.console.aws.amazon.com/s3/object/results-1a2b?region=eu-west-1&bucketType=general&prefix=prod%2Freturns%2Fchecks%2Fdrift%2F2026-03-02T05Z%2Freport.html',
    );
    expect(links.dashboard).toBe(
      'https://eu-west-1.console.aws.amazon.com/cloudwatch/home?region=eu-west-1#dashboards/dashboard/Dashboard-1A2B',
    );
  });

  it('lead from one page to another: a signed address of the console has no relative ones', () => {
    const links = consoleLinks(options)!;
    expect(links.fromPage('index.html', KEY, 'drift')).toBe(links.report(KEY));
  });

  it.each([
    ['us-east-1', 'us-east-1.console.aws.amazon.com'],
    ['ap-southeast-2', 'ap-southeast-2.console.aws.amazon.com'],
    ['cn-north-1', 'cn-north-1.console.amazonaws.cn'],
    ['cn-northwest-1', 'cn-northwest-1.console.amazonaws.cn'],
    ['us-gov-west-1', 'us-gov-west-1.console.amazonaws-us-gov.com'],
  ])('of %s are at %s', (region, host) => {
    const links = consoleLinks({ ...options, region })!;
    for (const link of [links.report(KEY), links.dashboard!]) expect(new URL(link).host).toBe(host);
  });

  it.each(['us-iso-east-1', 'us-isob-east-1', 'eu-isoe-west-1', 'eusc-de-east-1', 'evil.example/', ''])(
    'are not made for %j',
    (region) => {
      expect(consoleLinks({ ...options, region })).toBeNull();
    },
  );

  it('encode special characters inside the key and the name', () => {
    const { report, dashboard } = consoleLinks({ ...options, prefix: '', dashboard: 'a/b?c#d&e' })!;
    const key = 'a b/ä&prefix=x#y?z/report.html';
    expect(new URL(report(key)).searchParams.getAll('prefix')).toEqual([key]);
    expect(new URL(dashboard!).hash).toBe('#dashboards/dashboard/a%2Fb%3Fc%23d%26e');
  });

  it('name no dashboard where there is none', () => {
    expect(consoleLinks({ ...options, dashboard: undefined })!.dashboard).toBeUndefined();
  });
});
