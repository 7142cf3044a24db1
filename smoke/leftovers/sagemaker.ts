import {
  DeleteEndpointCommand,
  DeleteEndpointConfigCommand,
  DeleteModelCommand,
  DeleteModelPackageCommand,
  DeleteModelPackageGroupCommand,
  paginateListEndpointConfigs,
  paginateListEndpoints,
  paginateListModelPackageGroups,
  paginateListModelPackages,
  paginateListModels,
  paginateListTrainingJobs,
  paginateListTransformJobs,
  type SageMakerClient,
  StopTrainingJobCommand,
  StopTransformJobCommand,
} from '@aws-sdk/client-sagemaker';
import { type Finder, type Leftover, persist, type Scope } from './leftover.ts';

/** An endpoint that is created or updated cannot be deleted before it is in service, or has failed. */
const PATIENCE = { what: 'the endpoint', every: 30_000, atMost: 45 * 60_000 };

/** Running jobs. SageMaker keeps those that have ended, at no cost. */
export const jobs: Finder = {
  kinds: 'jobs',
  async find({ clients }, scope) {
    const { sageMaker: client } = clients;
    const running = { NameContains: scope.prefix, StatusEquals: 'InProgress' } as const;
    const training = await collect(paginateListTrainingJobs({ client }, running), (page) => page.TrainingJobSummaries);
    const transform = await collect(
      paginateListTransformJobs({ client }, running),
      (page) => page.TransformJobSummaries,
    );
    return [
      ...leftovers(scope, 'training job', namesOf(training, 'TrainingJobName'), (TrainingJobName) =>
        client.send(new StopTrainingJobCommand({ TrainingJobName })),
      ),
      ...leftovers(scope, 'transform job', namesOf(transform, 'TransformJobName'), (TransformJobName) =>
        client.send(new StopTransformJobCommand({ TransformJobName })),
      ),
    ];
  },
};

/** Endpoints, which cost money as long as they are there. */
export const endpoints: Finder = {
  kinds: 'endpoints',
  async find(account, scope) {
    const { sageMaker: client } = account.clients;
    const found = await collect(paginateListEndpoints({ client }, contains(scope)), (page) => page.Endpoints);
    return leftovers(scope, 'endpoint', namesOf(found, 'EndpointName'), (EndpointName) =>
      persist(account, PATIENCE, () => client.send(new DeleteEndpointCommand({ EndpointName }))),
    );
  },
};

/** Endpoint configurations, models, and packages of models. None of them costs anything. */
export const models: Finder = {
  kinds: 'models and endpoint configurations',
  async find({ clients }, scope) {
    const { sageMaker: client } = clients;
    const wanted = contains(scope);
    const configs = await collect(paginateListEndpointConfigs({ client }, wanted), (page) => page.EndpointConfigs);
    const models = await collect(paginateListModels({ client }, wanted), (page) => page.Models);
    const groups = await collect(
      paginateListModelPackageGroups({ client }, wanted),
      (page) => page.ModelPackageGroupSummaryList,
    );
    return [
      ...leftovers(scope, 'endpoint configuration', namesOf(configs, 'EndpointConfigName'), (EndpointConfigName) =>
        client.send(new DeleteEndpointConfigCommand({ EndpointConfigName })),
      ),
      ...leftovers(scope, 'model', namesOf(models, 'ModelName'), (ModelName) =>
        client.send(new DeleteModelCommand({ ModelName })),
      ),
      ...leftovers(scope, 'model package group', namesOf(groups, 'ModelPackageGroupName'), (group) =>
        removeGroup(client, group),
      ),
    ];
  },
};

async function removeGroup(client: SageMakerClient, ModelPackageGroupName: string): Promise<void> {
  const pages = paginateListModelPackages({ client }, { ModelPackageGroupName });
  for (const { ModelPackageArn } of await collect(pages, (page) => page.ModelPackageSummaryList))
    await client.send(new DeleteModelPackageCommand({ ModelPackageName: ModelPackageArn }));
  await client.send(new DeleteModelPackageGroupCommand({ ModelPackageGroupName }));
}

function contains({ prefix }: Scope): { NameContains: string } {
  return { NameContains: prefix };
}

/** Those whose name begins with the prefix: SageMaker's lists have all that contain it. */
function leftovers(
  { prefix }: Scope,
  kind: string,
  names: readonly string[],
  remove: (name: string) => Promise<unknown>,
): Leftover[] {
  return names
    .filter((name) => name.startsWith(prefix))
    .map((name) => ({ kind, name, remove: async () => void (await remove(name)) }));
}

function namesOf<K extends string>(summaries: readonly { readonly [key in K]?: string | undefined }[], key: K) {
  return summaries.map((summary) => summary[key]!);
}

async function collect<Page, T>(pages: AsyncIterable<Page>, listOf: (page: Page) => T[] | undefined): Promise<T[]> {
  const found: T[] = [];
  for await (const page of pages) found.push(...(listOf(page) ?? []));
  return found;
}
