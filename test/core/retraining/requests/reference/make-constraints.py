"""Writes sagemaker-constraints.json beside this file: what SageMaker's API accepts in the requests of a retraining, from the service
model that the AWS CLI uses. Needs: pip install botocore==1.44.8. Then: npx biome format --write test/core/retraining.
"""

import json
from pathlib import Path

from botocore.loaders import Loader

MODEL = Loader().load_service_model("sagemaker", "service-2")
SHAPES = MODEL["shapes"]
# The members that requests of a retraining have.
USED = {
    "CreateTrainingJob": "TrainingJobName AlgorithmSpecification.TrainingImage AlgorithmSpecification.TrainingInputMode HyperParameters "
    "RoleArn InputDataConfig.ChannelName InputDataConfig.ContentType InputDataConfig.DataSource.S3DataSource.S3DataType "
    "InputDataConfig.DataSource.S3DataSource.S3Uri InputDataConfig.DataSource.S3DataSource.S3DataDistributionType "
    "OutputDataConfig.S3OutputPath ResourceConfig.InstanceType ResourceConfig.InstanceCount ResourceConfig.VolumeSizeInGB "
    "EnableNetworkIsolation EnableManagedSpotTraining StoppingCondition.MaxRuntimeInSeconds StoppingCondition.MaxWaitTimeInSeconds",
    "CreateTransformJob": "TransformJobName ModelName BatchStrategy TransformInput.ContentType TransformInput.SplitType "
    "TransformInput.DataSource.S3DataSource.S3DataType TransformInput.DataSource.S3DataSource.S3Uri TransformOutput.S3OutputPath "
    "TransformOutput.AssembleWith TransformResources.InstanceType TransformResources.InstanceCount",
    "CreateModel": "ModelName ExecutionRoleArn PrimaryContainer.Image PrimaryContainer.Environment PrimaryContainer.ModelDataUrl",
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
    "CreateModelPackageGroup": "ModelPackageGroupName ModelPackageGroupDescription",
}


def is_used(operation, path):
    return any((used + ".").startswith(path + ".") or (path + ".").startswith(used + ".") for used in USED[operation].split())


def constraints(operation, shape, path=""):
    s = SHAPES[shape]
    kept = {key: s[key] for key in ("type", "min", "max", "pattern", "enum") if key in s}
    if s["type"] == "structure":
        kept["required"] = s.get("required", [])
        kept["members"] = {}
        for name, member in s["members"].items():
            inner = f"{path}.{name}" if path else name
            if is_used(operation, inner):
                kept["members"][name] = constraints(operation, member["shape"], inner)
    elif s["type"] == "list":
        kept["member"] = constraints(operation, s["member"]["shape"], path)
    elif s["type"] == "map":
        kept["key"] = constraints(operation, s["key"]["shape"], path)
        kept["value"] = constraints(operation, s["value"]["shape"], path)
    return kept


found = {name: constraints(name, MODEL["operations"][name]["input"]["shape"]) for name in USED}
(Path(__file__).parent / "sagemaker-constraints.json").write_text(json.dumps(found, indent=2) + "\n")
