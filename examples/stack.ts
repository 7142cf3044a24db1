import { join } from 'node:path';
import { Stack } from 'aws-cdk-lib';
import { Alarm, ComparisonOperator, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
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
    const monitor = new ModelMonitor(this, 'HousePrices', { definition: prices, platform });

    // Metrics are those of CloudWatch: an alarm of your own beside Driftwarden's alerts.
    new Alarm(this, 'FewHousePrices', {
      metric: monitor.metricRows(),
      threshold: 1000,
      comparisonOperator: ComparisonOperator.LESS_THAN_THRESHOLD,
      evaluationPeriods: 7,
      treatMissingData: TreatMissingData.NOT_BREACHING,
    });
  }
}
