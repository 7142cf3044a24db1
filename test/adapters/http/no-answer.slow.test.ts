import { readFileSync } from 'node:fs';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { expect, it } from 'vitest';
import { PagerDutyTarget } from '../../../lambdas/adapters/http/pagerduty.ts';
import { alertEvent } from '../../../lambdas/core/delivery/alert-event.ts';
import { alertOf } from '../../core/delivery/alerts.ts';
import { CERTIFICATE, Receiver } from '../../receiver/receiver.ts';

// Ten seconds of waiting.
it('a target that does not answer in time may be tried again', { timeout: 20_000 }, async () => {
  setDefaultCACertificates([...getCACertificates(), readFileSync(CERTIFICATE, 'utf8')]);
  const receiver = await Receiver.open('/hook');
  try {
    receiver.answer = () => null;
    const target = new PagerDutyTarget({
      url: receiver.url,
      routingKey: async () => 'e93facc04764012d7bfb002500d5d1a6',
    });
    await expect(target.send(alertEvent(alertOf(), 0))).rejects.toMatchObject({
      refused: false,
      message: 'PagerDuty cannot be reached: no answer within 10 seconds',
    });
  } finally {
    await receiver.close();
  }
});
