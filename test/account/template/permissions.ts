import type { Template } from './assembly.ts';

/** One action that one statement of a role's policy allows. */
export interface Permission {
  /** Logical id of the resource that holds the policy. */
  readonly resource: string;
  readonly policy: number;
  readonly statement: number;
  readonly action: string;
}

interface Document {
  Statement: { Effect: string; Action?: string | string[]; Resource?: unknown }[];
}

/** Everything that a template's roles may do, action by action: take each away in turn to see what needs it. */
export function listPermissions(template: Template): Permission[] {
  const permissions: Permission[] = [];
  for (const resource of Object.keys(template.Resources)) {
    documentsOf(template, resource).forEach(({ Statement }, policy) => {
      Statement.forEach((statement, index) => {
        if (statement.Effect !== 'Allow') return;
        for (const action of [statement.Action ?? []].flat())
          permissions.push({ resource, policy, statement: index, action });
      });
    });
  }
  return permissions;
}

/** Takes one action away. The statement stays, with an action that does not exist, so that other positions stay valid. */
export function removePermission(template: Template, { resource, policy, statement, action }: Permission): void {
  const found = documentsOf(template, resource)[policy]?.Statement[statement];
  const actions = [found?.Action ?? []].flat();
  if (!actions.includes(action)) throw new Error(`${resource}, statement ${statement}, does not allow ${action}`);
  const kept = actions.filter((other) => other !== action);
  found.Action = kept.length > 0 ? kept : ['none:Removed'];
}

function documentsOf(template: Template, resource: string): Document[] {
  const { Type, Properties = {} } = template.Resources[resource];
  if (Type === 'AWS::IAM::Policy' || Type === 'AWS::IAM::ManagedPolicy')
    return [Properties['PolicyDocument'] as Document];
  if (Type !== 'AWS::IAM::Role') return [];
  const inline = (Properties['Policies'] ?? []) as { PolicyDocument: Document }[];
  return inline.map(({ PolicyDocument }) => PolicyDocument);
}
