import { isDeepStrictEqual } from 'node:util';
import type { Template } from './assembly.ts';

/** One action on one resource that one statement of a role's policy, or of a bucket's, allows. */
export interface Permission {
  /** Logical id of the resource that holds the policy. */
  readonly holder: string;
  readonly policy: number;
  readonly statement: number;
  readonly action: string;
  /** As the template has it, intrinsic functions and all. */
  readonly resource: unknown;
}

interface Statement {
  Effect: string;
  Action?: string | string[];
  Resource?: unknown;
}

/** Everything that a template's roles may do, and others by its buckets' policies, action by action and resource by resource: take each away in turn to see what needs it. */
export function listPermissions(template: Template): Permission[] {
  const permissions: Permission[] = [];
  for (const holder of Object.keys(template.Resources)) {
    documentsOf(template, holder).forEach(({ Statement }, policy) => {
      Statement.forEach((of, statement) => {
        if (of.Effect !== 'Allow') return;
        for (const action of listOf(of.Action) as string[])
          for (const resource of listOf(of.Resource)) permissions.push({ holder, policy, statement, action, resource });
      });
    });
  }
  return permissions;
}

/** Takes one action on one resource away. What else the statement allows is split into statements at the end, so that other positions stay valid. */
export function removePermission(template: Template, permission: Permission): void {
  const { holder, policy, statement, action, resource } = permission;
  const statements = documentsOf(template, holder)[policy]?.Statement ?? [];
  const found = statements[statement];
  const actions = listOf(found?.Action);
  const resources = listOf(found?.Resource);
  const isIt = (other: unknown) => isDeepStrictEqual(other, resource);
  if (!actions.includes(action) || !resources.some(isIt))
    throw new Error(`${holder}, statement ${statement}, does not allow ${action} on ${JSON.stringify(resource)}`);
  const kept = resources.filter((other) => !isIt(other));
  if (kept.length > 0) statements.push({ ...found, Action: action, Resource: kept });
  const others = actions.filter((other) => other !== action) as string[];
  found.Action = others.length > 0 ? others : ['none:Removed'];
}

function listOf(value: unknown): unknown[] {
  return [value ?? []].flat();
}

function documentsOf(template: Template, holder: string): { Statement: Statement[] }[] {
  const { Type, Properties = {} } = template.Resources[holder];
  if (['AWS::IAM::Policy', 'AWS::IAM::ManagedPolicy', 'AWS::S3::BucketPolicy'].includes(Type))
    return [Properties['PolicyDocument'] as { Statement: Statement[] }];
  if (Type !== 'AWS::IAM::Role') return [];
  const inline = (Properties['Policies'] ?? []) as { PolicyDocument: { Statement: Statement[] } }[];
  return inline.map(({ PolicyDocument }) => PolicyDocument);
}
