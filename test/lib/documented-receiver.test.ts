import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, it, onTestFinished } from 'vitest';
import { webhookMessage } from '../../lambdas/adapters/formats/webhook.ts';
import { signWebhook } from '../../lambdas/adapters/http/sign-webhook.ts';
import { alertEvent } from '../../lambdas/core/delivery/alert-event.ts';
import { alertOf } from '../core/delivery/alerts.ts';
import { blocksOf } from '../documented/blocks.ts';

const SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';

/** The receiver of docs/deploy.md, on a free port, which it prints first. */
const [{ text: code }, ...others] = blocksOf('js receiver');
const LISTENS = "server.listen(8080, '127.0.0.1');";
const onFreePort = code.replace(LISTENS, "server.listen(0, '127.0.0.1', () => console.log(server.address().port));");

it('the receiver of docs/deploy.md takes webhooks of Driftwarden, and refuses changed ones', async () => {
  expect(others).toEqual([]);
  expect(code).toContain(LISTENS);
  const receiver = spawn(process.execPath, ['--input-type=module', '-e', onFreePort], {
    env: { ...process.env, WEBHOOK_SECRET: SECRET },
  });
  onTestFinished(() => void receiver.kill());
  const [port] = await once(receiver.stdout, 'data');
  const url = `http://127.0.0.1:${String(port).trim()}/`;
  const event = alertEvent(alertOf(), Date.now());
  const body = webhookMessage(event);
  const headers = signWebhook(event.id, body, SECRET, Date.now());

  const printed = once(receiver.stdout, 'data');
  const { status } = await fetch(url, { method: 'POST', body, headers });
  expect(status).toBe(204);
  expect(String((await printed)[0])).toBe(
    'driftwarden.alert trigger churn/drift-2026-03-02 [OPEN warning] churn: age drifted\n',
  );
  const changed = await fetch(url, { method: 'POST', body: body.replace('age', 'agf'), headers });
  expect(changed.status).toBe(401);
});
