"""Writes constraints.json beside this file: what SageMaker and Step Functions accept in the requests of a retraining, from the service
models that the AWS CLI uses. Needs: pip install botocore==1.44.8. Then: npx biome format --write test/account/constraints.
"""

import json
from pathlib import Path

from botocore.loaders import Loader

SAGEMAKER, STATES = [Loader().load_service_model(name, "service-2") for name in ("sagemaker", "stepfunctions")]
# Operations of Step Functions, with all members.
WHOLE = "StartExecution DescribeExecution ListExecutions GetExecutionHistory StopExecution SendTaskSuccess SendTaskFailure SendTaskHeartbeat"
# The members that requests of a retraining have.
USED = {
    "CreateTrainingJob": "TrainingJobName AlgorithmSpecification.TrainingImage AlgorithmSpecification.TrainingInputMode HyperParameters "
    "RoleArn InputDataConfig.ChannelName InputDataConfig.ContentType InputDataConfig.DataSource.S3DataSource.S3DataType "
    "InputDataConfig.DataSource.S3DataSource.S3Uri InputDataConfig.DataSource.S3DataSource.S3DataDistributionType "
    "OutputDataConfig.S3OutputPath ResourceConfig.InstanceType ResourceConfig.InstanceCount ResourceConfig.VolumeSizeInGB ResourceConfig.VolumeKmsKeyId "
    "EnableNetworkIsolation EnableManagedSpotTraining StoppingCondition.MaxRuntimeInSeconds StoppingCondition.MaxWaitTimeInSeconds Tags",
    "CreateTransformJob": "TransformJobName ModelName BatchStrategy TransformInput.ContentType TransformInput.SplitType "
    "TransformInput.DataSource.S3DataSource.S3DataType TransformInput.DataSource.S3DataSource.S3Uri TransformOutput.S3OutputPath "
    "TransformOutput.AssembleWith TransformResources.InstanceType TransformResources.InstanceCount TransformResources.VolumeKmsKeyId Tags",
    "CreateModel": "ModelName ExecutionRoleArn PrimaryContainer.Image PrimaryContainer.Environment PrimaryContainer.ModelDataUrl Tags",
    "UpdateEndpoint": "EndpointName EndpointConfigName RetainAllVariantProperties "
    "DeploymentConfig.BlueGreenUpdatePolicy.TrafficRoutingConfiguration.Type "
    "DeploymentConfig.BlueGreenUpdatePolicy.TrafficRoutingConfiguration.WaitIntervalInSeconds "
    "DeploymentConfig.BlueGreenUpdatePolicy.TrafficRoutingConfiguration.CanarySize "
    "DeploymentConfig.BlueGreenUpdatePolicy.TrafficRoutingConfiguration.LinearStepSize "
    "DeploymentConfig.BlueGreenUpdatePolicy.MaximumExecutionTimeoutInSeconds DeploymentConfig.AutoRollbackConfiguration.Alarms.AlarmName",
    "CreateModelPackage": "ModelPackageGroupName ModelPackageDescription ClientToken ModelApprovalStatus "
    "InferenceSpecification.Containers.Image InferenceSpecification.Containers.ModelDataUrl InferenceSpecification.Containers.Environment "
    "InferenceSpecification.SupportedContentTypes InferenceSpecification.SupportedResponseMIMETypes "
    "ModelMetrics.ModelQuality.Statistics.ContentType ModelMetrics.ModelQuality.Statistics.S3Uri "
    "DriftCheckBaselines.ModelDataQuality.Statistics.ContentType DriftCheckBaselines.ModelDataQuality.Statistics.S3Uri "
    "CustomerMetadataProperties",
    "CreateModelPackageGroup": "ModelPackageGroupName ModelPackageGroupDescription Tags",
    "UpdateModelPackage": "ModelPackageArn ModelApprovalStatus ApprovalDescription",
    "CreateEndpointConfig": "EndpointConfigName ProductionVariants.VariantName ProductionVariants.ModelName "
    "ProductionVariants.InstanceType ProductionVariants.InitialInstanceCount ProductionVariants.InitialVariantWeight DataCaptureConfig KmsKeyId ExecutionRoleArn "
    "EnableNetworkIsolation VpcConfig Tags",
    "CreateEndpoint": "EndpointName EndpointConfigName",
    "DescribeEndpoint": "EndpointName",
    "DescribeEndpointConfig": "EndpointConfigName",
    "DescribeModel": "ModelName",
    "DescribeTrainingJob": "TrainingJobName",
    "DescribeTransformJob": "TransformJobName",
    "StopTrainingJob": "TrainingJobName",
    "StopTransformJob": "TransformJobName",
}


def is_used(operation, path):
    if operation in WHOLE.split():
        return True
    return any((used + ".").startswith(path + ".") or (path + ".").startswith(used + ".") for used in USED[operation].split())


def constraints(shapes, operation, shape, path=""):
    s = shapes[shape]
    kept = {key: s[key] for key in ("type", "min", "max", "pattern", "enum") if key in s}
    if s["type"] == "structure":
        kept["required"] = s.get("required", [])
        kept["members"] = {}
        for name, member in s["members"].items():
            inner = f"{path}.{name}" if path else name
            if is_used(operation, inner):
                kept["members"][name] = constraints(shapes, operation, member["shape"], inner)
    elif s["type"] == "list":
        kept["member"] = constraints(shapes, operation, s["member"]["shape"], path)
    elif s["type"] == "map":
        kept["key"] = constraints(shapes, operation, s["key"]["shape"], path)
        kept["value"] = constraints(shapes, operation, s["value"]["shape"], path)
    return kept


found = {}
for model, names in ((SAGEMAKER, USED), (STATES, WHOLE.split())):
    for name in names:
        found[name] = constraints(model["shapes"], name, model["operations"][name]["input"]["shape"])
(Path(__file__).parent / "constraints.json").write_text(json.dumps(found, indent=2) + "\n")
