import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Signed } from '../../../lambdas/adapters/aws/sign-operation.ts';
import { operationDigest } from '../../../lambdas/adapters/aws/signed-operation.ts';
import { emptyState, type MonitorState } from '../../../lambdas/core/decision/state.ts';
import { transition } from '../../../lambdas/core/decision/transition.ts';
import { MAX_SIGNATURE_AGE } from '../../../lambdas/core/operate/used-signatures.ts';
import type { Run } from '../../account/services/lambda/lambda.ts';
import { run } from '../../bin/fake-process.ts';
import { checkedWindowOf, signalOf } from '../../core/decision/checked-windows.ts';
import { Deployment, synthesizeStack } from './deployment.ts';
import { arnOf, keysOf, signAs } from './people.ts';
import { stateOf } from './retraining-account.ts';
import { PARCELS, retrainedDefinition } from './retraining-parcels.ts';

const NOW = Date.UTC(2001, 1, 5, 12);
const SECOND = 1000;
const ID = 'drift-2001-02-01';
const RESOLVE = { operation: 'resolve', monitor: PARCELS, incident: ID, note: 'a holiday' } as const;
const ACKNOWLEDGE = { operation: 'acknowledge', monitor: PARCELS, incident: ID, note: 'known' } as const;

/** An open incident. */
function openState(): MonitorState {
  const window = checkedWindowOf(0, { signals: [signalOf('drift', 'breach')] });
  return transition(emptyState(PARCELS), 'drift', window, NOW, { repeatEvery: 1 }).state;
}

type Headers = Record<string, unknown>;

