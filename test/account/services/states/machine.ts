import { DefinitionError } from '../../../../lambdas/states-language/errors.ts';
import { StateMachine } from '../../../../lambdas/states-language/state-machine.ts';
import { UnsupportedError } from '../../aws-error.ts';
import type { Access } from '../../iam/access.ts';
import type { Principal } from '../../iam/evaluate.ts';
import type { Resource } from '../../template/stack.ts';
import type { ClockHost } from './clock-host.ts';
import type { MapRuns } from './map-runs.ts';

/** A state machine of the template. */
export interface Machine {
  /** Logical id in the template. */
  readonly id: string;
  readonly name: string;
  readonly arn: string;
  readonly roleArn: string;
  readonly role: Principal;
  readonly workflow: StateMachine;
  readonly mapRuns: MapRuns;
}

/**
 * @param contextOf The context as the machine's role may use it.
 * @throws UnsupportedError for a machine that cannot run here, AwsError for a role that Step Functions may not assume
 */
export function readMachine(
  resource: Resource,
  access: Access,
  contextOf: (role: Principal, arn: string) => ClockHost,
): Machine {
  const { id, arn, properties } = resource;
  const type = properties.StateMachineType ?? 'STANDARD';
  if (type !== 'STANDARD') throw new UnsupportedError(`${id}: the test account runs standard machines, not ${type}`);
  const source = new Map([['aws:sourcearn', [arn]]]);
  const { principal } = access.assumeRole(properties.RoleArn, 'states.amazonaws.com', source);
  const name = arn.slice(arn.lastIndexOf(':') + 1);
  try {
    const host = contextOf(principal, arn);
    const workflow = new StateMachine(definitionOf(resource), host, { id: arn, name });
    return { id, name, arn, roleArn: properties.RoleArn, role: principal, workflow, mapRuns: host.mapRuns };
  } catch (error) {
    if (error instanceof DefinitionError) throw new UnsupportedError(`${id}: ${error.message}`);
    throw error;
  }
}

/** The text with `${name}` replaced by CloudFormation's DefinitionSubstitutions. */
function definitionOf({ id, properties }: Resource): string {
  const { DefinitionString: text, Definition: object } = properties;
  if (text === undefined && object === undefined)
    throw new UnsupportedError(`${id}: the test account reads DefinitionString or Definition, not another location`);
  const substitutions = new Map(Object.entries(properties.DefinitionSubstitutions ?? {}));
  return String(text ?? JSON.stringify(object)).replace(/\$\{([^}]*)\}/g, (_, name: string) => {
    if (!substitutions.has(name)) throw new UnsupportedError(`${id}: nothing is substituted for \${${name}}`);
    return String(substitutions.get(name));
  });
}
