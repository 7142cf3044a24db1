import type { Monitor } from '../../lambdas/core/monitor/monitor.ts';
import { parseMonitor } from '../../lambdas/core/monitor/parse.ts';
import { SCORE_NAME } from '../world/generated-world.ts';

/** Sections of the monitor file that a simulation may set; all else is the default. */
export interface MonitorChoices {
  readonly drift: object;
  readonly quality: object;
  /** Added to the section `baseline`. */
  readonly baseline: object;
  readonly alerts: object;
}

/** A monitor of a generated world, with every default of the product but for the choices. Throws MonitorFileError. */
export function simulatedMonitor(features: readonly string[], { baseline, ...choices }: MonitorChoices): Monitor {
  const file = {
    model: 'simulated',
    problem: 'binary-classification',
    capture: {
      uri: 'captures',
      format: 'csv',
      time: 'time',
      features,
      prediction: { score: SCORE_NAME, threshold: 0.5 },
    },
    baseline: { uri: 'training.csv', score: SCORE_NAME, ...baseline },
    ...choices,
  };
  return parseMonitor(JSON.stringify(file), 'simulated.yaml');
}
