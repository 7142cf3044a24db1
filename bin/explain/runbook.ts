import type { Alert } from '../../lambdas/core/alerts.ts';

/** What to do about one kind of alert. The lists are in the order in which to look and to act. */
export interface RunbookSection {
  readonly title: string;
  /** What has happened, and what it means. */
  readonly meaning: string;
  readonly look: readonly string[];
  readonly causes: readonly string[];
  readonly act: readonly string[];
  /** How it ends. */
  readonly end: string;
}

const INSPECT = '`to inspect` in the alert prints the whole check; `report` is the same as a page.';
const ACKNOWLEDGE = 'While you work on it, `to acknowledge` stops the reminders. The end is still reported.';

/** The runbook: a section for each kind of alert. */
export const RUNBOOK: Readonly<Record<Alert['kind'], RunbookSection>> = {
  'data-quality': {
    title: 'The data is broken',
    meaning:
      'The captured data is not what the model was trained on, in a way that points to a fault and not to a change of the world: missing values, values of another type or unit, categories or numbers that the training data does not have. The model answers these requests all the same, and its answers are worth little. No retraining starts before the data is back: it would teach the fault to the model.',
    look: [
      'The title names the worst column and what is wrong with it. The lines below it name the others.',
      INSPECT,
      '`New in window …` says when it began. Compare with the releases and pipeline changes of that day.',
    ],
    causes: [
      'A producer of the feature changed its unit, format, type or default value.',
      'A join or a lookup in the feature pipeline failed, and empty or default values took its place.',
      'The order of the columns in the request changed.',
      'The world has new categories or larger numbers than the training data: then the model needs new training data, and the limits under `quality` may be too narrow.',
    ],
    act: [
      'Repair the pipeline, and send the affected requests again if their answers matter.',
      ACKNOWLEDGE,
      'If the new values are right, build a new baseline from training data that has them (`driftwarden baseline`).',
    ],
    end: 'It closes with the first window in which every share is at least halfway back from its limit to the baseline.',
  },
  drift: {
    title: 'The data has drifted',
    meaning:
      'Columns of the requests, or the answers of the model, are distributed differently than in the training data, by more than chance and the usual movement from window to window explain. The data is not broken, and the model may still perform well: only labels can tell.',
    look: [
      'Columns that began to drift in the same window most likely have one cause; the alert groups them.',
      'The limit of each column says where it comes from: given in the monitor file, or learned from earlier windows.',
      INSPECT,
      'The latest accuracy check says whether performance suffers (`driftwarden status`).',
    ],
    causes: [
      'The population changed: a new market, a campaign, a season that the training data does not have.',
      'A producer of the feature changed its meaning without breaking it.',
      'The model itself changed, if only its answers drifted: was it deployed outside Driftwarden?',
    ],
    act: [
      'Find out what changed. If it is a fault upstream, treat it like broken data.',
      'If it will last and the model still performs, accept it: `to accept as normal` in the alert. Later windows are then compared with the windows since the drift began.',
      'If performance suffers, retrain on data that has the change.',
      ACKNOWLEDGE,
    ],
    end: 'It closes when the columns are back, when it is accepted as normal, or when another model is deployed. Drift of a single window closes without a message.',
  },
  performance: {
    title: 'The model performs badly',
    meaning:
      'The labels that have arrived prove that a metric is beyond a limit of the monitor file. It is not one unlucky day: the evidence of several windows counts, and the budget of false alerts holds (a limit with `literal: true` compares each window as it is).',
    look: [
      'The metric with its interval, the limit, and how long it has been beyond it.',
      '`worst segments` says whether it is one group of requests.',
      '`same cause` says whether the data drifted too. `label coverage` says whether the labels are representative.',
      INSPECT,
    ],
    causes: [
      'The relation between features and outcome changed: the model has to learn it anew.',
      'The data drifted to where the model has not learned enough.',
      'The labels changed their definition, or are joined to the wrong requests.',
    ],
    act: [
      'Check that the labels are right before you trust the number.',
      'If a retraining was requested, wait for its message: a better candidate is deployed by itself, or asks for approval.',
      'Otherwise retrain (`driftwarden retrain`), or go back to the model before (`driftwarden rollback`) if the last deployment began it.',
      ACKNOWLEDGE,
    ],
    end: 'It closes when labels show that the metric is within its limit again, or when another model is deployed.',
  },
  'no-data': {
    title: 'No data was captured',
    meaning:
      'A window that should have data has none. Either the endpoint has no traffic, or its data capture does not work. Until data comes, nothing else can be checked.',
    look: [
      'Invocations of the endpoint in CloudWatch: is there traffic?',
      'The alert says what was found in the location instead, such as files of other hours.',
      '`capture.uri` in the monitor file: is it the folder of the variant that serves?',
    ],
    causes: [
      'Data capture was switched off by a deployment outside Driftwarden, or its sampling is 0 %.',
      'The role of the model may not write to the bucket or use its key.',
      'Callers stopped, or send their requests to another endpoint or variant.',
    ],
    act: [
      'Switch data capture on in the endpoint configuration, or mend the permissions of its role.',
      'If a window may be without data, such as on weekends, set `capture.expectData: false`.',
    ],
    end: 'It closes with the first window that has data.',
  },
  'no-labels': {
    title: 'No labels arrived',
    meaning:
      'No prediction of a window has a label, and the time in which labels count (`labels.maxAge`) is over. Performance of that window will never be known.',
    look: [
      '`labels` and `not used` in the alert: were label files read, and for which ids?',
      'The newest files in `labels.uri`: when did they arrive, and whose ids do they have?',
    ],
    causes: [
      'The job that delivers labels failed or writes to another place.',
      'Callers no longer send the inference id to which labels refer, or labels have another id.',
      'Labels take longer than `labels.maxAge`.',
    ],
    act: [
      'Mend the delivery. Labels of windows that still wait are used as soon as they arrive.',
      'If labels need longer, set `labels.maxAge`.',
    ],
    end: 'It closes with the first window that has a label.',
  },
  retraining: {
    title: 'A retraining waits or has ended',
    meaning:
      'The title says how: RETRAINED, LIVE MODEL KEPT, NOT RETRAINED, APPROVE?, ROLLED BACK and others. `in service` says which model answers requests now, and `next step` what to do.',
    look: [
      'The comparison of candidate and live model in the message.',
      '`to inspect` shows the record; the execution in the Step Functions console shows every step.',
      'The log of the training or transform job, if it failed.',
    ],
    causes: [
      'A limit under `performance.retrain` was met, or drift lasted as long as `retraining.onDrift` says, or a person requested it.',
    ],
    act: [
      'APPROVE?: read the comparison, then run `to approve` or `to reject` before the time is over.',
      'ROLLED BACK: the candidate failed on real requests. The live model serves as before. Look at the deployment alarms and the log of the endpoint.',
      'DEPLOYMENT FAILED, RETRAINING STOPPED: look at the endpoint now, and check which model it serves.',
      'RETRAINED, and performance is worse than before: `to roll back` restores the model before with its baseline.',
    ],
    end: 'An ended retraining needs no closing. The next one starts when a limit requests it, not before the cooldown is over and within the budget.',
  },
  watchdog: {
    title: 'The monitoring itself does not work',
    meaning:
      'A check has not run when it was due, a document of the monitor cannot be read, or messages reach no subscriber. As long as it lasts, silence means nothing.',
    look: [
      '`driftwarden status --function` with the output WatchdogFunction shows when each check ran and is due.',
      'The log of the function that should have run, and the dead-letter queue: they have the error of each failed run.',
      '`driftwarden doctor` tests whether alarms reach people.',
    ],
    causes: [
      'A permission was taken away, from a role, a bucket or a key.',
      'A schedule was disabled, or the account has no concurrency left.',
      'A check needs more memory or time than it has.',
      'Subscriptions were never confirmed, or were removed.',
    ],
    act: [
      'Mend the cause, then run `to run it` or wait for the next schedule: a check reads every window that still waits.',
    ],
    end: 'A message says when the check runs again.',
  },
};
