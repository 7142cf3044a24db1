import { describeEndpointStates } from './endpoint-states.ts';
import {
  catchFailure,
  expression,
  functionOf,
  integration,
  RETRY_CALL,
  type Resources,
  type State,
  step,
  stepRequest,
} from './state-builders.ts';

/** Number of windows that are prepared at the same time. */
const MAX_CONCURRENT_WINDOWS = 4;

/** The name of the model behind the watched variant, or behind the first one. */
const LIVE_MODEL =
  "($all := $live.config.ProductionVariants; $watched := $all[VariantName = $permit.variant]; $model := ($exists($watched) ? $watched : $all)[0].ModelName; $exists($model) ? $model : 'unknown')";

/** From the labelled rows to the prepared training data and held-out rows. */
export function dataStates(resources: Resources): Record<string, State> {
  return {
    Plan: step('plan', resources, {
      Comment: 'Chooses windows for training, and newer ones for judging',
      Assign: { plan: expression('$states.result.Payload') },
      Catch: [catchFailure('Plan')],
      Next: 'IsPlanned',
    }),
    IsPlanned: enough('plan', 'PrepareDataset'),
    PrepareDataset: prepareDatasetState(resources),
    ...describeEndpointStates(resources, 'Live', 'DescribeLiveModel'),
    DescribeLiveModel: {
      Type: 'Task',
      Comment: 'The candidate must be as isolated as the model that it replaces',
      Resource: integration(resources, 'aws-sdk:sagemaker:describeModel'),
      Arguments: { ModelName: expression(LIVE_MODEL) },
      Assign: {
        live: {
          endpoint: expression('$live.endpoint'),
          config: expression('$live.config'),
          model: expression('$states.result'),
        },
      },
      Output: {},
      Retry: RETRY_CALL,
      Catch: [catchFailure('DescribeLiveModel')],
      Next: 'Manifest',
    },
    Manifest: step('manifest', resources, {
      Comment: 'Counts the prepared rows and builds the requests for training and scoring',
      payload: { live: expression('$live') },
      Assign: { jobs: expression('$states.result.Payload') },
      Catch: [catchFailure('Manifest')],
      Next: 'IsPrepared',
    }),
    IsPrepared: enough('jobs', 'Train'),
  };
}

/** Continues if a step found enough data; otherwise ends the run. */
function enough(variable: string, Next: string): State {
  return {
    Type: 'Choice',
    Choices: [{ Condition: expression(`$${variable}.enough`), Next }],
    Assign: { outcome: { end: 'not-enough-data', message: expression(`$${variable}.message`) } },
    Default: 'End',
  };
}

function prepareDatasetState(resources: Resources): State {
  return {
    Type: 'Map',
    Items: expression('$plan.windows'),
    MaxConcurrency: MAX_CONCURRENT_WINDOWS,
    ItemProcessor: {
      ProcessorConfig: { Mode: 'INLINE' },
      StartAt: 'GatherWindow',
      States: {
        GatherWindow: {
          ...step('prepareDataset', resources, { Comment: 'Joins the labels of one window and stores its rows' }),
          Arguments: {
            FunctionName: functionOf('prepareDataset', resources),
            Payload: expression(`$merge([$states.input, ${objectOf(stepRequest('prepareDataset'))}])`),
          },
        },
      },
    },
    Output: {},
    Catch: [catchFailure('PrepareDataset')],
    Next: 'DescribeLive',
  };
}

/** One expression for an object whose values may be expressions. */
function objectOf(fields: { readonly [key: string]: string }): string {
  const parts = Object.entries(fields).map(([key, text]) => {
    const inner = /^\{% (.*) %\}$/.exec(text)?.[1];
    return `'${key}': ${inner ?? `'${text}'`}`;
  });
  return `{${parts.join(', ')}}`;
}