describe('the caller of a deployed function', () => {
  let deployment: Deployment;
  /** Accepts operations on retrainings and incidents. */
  let operations: string;
  let drift: string;

  beforeAll(async () => {
    deployment = await Deployment.start(synthesizeStack([retrainedDefinition({ name: PARCELS })]), { now: NOW });
    const { functions } = deployment.account.lambda;
    const arnOfFunction = (name: string) => functions.find((each) => each.name === name)!.arn;
    operations = arnOfFunction(
      deployment.account.nameOf(deployment.idOf(deployment.stack.platform.retraining!.operations)),
    );
    drift = arnOfFunction(deployment.functionName('drift'));
  });
  beforeEach(() => {
    const bytes = Buffer.from(JSON.stringify(openState()));
    deployment.upload(deployment.stateBucket, new Map([[`${PARCELS}/state.json`, bytes]]));
  });
  afterEach(() => {
    vi.unstubAllEnvs();
    deployment.account.observe(() => undefined);
  });
  afterAll(() => deployment?.account.stop());

  const state = () => stateOf(deployment, PARCELS);
  const invoke = (event: object, arn = operations): Promise<Run> => deployment.account.invoke(arn, event);
  /** Signed by Ann. */
  const sign = <T extends object>(operation: T, arn = operations, at = deployment.account.now) =>
    signAs(keysOf(deployment.account, 'Ann'), arn, operation, at);
  const withHeaders = (signed: Signed, change: Headers | ((headers: Headers) => Headers)) => {
    const { headers } = signed.identity as unknown as { headers: Headers };
    return {
      ...signed,
      identity: { headers: { ...headers, ...(typeof change === 'function' ? change(headers) : change) } },
    };
  };
  const uncovered = (name: string) => (headers: Headers) => ({
    authorization: String(headers.authorization).replace(`;${name}`, ''),
  });

  it.each([
    ['that operates', () => operations],
    ['that checks', () => drift],
  ])('is written down by a function %s as STS says it, and the proof is written nowhere', async (_, arnOfFunction) => {
    const arn = arnOfFunction();
    const signed = await sign(RESOLVE, arn);
    const { error, result } = await invoke(signed, arn);

    expect(error).toBeUndefined();
    expect(result).toMatchObject({ message: `${ID} is resolved by ${arnOf('Ann')}` });
    expect(state().incidents[0].resolved).toMatchObject({ by: arnOf('Ann'), note: 'a holiday' });
    const { authorization } = signed.identity.headers;
    const logs = deployment.account.lambda.logs(arn);
    expect(logs).toContain(`"by":"${arnOf('Ann')}"`);
    for (const text of [logs, JSON.stringify(state())]) {
      expect(text).not.toContain('token-of-');
      expect(text).not.toContain(authorization.split('Signature=')[1]);
    }
    // STS needs no permission.
    expect(deployment.account.denied()).toEqual([]);
  });

  it("is the owner of the command line's credentials", async () => {
    const { accessKeyId, secretAccessKey, sessionToken = '' } = keysOf(deployment.account, 'Bob');
    const environment = {
      ...{ AWS_ENDPOINT_URL: deployment.account.endpoint, AWS_REGION: 'us-east-1', AWS_ACCESS_KEY_ID: accessKeyId },
      ...{ AWS_SECRET_ACCESS_KEY: secretAccessKey, AWS_SESSION_TOKEN: sessionToken },
    };
    for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value);
    const words = ['acknowledge', PARCELS, ID, '--function', operations.split(':').at(-1)!];

    // The clock of the account is not this machine's: the command line corrects its own.
    const { code, stdout, stderr } = await run(words);

    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toContain(`${ID}: acknowledged by ${arnOf('Bob')} on `);
    expect(state().incidents[0].acknowledged).toMatchObject({ by: arnOf('Bob') });
    expect(deployment.account.denied()).toEqual([]);
  });

  it.each<[string, () => object | Promise<object>, RegExp]>([
    ['a name', () => ({ ...RESOLVE, by: 'Ann' }), /^this operation is not signed, so its caller is not known: use the/],
    ['nothing', () => RESOLVE, /^this operation is not signed/],
    ['nothing, to retrain', () => ({ operation: 'retrain', monitor: PARCELS }), /^this operation is not signed/],
    [
      'nothing, to try',
      () => ({ operation: 'rollback', monitor: PARCELS, dryRun: true }),
      /^this operation is not signed/,
    ],
    ['a name besides', async () => ({ ...(await sign({ ...RESOLVE, by: 'Bob' })) }), /Unrecognized key: "by"/],
    [
      'for another note',
      async () => ({ ...(await sign(RESOLVE)), note: '' }),
      /^this was signed for another operation/,
    ],
    [
      'for another incident',
      async () => ({ ...(await sign({ ...RESOLVE, incident: 'other' })), incident: ID }),
      /another op/,
    ],
    ['for another function', () => sign(RESOLVE, drift), /^this was signed for another function/],
    [
      'for another monitor',
      async () => ({ ...(await sign({ ...RESOLVE, monitor: 'm' })), monitor: PARCELS }),
      /another op/,
    ],
    [
      'for another function, with changed headers',
      async () => withHeaders(await sign(RESOLVE, drift), { 'x-driftwarden-function': operations }),
      /^AWS STS does not accept the signature \(SignatureDoesNotMatch\)/,
    ],
    [
      'for another operation, with changed headers',
      async () =>
        withHeaders({ ...RESOLVE, ...(await sign(ACKNOWLEDGE)), operation: 'resolve', note: 'a holiday' } as never, {
          'x-driftwarden-operation': operationDigest(RESOLVE),
        }),
      /\(SignatureDoesNotMatch\)/,
    ],
    [
      'without the function',
      async () => withHeaders(await sign(RESOLVE), uncovered('x-driftwarden-function')),
      /does not cover/,
    ],
    [
      'without the operation',
      async () => withHeaders(await sign(RESOLVE), uncovered('x-driftwarden-operation')),
      /does not cover/,
    ],
    [
      'long ago',
      () => sign(RESOLVE, operations, NOW - MAX_SIGNATURE_AGE - SECOND),
      /^this was signed at 20010205T115459Z/,
    ],
    ['in the future', () => sign(RESOLVE, operations, NOW + MAX_SIGNATURE_AGE + 60 * SECOND), /^this was signed at/],
    [
      'with a later date',
      async () => withHeaders(await sign(RESOLVE, operations, NOW - 3_600_000), { 'x-amz-date': '20010205T120000Z' }),
      /\(SignatureDoesNotMatch\)/,
    ],
    [
      'with a line end',
      async () => withHeaders(await sign(RESOLVE), { 'x-amz-security-token': 'a\r\nhost: evil.example' }),
      /^the signature cannot be read/,
    ],
    [
      'for another host',
      async () => withHeaders(await sign(RESOLVE), { host: 'evil.example' }),
      /^the signature cannot be read/,
    ],
    [
      'with a guessed key',
      async () =>
        signAs({ ...keysOf(deployment.account, 'Ann'), secretAccessKey: 'a guess' }, operations, RESOLVE, NOW),
      /\(SignatureDoesNotMatch\)/,
    ],
    [
      'with keys that do not exist',
      async () =>
        signAs({ ...keysOf(deployment.account, 'Ann'), accessKeyId: 'ASIAIOSFODNN7EXAMPLE' }, operations, RESOLVE, NOW),
      /\(InvalidClientTokenId\)/,
    ],
  ])('is not known from what is signed with %s, and nothing changes', async (_, event, message) => {
    const before = state();
    const { error } = await invoke(await event());
    expect(error?.errorMessage).toMatch(message);
    expect(state()).toEqual(before);
    expect(deployment.account.states.executions()).toEqual([]);
  });

  it.each([
    [
      'cannot be reached',
      'before',
      'lost',
      /^AWS STS cannot be reached at 127\.0\.0\.1:\d+, so the caller is not known/,
    ],
    ['answers with half a sentence', 'after', 'cut', /^AWS STS cannot be reached/],
  ] as const)('is not known where STS %s, and nothing changes', async (_, phase, how, message) => {
    const before = state();
    deployment.account.observe((request) => (request.service === 'sts' && request.phase === phase ? how : undefined));
    const { error } = await invoke(await sign(RESOLVE));
    expect(error).toMatchObject({ errorType: 'IdentityError', errorMessage: expect.stringMatching(message) });
    expect(state()).toEqual(before);

    deployment.account.observe(() => undefined);
    expect((await invoke(await sign(RESOLVE))).error).toBeUndefined();
  });

  it('is asked once for each signature: sent again, it changes nothing', async () => {
    const known = await sign(ACKNOWLEDGE);
    expect((await invoke(known)).error).toBeUndefined();
    const bob = await signAs(keysOf(deployment.account, 'Bob'), operations, { ...ACKNOWLEDGE, note: 'solved' }, NOW);
    expect((await invoke(bob)).error).toBeUndefined();
    const before = state();

    const { error } = await invoke(known);

    expect(error).toMatchObject({ errorType: 'UsedSignatureError' });
    expect(error?.errorMessage).toMatch(/^this command has reached parcels before and is not carried out twice: see/);
    expect(state()).toEqual(before);
    expect(before.incidents[0].acknowledged).toMatchObject({ by: arnOf('Bob'), note: 'solved' });
  });

  it('is asked once where one operation comes twice at a time', async () => {
    const signed = await sign(RESOLVE);
    const runs = await Promise.all([invoke(signed), invoke(signed)]);
    expect(runs.map(({ error }) => error?.errorType).sort()).toEqual(['UsedSignatureError', undefined]);
    expect(state().usedSignatures).toHaveLength(1);
  });

  it('need not be known to read', async () => {
    const { error, result } = await invoke({ operation: 'list-retrainings', monitor: PARCELS });
    expect([error, result]).toEqual([undefined, expect.objectContaining({ monitor: PARCELS, runs: [] })]);
  });
});
