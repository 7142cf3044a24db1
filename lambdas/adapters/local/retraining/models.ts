import * as z from 'zod';
import { type Integration, type LocalAccount, parseRequest, pathOf, sagemakerError } from './account.ts';
import type { Records } from './records.ts';

const modelSchema = z.looseObject({
  ModelName: z.string(),
  PrimaryContainer: z.looseObject({ ModelDataUrl: z.string() }),
});

/** CreateModel: records where the model's files are. */
export const createModel: Integration = async (given, { records }) => {
  const model = parseRequest(modelSchema, given);
  if (!(await records.create('models', model.ModelName, model))) {
    throw sagemakerError('Validation', `Cannot create already existing model "${model.ModelName}".`);
  }
  return { ModelArn: model.ModelName };
};

const namedSchema = z.looseObject({ ModelName: z.string() });

/** DescribeModel: only the name, for a model that was not created here. */
export const describeModel: Integration = async (given, { records }) => {
  const { ModelName } = parseRequest(namedSchema, given);
  return (await records.read('models', ModelName, modelSchema)) ?? { ModelName };
};

/** The folder of a model; null if it was not trained here. */
export async function modelFolder(
  records: Records,
  name: string,
  account: Pick<LocalAccount, 'uri' | 'folder'>,
): Promise<string | null> {
  const model = await records.read('models', name, modelSchema);
  return model && pathOf(model.PrimaryContainer.ModelDataUrl, account);
}
