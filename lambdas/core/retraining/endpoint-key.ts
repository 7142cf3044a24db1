import type { RetrainingSettings } from '../monitor/monitor.ts';
import { printable } from '../text/printable.ts';
import type { LiveEndpoint } from './contract.ts';

type KeySettings = Pick<RetrainingSettings, 'endpointKey' | 'trainingJob'>;

/** ARN of the KMS key of endpoint configurations that the machine may use; undefined: none. */
export function endpointKey({ endpointKey, trainingJob }: KeySettings): string | undefined {
  return endpointKey ?? trainingJob?.volumeKey;
}

/**
 * Why the candidate could not be deployed: its configuration keeps the key of the live one, which the machine's role may use only if
 * the monitor file names it. null: it could be.
 */
export function endpointKeyProblem({ config }: Pick<LiveEndpoint, 'config'>, settings: KeySettings): string | null {
  const { KmsKeyId: key, EndpointConfigName: name } = config;
  const permitted = endpointKey(settings);
  if (typeof key !== 'string' || key === '' || (permitted !== undefined && mayBe(key, permitted))) return null;
  const named = permitted === undefined ? 'no key' : permitted;
  return `the endpoint configuration ${printable(String(name), 100)} encrypts disks with the KMS key ${printable(key, 200)}, and the monitor file names ${named}: set retraining.endpointKey to the key's ARN, and deploy, so that the machine may use it`;
}

/** Whether an id, ARN or alias stands for this key. Which key an alias stands for is not known here. */
function mayBe(key: string, arn: string): boolean {
  return key === arn || arn.endsWith(`:key/${key}`) || /^(arn:[^/]*:)?alias\//.test(key);
}
