import { type IGrantable, PolicyStatement } from 'aws-cdk-lib/aws-iam';

/** Conditions of a policy statement: operator, key, values. */
export type Conditions = Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;

/** One statement of a role's policy. Without resources nothing is allowed. */
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
