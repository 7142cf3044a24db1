import * as z from 'zod';
import { StatesError } from '../../../states-language/errors.ts';
import {
  commandFolder,
  type Integration,
  keyOf,
  type LocalAccount,
  logFolder,
  parseRequest,
  pathOf,
  sagemakerError,
} from './account.ts';
import { modelFolder } from './models.ts';
import { runCommand } from './run-command.ts';
import { nameTaken, reasonOf } from './training.ts';

const requestSchema = z.object({
  TransformJobName: z.string(),
  ModelName: z.string(),
  TransformInput: z.object({ DataSource: z.object({ S3DataSource: z.object({ S3Uri: z.string() }) }) }),
  TransformOutput: z.object({ S3OutputPath: z.string() }),
});

/**
 * CreateTransformJob, until it has ended: runs `commands.score` once for each file of requests. The file is its stdin; its stdout
 * becomes the file of answers, with the same name and `.out` appended.
 */
export const createTransformJob: Integration = async (given, account, { signal }) => {
  const request = parseRequest(requestSchema, given);
  const { TransformJobName, ModelName } = request;
  const folder = await modelFolder(account.records, ModelName, account);
  if (folder === null) {
    throw sagemakerError('Validation', `the model ${ModelName} was not trained here, so it cannot score rows`);
  }
  const job = { TransformJobName, ModelName, TransformJobStatus: 'InProgress' };
  if (!(await account.records.create('jobs', TransformJobName, job))) throw nameTaken(TransformJobName);
  const end = async (more: object) => {
    const ended = { ...job, ...more };
    await account.records.replace('jobs', TransformJobName, ended);
    return ended;
  };
  try {
    for await (const [input, output] of filesOf(request, account)) {
      await runCommand(account.commands.score, {
        cwd: commandFolder(account),
        env: { SM_MODEL_DIR: folder },
        logs: logFolder(account, TransformJobName),
        input,
        output,
        signal,
      });
    }
  } catch (error) {
    const description = await end({ TransformJobStatus: 'Failed', FailureReason: reasonOf(error) });
    throw new StatesError('States.TaskFailed', JSON.stringify(description));
  }
  return end({ TransformJobStatus: 'Completed' });
};

/** Paths of the files to read, each with the path of the file to write. */
async function* filesOf(
  { TransformInput, TransformOutput }: z.infer<typeof requestSchema>,
  account: LocalAccount,
): AsyncGenerator<readonly [string, string]> {
  const prefix = TransformInput.DataSource.S3DataSource.S3Uri;
  for await (const { key } of account.store.list(keyOf(prefix, account))) {
    const name = (account.uri + key).slice(prefix.length);
    yield [pathOf(account.uri + key, account), pathOf(`${TransformOutput.S3OutputPath}${name}.out`, account)];
  }
}
