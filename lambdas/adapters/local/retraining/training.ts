import { mkdir } from 'node:fs/promises';
import * as z from 'zod';
import { errorMessage } from '../../../core/text/error-message.ts';
import { printable } from '../../../core/text/printable.ts';
import { StatesError } from '../../../states-language/errors.ts';
import { commandFolder, type Integration, logFolder, parseRequest, pathOf, sagemakerError } from './account.ts';
import { FailedCommandError, runCommand } from './run-command.ts';

/** The default of `trainingJob.maxRuntime`, in milliseconds. */
const MAX_RUNTIME = 3_600_000;

const requestSchema = z.object({
  TrainingJobName: z.string(),
  InputDataConfig: z.tuple([z.object({ DataSource: z.object({ S3DataSource: z.object({ S3Uri: z.string() }) }) })]),
  OutputDataConfig: z.object({ S3OutputPath: z.string() }),
  HyperParameters: z.record(z.string(), z.string()).default({}),
});

/**
 * CreateTrainingJob, until it has ended: runs `commands.train` with the environment that the SageMaker Training Toolkit gives to a
 * script (github.com/aws/sagemaker-training-toolkit, ENVIRONMENT_VARIABLES.md).
 */
export const createTrainingJob: Integration = async (given, account, { signal }) => {
  const request = parseRequest(requestSchema, given);
  const { TrainingJobName, HyperParameters } = request;
  const job = { TrainingJobName, TrainingJobStatus: 'InProgress' };
  if (!(await account.records.create('jobs', TrainingJobName, job))) throw nameTaken(TrainingJobName);
  const model = `${request.OutputDataConfig.S3OutputPath}${TrainingJobName}`;
  const [input, output] = [request.InputDataConfig[0].DataSource.S3DataSource.S3Uri, model].map((uri) =>
    pathOf(uri, account),
  );
  const end = async (more: object) => {
    const ended = { ...job, ...more };
    await account.records.replace('jobs', TrainingJobName, ended);
    return ended;
  };
  try {
    await mkdir(output, { recursive: true });
    await runCommand(account.commands.train, {
      cwd: commandFolder(account),
      env: environment(TrainingJobName, input, output, HyperParameters),
      logs: logFolder(account, TrainingJobName),
      timeLimit: account.settings.trainingJob?.maxRuntime ?? MAX_RUNTIME,
      signal,
    });
  } catch (error) {
    const FailureReason = reasonOf(error);
    const description = await end({ TrainingJobStatus: 'Failed', FailureReason });
    throw new StatesError('States.TaskFailed', JSON.stringify(description));
  }
  return end({ TrainingJobStatus: 'Completed', ModelArtifacts: { S3ModelArtifacts: model } });
};

function environment(job: string, input: string, model: string, given: Readonly<Record<string, string>>) {
  const hyperParameters = Object.fromEntries(Object.entries(given).map(([name, text]) => [name, typed(text)]));
  const training = {
    channel_input_dirs: { train: input },
    hyperparameters: hyperParameters,
    job_name: job,
    model_dir: model,
  };
  return {
    SM_CHANNELS: '["train"]',
    SM_CHANNEL_TRAIN: input,
    SM_MODEL_DIR: model,
    SM_HPS: JSON.stringify(hyperParameters),
    SM_TRAINING_ENV: JSON.stringify(training),
  };
}

/** Hyperparameters are strings. Like the toolkit, this parses those that are JSON. */
function typed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** A second job with the same name is rejected, even if the first has failed. */
export function nameTaken(name: string): StatesError {
  return sagemakerError('ResourceInUse', `Job name must be unique, and a job with this name already exists (${name})`);
}

/** Why a job failed: one printable line. */
export function reasonOf(error: unknown): string {
  if (error instanceof FailedCommandError) return error.message;
  return printable(errorMessage(error), 300);
}
