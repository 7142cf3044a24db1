import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { TrainingInstanceType, TransformInstanceType } from '@aws-sdk/client-sagemaker';

export const INSTANCE_TYPES_FILE = join(import.meta.dirname, '../lambdas/core/monitor/schema/instance-types.ts');

/** The file with the instance types of SageMaker's API, as the installed SDK has them. */
export function instanceTypesFile(): string {
  const set = (name: string, types: Readonly<Record<string, string>>) =>
    `export const ${name}: ReadonlySet<string> = listed(\n  '${Object.values(types).sort().join(' ')}',\n);\n`;
  return `/** Written by \`npm run generate\` from the API that @aws-sdk/client-sagemaker calls. */

/** Instance types of training jobs. */
${set('TRAINING_INSTANCE_TYPES', TrainingInstanceType)}
/** Instance types of transform jobs. */
${set('TRANSFORM_INSTANCE_TYPES', TransformInstanceType)}
function listed(types: string): ReadonlySet<string> {
  return new Set(types.split(' '));
}
`;
}

if (import.meta.main) writeFileSync(INSTANCE_TYPES_FILE, instanceTypesFile());
