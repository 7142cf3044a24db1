import { describe, expect, it } from 'vitest';
import { type OpenAccount, openSmallAccount } from '../../fixture/open.ts';

const NOW = Date.UTC(2026, 0, 10, 12);

function allowInvocation(template: Parameters<NonNullable<Parameters<typeof openSmallAccount>[1]>>[0]): void {
  template.Resources['Invoker'] = {
    Type: 'AWS::IAM::Policy',
    Properties: {
      Roles: [{ Ref: 'WorkerRole' }],
      PolicyDocument: {
        Statement: [
          { Effect: 'Allow', Action: 'lambda:InvokeFunction', Resource: { 'Fn::GetAtt': ['Worker', 'Arn'] } },
        ],
      },
    },
  };
}

function invoke({ account, credentials }: OpenAccount, name: string, event: unknown, type = 'RequestResponse') {
  return fetch(`${account.endpoint}/2015-03-31/functions/${encodeURIComponent(name)}/invocations`, {
    method: 'POST',
    headers: {
      'x-amz-invocation-type': type,
      'x-amz-security-token': credentials.sessionToken,
      authorization: `AWS4-HMAC-SHA256 Credential=${credentials.accessKeyId}/20260110/us-east-1/lambda/aws4_request, SignedHeaders=host, Signature=0`,
    },
    body: JSON.stringify(event),
  });
}

describe('invoking over the wire', () => {
  it('returns the result or the error of a call, and accepts an event', async () => {
    const opened = await openSmallAccount(NOW, allowInvocation);
    const arn = opened.account.stack.getAtt('Worker', 'Arn');
    expect(await (await invoke(opened, arn, { a: 1 })).json()).toEqual({ a: 1 });
    const failed = await invoke(opened, 'Small-Worker', { do: 'throw' });
    expect([failed.status, failed.headers.get('x-amz-function-error')]).toEqual([200, 'Unhandled']);
    expect(await failed.json()).toMatchObject({ errorType: 'RangeError' });
    expect((await invoke(opened, arn, { do: 'throw' }, 'Event')).status).toBe(202);
    await opened.account.advanceTo(NOW + 10 * 60_000);
    // A failed request is the caller's affair; an event is tried twice more.
    expect(opened.account.lambda.runs).toHaveLength(2 + 3);
    opened.account.lambda.throttleNext('Small-Worker', 1);
    expect((await invoke(opened, arn, {})).status).toBe(429);
    expect((await invoke(opened, 'Unknown', {})).status).toBe(404);
    await opened.close();
  });

  it('needs the permission', async () => {
    const opened = await openSmallAccount(NOW);
    expect((await invoke(opened, 'Small-Worker', {})).status).toBe(403);
    expect(opened.account.lambda.runs).toEqual([]);
    await opened.close();
  });
});
