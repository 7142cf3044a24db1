import {
  catchFailure,
  createOnce,
  expression,
  integration,
  type Resources,
  type State,
  step,
} from './state-builders.ts';
import { CAPACITY_WAIT_SECONDS, SCORING_ATTEMPTS, SCORING_TIMEOUT_SECONDS, TRAINING_ATTEMPTS } from './timeouts.ts';

/**
 * Matches the errors of a training job that found no capacity. The cause of a failed job is its whole description, in which names
 * and hyperparameters can contain any text, so only its failure reason is searched.
 */
const CAPACITY = '/ResourceLimitExceeded|Throttling|Rate exceeded|"FailureReason" *: *"[^"]*[Cc]apacity/';

/** From the prepared data to the judgement on the candidate. */
export function trainingStates(resources: Resources): Record<string, State> {
  return {
    Train: {
      Type: 'Task',
      Comment: 'Each attempt has its own name, the same in every execution, so that no job runs twice',
      Resource: integration(resources, 'sagemaker:createTrainingJob.sync'),
      Arguments: expression(
        "$merge([$jobs.training, {'TrainingJobName': $jobs.training.TrainingJobName & '-' & $string($attempt)}])",
      ),
      TimeoutSeconds: expression('$jobs.trainingSeconds'),
      Assign: { artifacts: expression('$states.result.ModelArtifacts.S3ModelArtifacts') },
      Catch: [{ ...catchFailure('Train'), Next: 'IsCapacityMissing' }],
      Next: 'CreateModel',
    },
    IsCapacityMissing: {
      Type: 'Choice',
      Choices: [
        {
          Condition: expression(
            `$attempt < ${TRAINING_ATTEMPTS - 1} and $contains($outcome.error & ' ' & $outcome.cause, ${CAPACITY})`,
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
          "$merge([$jobs.model, {'PrimaryContainer': $merge([$jobs.model.PrimaryContainer, {'ModelDataUrl': $artifacts}])}])",
        ),
        Next: 'ScoreCandidate',
      },
      {
        Resource: integration(resources, 'aws-sdk:sagemaker:describeModel'),
        Arguments: { ModelName: expression('$jobs.model.ModelName') },
        isOurs: '$found.PrimaryContainer.ModelDataUrl = $artifacts',
      },
    ),
    ScoreCandidate: scoring(resources, 'candidate', 'NeedsLiveAnswers'),
    NeedsLiveAnswers: {
      Type: 'Choice',
      Choices: [{ Condition: expression('$jobs.live != null'), Next: 'ScoreLive' }],
      Default: 'Judge',
    },
    ScoreLive: scoring(resources, 'live', 'Judge'),
    Judge: step('judge', resources, {
      Comment: 'Compares candidate and live model on the same held-out rows',
      Assign: { judgement: expression('$states.result.Payload') },
      Catch: [catchFailure('Judge')],
      Next: 'IsBetter',
    }),
    IsBetter: {
      Type: 'Choice',
      Choices: [{ Condition: expression("$judgement.decision = 'promote'"), Next: 'Register' }],
      Assign: {
        outcome: {
          end: expression("$judgement.decision = 'keep-live' ? 'kept-live' : $judgement.decision"),
          message: expression('$judgement.message'),
        },
      },
      Default: 'End',
    },
  };
}

function scoring(resources: Resources, whose: 'candidate' | 'live', Next: string): State {
  const job = `$jobs.${whose}`;
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
