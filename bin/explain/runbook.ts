import type { Alert } from '../../lambdas/core/alerts.ts';
import { FIRST_ACTIONS } from '../../lambdas/core/report/first-actions.ts';

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

const INSPECT = 'The command `to inspect` in the alert prints the whole check; `report` links to the same as a page.';
const ACKNOWLEDGE =
  'While you work on it, the command `to acknowledge` stops the reminders. New findings and the recovery are still reported.';

function sentence(text: string): string {
  return `${text[0].toUpperCase()}${text.slice(1)}.`;
}

/** The runbook: a section for each kind of alert. */
export const RUNBOOK: Readonly<Record<Alert['kind'], RunbookSection>> = {
  'data-quality': {
    title: 'The data is broken',
    meaning:
      'The captured data differs from the training data in a way that points to a fault, not to a change of the world: missing values, values of another type or unit, categories or numbers that the training data does not have. Or far fewer rows were captured than usual. The model still answers these requests, but do not rely on its answers. No retraining starts until the data is repaired, because the model would learn the fault.',
    look: [
      'The title names the worst column and what is wrong with it. The lines below it name the others.',
      INSPECT,
      '`New in window …` says when it began. Compare with the releases and pipeline changes of that day.',
    ],
    causes: [
      'A producer of the feature changed its unit, format, type or default value.',
      'A join or a lookup in the feature pipeline failed, and empty or default values took its place.',
      'The order of the columns in the request changed.',
      'Rows are missing: a caller has stopped or was moved to another endpoint, files of some hours are lost, or the sampling of the data capture was lowered.',
      'The world has new categories or larger numbers than the training data: then the model needs new training data, and the limits under `quality` may be too narrow.',
    ],
    act: [
      sentence(FIRST_ACTIONS['data-quality']),
      ACKNOWLEDGE,
      'If the new number of rows is right, acknowledge the incident: after about three weeks the number is usual, and the incident closes. Otherwise the incident stays open.',
      'If the new values are right, build a new baseline from training data that has them (`driftwarden baseline`).',
    ],
    end: 'It closes with the first window in which every share has fallen halfway from its limit to the baseline, or further, and which has 40 % of the usual rows or more.',
  },
  drift: {
    title: 'The data has drifted',
    meaning:
      'Columns of the requests, or the answers of the model, are distributed differently than in the training data, and neither chance nor the usual movement from window to window explains it. The data is not broken, and the model may still perform well: only labels can tell.',
    look: [
      'Columns that began to drift in the same window most likely have one cause; the alert groups them, and says so if the day before was not checked.',
      'Each limit says where it comes from: the monitor file, or earlier windows.',
      INSPECT,
      'The latest accuracy check says whether performance suffers (`driftwarden status`).',
    ],
    causes: [
      'The population changed: a new market, a campaign, a season that the training data does not have.',
      'A producer of the feature changed its meaning without breaking it.',
      'The model itself changed, if only its answers drifted: was it deployed outside Driftwarden?',
    ],
    act: [
      sentence(FIRST_ACTIONS.drift),
      'If the change will last and the model still performs well, accept it with the command `to accept as normal`. Alerts and pages have it from the second window of a drift on, because a single window may be an outlier. Later windows are then compared with the windows since the drift began.',
      'If performance suffers, retrain on data that has the change.',
      ACKNOWLEDGE,
    ],
    end: 'It closes when the columns have moved back, when the drift is accepted as normal, or when another model is deployed. Drift of a single window closes without a message.',
  },
  performance: {
    title: 'The model performs badly',
    meaning:
      'The labels that have arrived prove that a metric is beyond a limit in the monitor file. One unlucky day does not prove it: the evidence of several windows is added up, and the proof keeps to the budget of false alerts. Only a limit with `literal: true` is compared with each window as it is.',
    look: [
      'The metric with its interval, the limit, and the window since which the limit is breached.',
      '`worst segments` shows whether only one group of requests is affected.',
      'The text names a pattern in the errors if there is one: predictions that are all too high or too low, two classes that are exchanged, or scores of the other class. Look for these mistakes in the data before you retrain.',
      '`cause` names broken data that explains the bad performance: then fix the data, and do not train on its windows. `same cause` says whether the data drifted too. `label coverage` says whether the labels are representative.',
      INSPECT,
    ],
    causes: [
      'The relation between features and outcome changed: the model has to learn it anew.',
      'The data drifted to where the model has not learned enough.',
      'The labels changed their definition, or are joined to the wrong requests.',
    ],
    act: [
      sentence(FIRST_ACTIONS.performance),
      'If a retraining was requested, wait for its message: a better candidate is deployed automatically, or waits for your approval.',
      'Otherwise retrain (`driftwarden retrain`). If it began with the last deployment, restore the previous model (`driftwarden rollback`). Both need the section `retraining` in the monitor file. Without it, train and deploy a new model as you usually do, then build its baseline (`driftwarden baseline`).',
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
      sentence(FIRST_ACTIONS['no-data']),
      'If windows may have no data, such as on weekends, set `capture.expectData: false`.',
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
      'Predictions have no id: the records of a batch transform have no inference id, and `capture.id` names no key or field that has one.',
      'Labels take longer than `labels.maxAge`.',
    ],
    act: [
      sentence(FIRST_ACTIONS['no-labels']),
      'If predictions have no id, name the column, key or field that has it in `capture.id`.',
      'If labels need longer, raise `labels.maxAge`.',
    ],
    end: 'It closes with the first window that has a label.',
  },
  retraining: {
    title: 'A retraining waits for approval or has ended',
    meaning:
      'The title says which, and how it ended: APPROVE?, RETRAINED, LIVE MODEL KEPT, NOT RETRAINED, ROLLED BACK and others. `in service` names the model that answers requests now, and `next step` says what to do.',
    look: [
      'The comparison of candidate and live model in the message.',
      '`to inspect` shows the record; the execution in the Step Functions console shows every step.',
      'The log of the training or transform job, if it failed.',
    ],
    causes: [
      'A limit under `performance.retrain` was met, or drift lasted as long as `retraining.onDrift` says, or a person requested it.',
    ],
    act: [
      'APPROVE?: read the comparison, then run the command `to approve` or `to reject` before the time is over.',
      'ROLLED BACK: the candidate failed on real requests. The live model serves as before. Look at the deployment alarms and the log of the endpoint.',
      'DEPLOYMENT FAILED, RETRAINING STOPPED: look at the endpoint now, and check which model it serves.',
      'RETRAINED, and performance is worse than before: the command `to roll back` restores the previous model and its baseline.',
    ],
    end: 'There is nothing to close. The next retraining starts when a limit requests it, after the cooldown and within the budget.',
  },
  watchdog: {
    title: 'The monitoring itself does not work',
    meaning:
      'A check has not run when it was due, a document of the monitor cannot be read, or messages reach no subscriber. While this lasts, silence does not mean that all is well.',
    look: [
      '`driftwarden status --function` with the output WatchdogFunction shows when each check last ran and when it is due.',
      'The log of the function that should have run, and the dead-letter queue: they have the error of each failed run.',
      '`driftwarden doctor` tests whether alarms reach people.',
    ],
    causes: [
      'A role has lost a permission, or the policy of a bucket or a key has changed.',
      'A schedule was disabled, or the account has no concurrency left.',
      'A check needs more memory or time than it has.',
      'Subscriptions were never confirmed, or were removed.',
    ],
    act: [
      'Repair the cause, then run the command `to run it` or wait for the next schedule: the check then reads every window that still waits.',
    ],
    end: 'A message says when the check runs again.',
  },
};
