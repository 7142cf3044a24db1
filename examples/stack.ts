import { join } from 'node:path';
import { Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { ModelMonitor, MonitorDefinition, MonitoringPlatform } from 'driftwarden/cdk';

/** Two monitors that share their functions, bucket and topics. */
export class Models extends Stack {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    // A monitor file, which retrains the model.
    const flights = MonitorDefinition.fromFile(join(import.meta.dirname, 'monitors/flight-delays.yaml'));
    // The same keys as values.
    const prices = MonitorDefinition.fromProps({
      name: 'house-prices',
      model: 'house-prices',
      problem: 'regression',
      capture: {
        uri: 's3://example-captures/house-prices/AllTraffic',
        features: ['rooms', 'area', 'year'],
        prediction: { value: 0 },
      },
      labels: { uri: 's3://example-labels/house-prices', lag: 'P30D', maxAge: 'P90D' },
      baseline: { uri: 's3://example-training/house-prices.parquet', label: 'price', value: 'predicted' },
      schedule: { window: 'P7D', timeZone: 'Europe/Zurich' },
      performance: { alert: ['mape > 0.2'] },
      alerts: { email: ['ml-oncall@example.com'] },
    });
    const platform = new MonitoringPlatform(this, 'Platform', { definitions: [flights, prices] });
    new ModelMonitor(this, 'FlightDelays', { definition: flights, platform });
    new ModelMonitor(this, 'HousePrices', {
      definition: prices,
      platform,
      // An alarm of CloudWatch, beside the alerts of the checks.
      addRowsAlarm: { Warning: { minRows: 1000 } },
    });
  }
}
