import type { Template } from 'aws-cdk-lib/assertions';
import { resourcesOf, type TemplateResource } from './templates.ts';

interface Statement {
  readonly Action: string | string[];
  readonly Resource: unknown;
  readonly Condition?: unknown;
}

function statementsOf(template: Template, role: string): Statement[] {
  const policies = [...resourcesOf(template, 'AWS::IAM::Policy').values()];
  const own = policies.filter(({ Properties }) => Properties.Roles[0].Ref?.includes(role));
  return own.flatMap(({ Properties }: TemplateResource) => Properties.PolicyDocument.Statement);
}

/** What a role may do, such as `s3:GetObject ml-capture/…`, with references by the part of their name that people know. */
export function linesOf(template: Template, role: string): string[] {
  return statementsOf(template, role).flatMap(({ Action, Resource, Condition }) =>
    [Action]
      .flat()
      .flatMap((action) =>
        [Resource]
          .flat()
          .map((resource) =>
            [action, nameOf(resource), ...(Condition === undefined ? [] : [JSON.stringify(Condition, joined)])].join(
              ' ',
            ),
          ),
      ),
  );
}

/** Joined texts as one. */
function joined(_: string, value: unknown): unknown {
  return typeof value === 'object' && value !== null && 'Fn::Join' in value ? nameOf(value) : value;
}

export function nameOf(resource: unknown): string {
  if (typeof resource === 'string') return resource;
  const [[name, content]] = Object.entries(resource as Record<string, unknown>);
  if (name === 'Fn::Join')
    return (content as [string, unknown[]])[1]
      .map(nameOf)
      .join('')
      .replace(/^arn:.*:::/, '');
  const id = (Array.isArray(content) ? content[0] : content) as string;
  return id.replace(/^Platform/, '').replace(/[0-9A-F]{8}$/, '');
}

const PSEUDO_PARAMETERS: Readonly<Record<string, string>> = {
  'AWS::Partition': 'aws',
  'AWS::Region': 'ap-southeast-1',
  'AWS::AccountId': '123456789012',
};

/** References as long as they can be once resolved: the ARN of a bucket with a name of 63 characters. */
export function resolve(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(resolve);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value);
  const [name, content] = entries[0];
  if (name === 'Ref') return PSEUDO_PARAMETERS[content as string] ?? 'x'.repeat(76);
  if (name === 'Fn::GetAtt') return 'x'.repeat(76);
  if (name === 'Fn::Join') return (resolve(content[1]) as string[]).join(content[0]);
  return Object.fromEntries(entries.map(([key, part]) => [key, resolve(part)]));
}
