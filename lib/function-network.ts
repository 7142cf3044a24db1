import type { Role } from 'aws-cdk-lib/aws-iam';
import type { CfnFunction, Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { allow } from './allow.ts';
import type { FunctionNetwork } from './function-settings.ts';
import { acknowledgeWildcard } from './nag.ts';

/** What Lambda does with the role of a function in a VPC (https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html). */
const INTERFACE_ACTIONS = [
  'ec2:CreateNetworkInterface',
  'ec2:DescribeNetworkInterfaces',
  'ec2:DescribeSubnets',
  'ec2:DeleteNetworkInterface',
  'ec2:AssignPrivateIpAddresses',
  'ec2:UnassignPrivateIpAddresses',
];

/** Puts a function into a network. Ids suffice: a construct of the VPC would have to be looked up in the account. */
export function connect(target: LambdaFunction, { subnetIds, securityGroupIds }: FunctionNetwork): void {
  const resource = target.node.defaultChild as CfnFunction;
  resource.vpcConfig = { subnetIds: [...subnetIds], securityGroupIds: [...securityGroupIds] };
}

/**
 * Lets Lambda manage the network interfaces of a function. The function's own code has no use for that, but its role is the one that
 * Lambda checks.
 */
export function allowNetworkInterfaces(role: Role): void {
  allow(role, INTERFACE_ACTIONS, ['*']);
  acknowledgeWildcard(
    role,
    '*',
    'Lambda manages network interfaces with the role of the function; they have no names before they exist.',
  );
}
