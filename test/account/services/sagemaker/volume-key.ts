import { invalid } from './input.ts';
import localStorage from './reference/local-storage.json' with { type: 'json' };

const HAS_LOCAL_STORAGE: ReadonlySet<string> = new Set(localStorage.with);

/** @throws AwsError ValidationException for a key of instances that encrypt their local disks themselves */
export function checkVolumeKey(given: { readonly InstanceType: string; readonly VolumeKmsKeyId?: string | undefined }) {
  const { InstanceType: type, VolumeKmsKeyId: key } = given;
  if (key === undefined || !HAS_LOCAL_STORAGE.has(type)) return;
  throw invalid(`VolumeKmsKeyId is not supported for instance type ${type}, which has local storage`);
}
