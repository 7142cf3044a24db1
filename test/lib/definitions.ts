import { MonitorDefinition } from '../../lib/monitor-definition.ts';
import { fitInStack } from '../../lib/stack-limits.ts';

/** A monitor with everything that is deployed: labels, baseline, limits, a receiver of alerts. */
export const FLIGHTS = `model: flight-delays
problem: binary-classification
capture: { uri: s3://ml-capture/flight-delays/AllTraffic, features: [hour, distance], prediction: { score: 0 } }
labels: { uri: s3://ml-labels/flight-delays/ }
baseline: { uri: s3://ml-training/flight-delays/2001-01.parquet, label: late, score: p }
schedule: { timeZone: America/New_York }
performance: { alert: [ accuracy < 0.85 ] }
alerts: { email: [ml-oncall@example.com], runbook: https://example.com/runbook }
`;

/** The same monitor, which retrains too. */
export const RETRAINED = `${FLIGHTS.replace('alert: [', 'retrain: [ accuracy <= 0.85 ], alert: [')}retraining:
  role: arn:aws:iam::111122223333:role/ml-training
  endpoint: Flight-Delays
  trainingJob: { image: train, instanceType: ml.m5.xlarge }
`;

/** The smallest monitor that can be deployed: drift only, no e-mail. */
export const MINIMAL = `model: m
problem: regression
capture: { uri: s3://ml-capture/m, prediction: { value: 0 } }
`;

export function define(text: string, name = 'flight-delays'): MonitorDefinition {
  return MonitorDefinition.fromText(text, `monitors/${name}.yaml`);
}

/** So many monitors with data of their own, which all tell the same people. */
export function defineMany(count: number): MonitorDefinition[] {
  return Array.from({ length: count }, (_, i) => {
    const name = `flight-delays-${String(i).padStart(4, '0')}`;
    return define(FLIGHTS.replaceAll('/flight-delays', `/${name}`), name);
  });
}

/** As many as one stack holds, taken from the first on. */
export function mostThatFit(make: (i: number) => MonitorDefinition): MonitorDefinition[] {
  const definitions: MonitorDefinition[] = [];
  for (;;) {
    const one = make(definitions.length);
    if (!fitInStack([...definitions, one])) return definitions;
    definitions.push(one);
  }
}
