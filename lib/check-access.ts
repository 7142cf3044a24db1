import type { S3Place } from '../lambdas/adapters/aws/s3-uri.ts';
import { isInHours } from '../lambdas/core/capture/prefixes.ts';
import { KEPT_ANSWERS } from '../lambdas/core/check/reading/answers/answers-keys.ts';
import { ANSWERS_KEY } from '../lambdas/core/privacy/answers-key.ts';
import type { FunctionKind } from '../lambdas/runtime/event.ts';
import type { CheckFunctionProps } from './check-function.ts';
import { type MonitorDefinition, valueKeys } from './monitor-definition.ts';

/** The data and the keys of the state bucket to which the function of each check, and that of baselines, has access. */
export function checkAccess(
  definitions: readonly MonitorDefinition[],
): Record<FunctionKind, Pick<CheckFunctionProps, 'reads' | 'stateAccess'>> {
  const captures = definitions.map(({ capture }) => capture);
  const labels = definitions.map((definition) => definition.labels).filter(isPlace);
  const baselines = definitions.map(({ baseline }) => baseline).filter(isPlace);
  // A check ends a retraining whose execution died: it records that and sends an alert.
  const retrains = definitions.some(({ retraining }) => retraining !== null);
  const record = retrains ? ['retrainings/*/retraining.json'] : [];
  const comparison = retrains ? ['retrainings/*/comparison.json'] : [];
  // The history of drift checks names categories by hashes even where texts hide them.
  const driftKeys = valueKeys(definitions, ['hash', 'hide']);
  const accuracyKeys = valueKeys(definitions, ['hash']);
  const drift = ['checks/drift/*', 'history/drift/*', 'runs/drift.json'];
  const accuracy = ['checks/accuracy/*', 'history/accuracy/*', 'runs/accuracy.json'];
  const keeps = definitions.some(({ monitor: { labels } }) => labels !== null && labels.keepAnswers > 0);
  const answers = keeps ? [ANSWERS_KEY, `/${KEPT_ANSWERS}*`] : [];
  // What is known of captured files that are those of all windows.
  const isPlain = definitions.some(({ monitor }) => !isInHours(monitor.capture));
  const files = (kind: string) => (isPlain ? [`captured-files/${kind}.json`] : []);
  return {
    drift: {
      reads: [captures],
      stateAccess: {
        read: [
          'state.json',
          'baselines/*',
          'profiles/*',
          'history/drift/*',
          'runs/drift.json',
          ...files('drift'),
          ...comparison,
          ...driftKeys,
        ],
        write: ['state.json', 'profiles/*', ...files('drift'), ...drift, ...record, ...driftKeys],
      },
    },
    accuracy: {
      reads: [captures, labels],
      stateAccess: {
        read: [
          'state.json',
          'baselines/*',
          'history/accuracy/*',
          'runs/accuracy.json',
          ...files('accuracy'),
          ...comparison,
          ...accuracyKeys,
          ...answers,
        ],
        write: ['state.json', ...files('accuracy'), ...accuracy, ...record, ...accuracyKeys, ...answers],
      },
    },
    baseline: {
      reads: [baselines],
      stateAccess: { read: ['state.json'], write: ['state.json', 'baselines/*'] },
    },
  };
}

function isPlace(place: S3Place | null): place is S3Place {
  return place !== null;
}
