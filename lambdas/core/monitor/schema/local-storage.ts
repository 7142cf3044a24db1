/**
 * Families of SageMaker's instances whose local disks a module of the hardware encrypts. SageMaker takes no KMS key for them in
 * training and transform jobs (CreateTrainingJob, VolumeKmsKeyId). They are the families for which EC2 says that instance storage is
 * supported and its encryption required (DescribeInstanceTypes).
 */
const FAMILIES: ReadonlySet<string> = new Set(
  'g4dn g5 g6 g6e g7 g7e p3dn p4d p4de p5 p5e p5en p6-b200 p6-b300 r5d trn1 trn1n trn2'.split(' '),
);

/** @param instanceType Such as `ml.g5.xlarge`. */
export function hasLocalStorage(instanceType: string): boolean {
  return FAMILIES.has(instanceType.split('.')[1]);
}
