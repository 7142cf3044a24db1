"""Writes local-storage.json beside this file: which instance types of SageMaker's jobs have local disks that the hardware encrypts,
from EC2's answers to DescribeInstanceTypes as moto keeps them. Types that these do not have are left out.
Needs: pip install moto==5.2.5 botocore==1.44.8.
"""

import gzip
import json
from pathlib import Path

import moto
from botocore.loaders import Loader

EC2 = json.loads(gzip.decompress((Path(moto.__file__).parent / "ec2/resources/instance_types.json.gz").read_bytes()))
SHAPES = Loader().load_service_model("sagemaker", "service-2")["shapes"]
found = {"with": [], "without": []}
for name in sorted({*SHAPES["TrainingInstanceType"]["enum"], *SHAPES["TransformInstanceType"]["enum"]}):
    type = EC2.get(name.removeprefix("ml."))
    if type is not None:
        encrypted = type.get("InstanceStorageInfo", {}).get("EncryptionSupport") == "required"
        found["with" if encrypted else "without"].append(name)
(Path(__file__).parent / "local-storage.json").write_text(json.dumps(found) + "\n")
