import { join } from 'node:path';
import { Logger } from '@aws-lambda-powertools/logger';
import { secretsClient } from '../adapters/aws/aws-clients.ts';
import { s3Client } from '../adapters/aws/s3-client.ts';
import { S3Store } from '../adapters/aws/s3-store.ts';
import { secretText } from '../adapters/aws/secrets.ts';
import { PAGERDUTY_URLS, PagerDutyTarget } from '../adapters/http/pagerduty.ts';
import { WebhookTarget } from '../adapters/http/webhook.ts';
import type { Target } from '../core/delivery/event.ts';
import type { DeliveryDependencies } from './delivery-handler.ts';
import { MonitorDefinitions } from './monitor-definitions.ts';
import { bucketOwner, readDeliverySettings, requireSetting, VARIABLES } from './settings.ts';

/**
 * Dependencies of the deployed function that sends alerts to targets outside AWS. Created once, when the function starts.
 *
 * @throws SettingsError
 */
export function deliveryDependencies(): DeliveryDependencies {
  const bucket = requireSetting(process.env, VARIABLES.stateBucket);
  const { pagerDutySecret, pagerDutyUrl, webhook } = readDeliverySettings(process.env);
  const clock = () => Date.now();
  const client = secretsClient();
  const targets: Target[] = [];
  if (pagerDutySecret !== null) {
    const routingKey = secretText(client, pagerDutySecret, clock);
    targets.push(new PagerDutyTarget({ url: pagerDutyUrl ?? PAGERDUTY_URLS.us, routingKey }));
  }
  if (webhook !== null)
    targets.push(new WebhookTarget({ url: webhook.url, secret: secretText(client, webhook.secret, clock), clock }));
  const results = new S3Store({ client: s3Client(), bucket, expectedBucketOwner: bucketOwner(process.env) });
  const monitors = new MonitorDefinitions(join(import.meta.dirname, 'monitors')).names;
  return {
    log: new Logger({ serviceName: 'driftwarden' }),
    clock,
    context: (run) => ({ ...run, results, targets, monitors }),
  };
}
