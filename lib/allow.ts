import { type IGrantable, PolicyStatement } from 'aws-cdk-lib/aws-iam';

/** Conditions of a policy statement: operator, key, values. */
export type Conditions = Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;

/** Adds a statement to a role's policy. Without resources it adds none. */
export function allow(
  { grantPrincipal }: IGrantable,
  actions: readonly string[],
  resources: readonly string[],
  conditions: Conditions = {},
): void {
  if (resources.length === 0) return;
  grantPrincipal.addToPrincipalPolicy(
    new PolicyStatement({ actions: [...actions], resources: [...resources], conditions }),
  );
}
