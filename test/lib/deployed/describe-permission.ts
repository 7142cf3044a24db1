import type { Permission } from '../../account/template/permissions.ts';

/** `CheckDriftRole sns:Publish PlatformAlertsTopicE7644B0B` */
export function describePermission({ holder, action, resource }: Permission): string {
  const texts = JSON.stringify(resource).match(/"[^"]*"/g) ?? [];
  const telling = texts
    .map((text) => text.slice(1, -1))
    .filter((text) => !/^(|arn:|Fn::.*|Ref|AWS::.*|Arn)$/.test(text));
  return [holder.replace(/^Platform|DefaultPolicy.*$/g, ''), action, ...telling].join(' ');
}
