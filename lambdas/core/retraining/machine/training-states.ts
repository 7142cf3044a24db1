import { expression, integration, type State } from '../../states-language.ts';
import { createOnce } from './create-once.ts';
import { describeEndpointStates } from './endpoint-states.ts';
import { prepareDatasetState } from './prepare-dataset-state.ts';
import { renewState } from './renew-state.ts';
import { catchFailure, RETRY_CALL, type Resources, step } from './state-builders.ts';
import { CAPACITY_WAIT_SECONDS, SCORING_ATTEMPTS, SCORING_TIMEOUT_SECONDS, TRAINING_ATTEMPTS } from './timeouts.ts';
import {
  assignLive,
  assignOutcome,
  DECISION,
  jobs,
  judgement,
  live,
  outcome,
  PAYLOAD,
  permit,
  plan,
} from './variables.ts';

/**
 * Matches the errors of a training job that found no capacity. The cause of a failed job is its whole description, in which names
 * and hyperparameters can contain any text, so only its failure reason is searched.
 */
const CAPACITY = '/ResourceLimitExceeded|Throttling|Rate exceeded|"FailureReason" *: *"[^"]*[Cc]apacity/';

/** The name of the model behind the watched variant, or behind the first one. */
const LIVE_MODEL = `($all := ${live.config}.ProductionVariants; $watched := $all[VariantName = ${permit.variant}]; $model := ($exists($watched) ? $watched : $all)[0].ModelName; $exists($model) ? $model : 'unknown')`;

/** From the labelled rows to the judgement on the candidate. */
export function trainingStates(resources: Resources): Record<string, State> {
  return {
    Plan: step('plan', resources, {
      Comment: 'Chooses windows for training, and newer ones for judging',
      payload: {},
      Assign: { plan: expression(PAYLOAD) },
      Catch: [catchFailure('Plan')],
      Next: 'IsPlanned',
    }),
    IsPlanned: enough(plan, 'PrepareDataset'),
    PrepareDataset: prepareDatasetState(resources),
    ...describeEndpointStates(resources, 'Live', 'DescribeLiveModel'),
    DescribeLiveModel: {
      Type: 'Task',
      Comment: 'The candidate must be as isolated as the model that it replaces',
      Resource: integration(resources, 'aws-sdk:sagemaker:describeModel'),
      Arguments: { ModelName: expression(LIVE_MODEL) },
      Assign: assignLive({
        endpoint: expression(live.endpoint),
        config: expression(live.config),
        model: expression('$states.result'),
      }),
      Output: {},
      Retry: RETRY_CALL,
      Catch: [catchFailure('DescribeLiveModel')],
      Next: 'Manifest',
    },
    Manifest: step('manifest', resources, {
      Comment: 'Counts the prepared rows and builds the requests for training and scoring',
      payload: { live: expression('$live') },
      Assign: { jobs: expression(PAYLOAD) },
      Catch: [catchFailure('Manifest')],
      Next: 'IsPrepared',
    }),
    IsPrepared: enough(jobs, 'Train'),
    Train: {
      Type: 'Task',
      Comment: 'Each attempt has its own name, the same in every execution, so that no job runs twice',
      Resource: integration(resources, 'sagemaker:createTrainingJob.sync'),
      Arguments: expression(
        `$merge([${jobs.training}, {'TrainingJobName': ${jobs.training}.TrainingJobName & '-' & $string($attempt)}])`,
      ),
      TimeoutSeconds: expression(jobs.trainingSeconds),
      Assign: { artifacts: expression('$states.result.ModelArtifacts.S3ModelArtifacts') },
      Catch: [{ ...catchFailure('Train'), Next: 'IsCapacityMissing' }],
      Next: 'CreateModel',
    },
    IsCapacityMissing: {
      Type: 'Choice',
      Choices: [
        {
          Condition: expression(
            `$attempt < ${TRAINING_ATTEMPTS - 1} and $contains(${outcome.error} & ' ' & ${outcome.cause}, ${CAPACITY})`,
          ),
          Assign: { attempt: expression('$attempt + 1') },
          Next: 'WaitForCapacity',
        },
      ],
      Default: 'End',
    },
    WaitForCapacity: { Type: 'Wait', Seconds: CAPACITY_WAIT_SECONDS, Next: 'Train' },
    ...createOnce(
      'CreateModel',
      {
        Resource: integration(resources, 'sagemaker:createModel'),
        Arguments: expression(
          `$merge([${jobs.model}, {'PrimaryContainer': $merge([${jobs.model}.PrimaryContainer, {'ModelDataUrl': $artifacts}])}])`,
        ),
        Next: 'ScoreCandidate',
      },
      {
        Resource: integration(resources, 'aws-sdk:sagemaker:describeModel'),
        Arguments: { ModelName: expression(`${jobs.model}.ModelName`) },
        isOurs: '$found.PrimaryContainer.ModelDataUrl = $artifacts',
      },
    ),
    ScoreCandidate: scoring(resources, 'candidate', 'NeedsLiveAnswers'),
    NeedsLiveAnswers: {
      Type: 'Choice',
      Choices: [{ Condition: expression(`${jobs.live} != null`), Next: 'ScoreLive' }],
      Default: 'RenewForJudge',
    },
    ScoreLive: scoring(resources, 'live', 'RenewForJudge'),
    RenewForJudge: renewState(resources, 'step', { Catch: [catchFailure('RenewForJudge')], Next: 'Judge' }),
    Judge: step('judge', resources, {
      Comment: 'Compares candidate and live model on the same held-out rows',
      payload: {},
      Assign: { judgement: expression(PAYLOAD) },
      Catch: [catchFailure('Judge')],
      Next: 'IsBetter',
    }),
    IsBetter: {
      Type: 'Choice',
      Choices: [{ Condition: expression(`${judgement.decision} = '${DECISION.promote}'`), Next: 'RenewForRegister' }],
      Assign: assignOutcome({
        end: expression(`${judgement.decision} = '${DECISION['keep-live']}' ? 'kept-live' : ${judgement.decision}`),
        message: expression(judgement.message),
      }),
      Default: 'End',
    },
  };
}

/** Continues if a step found enough data; otherwise ends the run. */
function enough(answer: typeof plan | typeof jobs, Next: string): State {
  return {
    Type: 'Choice',
    Choices: [{ Condition: expression(answer.enough), Next }],
    Assign: assignOutcome({ end: 'not-enough-data', message: expression(answer.message) }),
    Default: 'End',
  };
}

function scoring(resources: Resources, whose: 'candidate' | 'live', Next: string): State {
  const job = jobs[whose];
  const name = `${job}.TransformJobName & '-' & $string($states.context.State.RetryCount)`;
  return {
    Type: 'Task',
    Resource: integration(resources, 'sagemaker:createTransformJob.sync'),
    Arguments: expression(`$merge([${job}, {'TransformJobName': ${name}}])`),
    TimeoutSeconds: SCORING_TIMEOUT_SECONDS,
    Output: {},
    Retry: [
      { ErrorEquals: ['States.TaskFailed'], IntervalSeconds: 300, MaxAttempts: SCORING_ATTEMPTS - 1, BackoffRate: 2 },
    ],
    Catch: [catchFailure(whose === 'candidate' ? 'ScoreCandidate' : 'ScoreLive')],
    Next,
  };
}
