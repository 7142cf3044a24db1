import type { MonitorProps } from 'driftwarden/cdk';

export const CHURN: MonitorProps = {
  name: 'churn',
  model: 'churn',
  problem: 'binary-classification',
  capture: { uri: 's3://ml-capture/churn/AllTraffic', features: ['age', 'minutes'], prediction: { score: 0 } },
};
