import * as z from 'zod';
import {
  commandFolder,
  type Integration,
  type LocalAccount,
  logFolder,
  parseRequest,
  sagemakerError,
} from './account.ts';
import { modelFolder } from './models.ts';
import type { Records } from './records.ts';
import { FailedCommandError, runCommand } from './run-command.ts';

/** The configuration before the first retraining, whose model is unknown here. */
const ORIGINAL_CONFIG = 'local-original';

/** Name of the endpoint's record, and prefix of the names of its configurations' records. */
const ENDPOINT = 'endpoint';
const configRecord = (name: string) => `config-${name}`;

const servingSchema = z.looseObject({ EndpointConfigName: z.string() });
const configSchema = z.looseObject({
  EndpointConfigName: z.string(),
  ProductionVariants: z.array(z.looseObject({ ModelName: z.string() })).min(1),
});

type Config = z.infer<typeof configSchema>;

const ORIGINAL: Config = {
  EndpointConfigName: ORIGINAL_CONFIG,
  ProductionVariants: [{ VariantName: 'AllTraffic', ModelName: ORIGINAL_CONFIG }],
};

export const describeEndpoint: Integration = async (given, { records }) => {
  const { EndpointName } = parseRequest(z.object({ EndpointName: z.string() }), given);
  return { EndpointName, EndpointStatus: 'InService', EndpointConfigName: await servingConfig(records) };
};

export const describeEndpointConfig: Integration = async (given, { records }) => {
  const { EndpointConfigName } = parseRequest(servingSchema, given);
  return readConfig(records, EndpointConfigName);
};

export const createEndpointConfig: Integration = async (given, { records }) => {
  const config = parseRequest(configSchema, given);
  const { EndpointConfigName: name } = config;
  if (await records.create('endpoint', configRecord(name), config)) return { EndpointConfigArn: name };
  throw sagemakerError('Validation', `Cannot create already existing endpoint configuration "${name}".`);
};

/**
 * UpdateEndpoint with the whole deployment: runs `commands.deploy`. If that fails, the endpoint stays as it was, as after a rollback.
 */
export const updateEndpoint: Integration = async (given, account, { signal }) => {
  const { EndpointConfigName } = parseRequest(servingSchema, given);
  const { records, commands } = account;
  const folder = await folderOf(await readConfig(records, EndpointConfigName), account);
  if (commands.deploy !== undefined) {
    try {
      await runCommand(commands.deploy, {
        cwd: commandFolder(account),
        env: { SM_MODEL_DIR: folder ?? '' },
        logs: logFolder(account, `deploy-${EndpointConfigName}`),
        signal,
      });
    } catch (error) {
      if (!(error instanceof FailedCommandError)) throw error;
      // The endpoint does not have the reason; the records of jobs do.
      const failed = { EndpointConfigName, DeploymentStatus: 'Failed', FailureReason: error.message };
      await records.replace('jobs', `deploy-${EndpointConfigName}`, failed);
      return { EndpointArn: account.monitor.name };
    }
  }
  await records.replace('endpoint', ENDPOINT, { EndpointConfigName });
  return { EndpointArn: account.monitor.name };
};

/** The folder of the live model; null: it served before the first retraining. */
export async function liveModelFolder(
  account: Pick<LocalAccount, 'records' | 'uri' | 'folder'>,
): Promise<string | null> {
  const { records } = account;
  return folderOf(await readConfig(records, await servingConfig(records)), account);
}

async function servingConfig(records: Records): Promise<string> {
  const serving = await records.read('endpoint', ENDPOINT, servingSchema);
  return serving?.EndpointConfigName ?? ORIGINAL_CONFIG;
}

async function readConfig(records: Records, name: string): Promise<Config> {
  if (name === ORIGINAL_CONFIG) return ORIGINAL;
  const config = await records.read('endpoint', configRecord(name), configSchema);
  if (config === null) throw sagemakerError('Validation', `Could not find endpoint configuration "${name}".`);
  return config;
}

function folderOf(
  { ProductionVariants: [{ ModelName }] }: Config,
  account: Pick<LocalAccount, 'records' | 'uri' | 'folder'>,
): Promise<string | null> {
  return modelFolder(account.records, ModelName, account);
}
