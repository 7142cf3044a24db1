import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { checkSignedOperation } from '../../lambdas/adapters/aws/check-signed-operation.ts';
import { parseOperation } from '../../lambdas/runtime/operation-event.ts';
import { type LoopbackServer, startServer, xmlError } from '../adapters/aws/loopback-server.ts';
import { run } from './fake-process.ts';

const ACCOUNT = '123456789012';
const FUNCTION = `arn:aws:lambda:eu-west-1:${ACCOUNT}:function:driftwarden-retrain`;

describe('with --function', () => {
  let server: LoopbackServer;
  /** Says who the shell's credentials belong to. */
  let sts: LoopbackServer;
  let answer: { readonly body: unknown; readonly error?: string };

  beforeAll(async () => {
    server = await startServer((_request, response) => {
      if (answer.error !== undefined) response.setHeader('x-amz-function-error', answer.error);
      response.end(JSON.stringify(answer.body));
    });
    const who = `<Arn>arn:aws:sts::${ACCOUNT}:assumed-role/OnCall/Ann</Arn><Account>${ACCOUNT}</Account>`;
    sts = await startServer((_request, response) => {
      response.setHeader('content-type', 'text/xml');
      response.end(
        `<GetCallerIdentityResponse><GetCallerIdentityResult>${who}</GetCallerIdentityResult></GetCallerIdentityResponse>`,
      );
    });
    vi.stubEnv('AWS_ENDPOINT_URL_LAMBDA', server.url);
    vi.stubEnv('AWS_ENDPOINT_URL_STS', sts.url);
    vi.stubEnv('AWS_REGION', 'eu-west-1');
    vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIAIOSFODNN7EXAMPLE');
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'the secret key');
  });
  afterEach(() => {
    server.forget();
    sts.forget();
  });
  afterAll(async () => {
    vi.unstubAllEnvs();
    await Promise.all([server.close(), sts.close()]);
  });

  /** What was sent of an operation, once it is certain that it is signed for a function. */
  function signedFor(functionArn: string): object {
    const [{ body }] = server.received;
    const { identity, ...operation } = JSON.parse(body.toString());
    checkSignedOperation({ operation, identity, functionArn, now: Date.now() });
    expect(body.toString()).not.toContain('the secret key');
    return operation;
  }

  const requested = { id: 'retraining-1', starts: true, message: 'execution e-1' };
  const overview = { monitor: 'm', request: null, standing: null, lock: null, model: null, runs: [] };

  it.each([
    [['retrain', 'm'], { operation: 'retrain', dryRun: false }, requested, /^retraining-1 starts: execution e-1\n$/],
    [['retrain', 'm', '--dry-run'], { operation: 'retrain', dryRun: true }, requested, /^retraining-1 would start: /],
    [
      ['retrain', 'm', '--dry-run'],
      { operation: 'retrain', dryRun: true },
      {
        ...requested,
        requests: [
          { operation: 'CreateTrainingJob', request: { TrainingJobName: 'driftwarden-m-1', RoleArn: 'r' } },
          { operation: 'UpdateEndpoint', request: { EndpointName: 'e\u001b[2J' } },
        ],
      },
      /^retraining-1 would start: .*\nSageMaker would be sent .*:\n {2}CreateTrainingJob driftwarden-m-1\n {2}UpdateEndpoint e\\u\{1b\}\[2J\n$/,
    ],
    [['rollback', 'm'], { operation: 'rollback', dryRun: false }, requested, /^retraining-1 starts: execution e-1\n$/],
    [
      ['retrain', 'list', 'm'],
      { operation: 'list-retrainings' },
      overview,
      /^m\n {2}in service: the model from before any retraining/,
    ],
    [
      ['approve', 'm', 'retraining-1', '--note', 'by hand'],
      { operation: 'approve', id: 'retraining-1', note: 'by hand' },
      { id: 'retraining-1', approved: true },
      /^retraining-1: approved\n$/,
    ],
    [
      ['reject', 'm', 'retraining-1'],
      { operation: 'reject', id: 'retraining-1', note: '' },
      { id: 'retraining-1', approved: false },
      /^retraining-1: rejected\n$/,
    ],
    // The names of version 0.1.
    [['retrainings', 'm'], { operation: 'list-retrainings' }, overview, /^m\n/],
    [
      ['refuse', 'm', 'retraining-1'],
      { operation: 'reject', id: 'retraining-1', note: '' },
      { id: 'retraining-1', approved: false },
      /^retraining-1: rejected\n$/,
    ],
  ])('%j calls the deployed function, and needs no monitor file', async (args, event, body, expected) => {
    answer = { body };

    const { code, stdout, stderr } = await run([...args, '--function', 'driftwarden-retrain']);

    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(expected);
    const [request, ...others] = server.received;
    expect(others).toEqual([]);
    expect(request.path).toBe('/2015-03-31/functions/driftwarden-retrain/invocations');
    const isSigned = event.operation !== 'list-retrainings';
    const sent = isSigned ? signedFor(FUNCTION) : JSON.parse(request.body.toString());
    expect(sent).toEqual({ ...event, monitor: 'm' });
    expect(parseOperation(sent)).toEqual(sent);
    expect(sts.received).toHaveLength(isSigned ? 1 : 0);
  });

  it.each([
    ['driftwarden-retrain:live', FUNCTION],
    [`${ACCOUNT}:function:driftwarden-retrain`, FUNCTION],
    [`210987654321:driftwarden-retrain:7`, FUNCTION.replace(ACCOUNT, '210987654321')],
    [FUNCTION, FUNCTION],
    [`${FUNCTION}:live`, FUNCTION],
  ])('signs for the function %s', async (name, functionArn) => {
    answer = { body: requested };
    const { code } = await run(['retrain', 'm', '--function', name]);
    expect(code).toBe(0);
    expect(signedFor(functionArn)).toEqual({ operation: 'retrain', monitor: 'm', dryRun: false });
  });

  it.each(['a function', 'https://evil.example', 'arn:aws:s3:::bucket'])('refuses to sign for %j', async (name) => {
    const { code, stderr } = await run(['retrain', 'm', '--function', name]);
    expect([code, stderr]).toEqual([
      2,
      `driftwarden: --function: ${JSON.stringify(name)} is not the name of a function; accepted: its name or ARN\n`,
    ]);
    expect(server.received).toEqual([]);
  });

  it.each(['acknowledge', 'resolve'])('%s refuses --by: the signature names the caller', async (command) => {
    const { code, stderr } = await run([command, 'm', 'drift-1', '--function', 'f', '--by', 'Bob']);
    expect([code, stderr]).toEqual([
      2,
      'driftwarden: --by works only on this machine: a deployed function writes down whose AWS credentials you use\n',
    ]);
    expect([server.received, sts.received]).toEqual([[], []]);
  });

  it('signs operations on incidents', async () => {
    const mark = { by: 'arn', at: 0, note: '' };
    const incident = {
      ...{ id: 'drift-1', kind: 'drift', state: 'resolved', since: '1', openedAt: 0, lastWindow: '1', notifiedAt: 0 },
      ...{ notifiedWindow: '1', recoveredWindow: null, resolved: mark },
    };
    answer = { body: { monitor: 'm', incident, message: 'drift-1 is resolved by arn' } };
    const { code, stdout } = await run(['resolve', 'm', 'drift-1', '--function', 'driftwarden-retrain']);
    expect([code, stdout]).toEqual([0, 'drift-1 is resolved by arn\n']);
    expect(signedFor(FUNCTION)).toEqual({ operation: 'resolve', monitor: 'm', incident: 'drift-1', note: '' });
  });

  it('sends nothing where STS does not know the credentials', async () => {
    sts.next(xmlError(403, 'InvalidClientTokenId'));
    const { code, stderr } = await run(['retrain', 'm', '--function', 'f']);
    expect(code).toBe(1);
    expect(stderr).toContain('InvalidClientTokenId');
    expect(server.received).toEqual([]);
  });

  it.each(['retrain', 'rollback'])('%s refuses --as-of with --function', async (command) => {
    const { code, stderr } = await run([command, 'm', '--function', 'f', '--as-of', '2026-03-01']);
    expect([code, stderr]).toEqual([
      2,
      'driftwarden: --as-of works only on this machine: a deployed function uses its own clock\n',
    ]);
    expect(server.received).toEqual([]);
  });

  it('exits with 1 when nothing starts', async () => {
    answer = {
      body: { id: '', starts: false, message: 'the data has been broken since window 2026-03-01: fix the data first' },
    };
    const { code, stdout } = await run(['retrain', 'm', '--function', 'f']);
    expect([code, stdout]).toEqual([
      1,
      'does not start: the data has been broken since window 2026-03-01: fix the data first\n',
    ]);
  });

  it.each([
    [['retrain', 'm'], { id: 'retraining-1', message: 'execution e-1' }, 'starts'],
    [['retrain', 'list', 'm'], { ...overview, runs: [{ id: 'retraining-1' }] }, 'runs.0.action'],
    [['approve', 'm', 'retraining-1'], null, 'the answer'],
    [['resolve', 'm', 'i-1'], { monitor: 'm', incident: {}, message: '' }, 'incident.id'],
  ])('%j fails where it cannot read the answer, and says at which field', async (args, body, field) => {
    answer = { body };
    const { code, stdout, stderr } = await run([...args, '--function', 'f']);
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toMatch(/^driftwarden: f gives an answer of another version of Driftwarden: /);
    expect(stderr).toContain(`${field}: `);
  });

  it.each([
    ['approve', 'UnknownRetrainingError'],
    ['acknowledge', 'IncidentError'],
  ])('%s of an unknown id is wrong usage, as it is on this machine', async (command, errorType) => {
    answer = { body: { errorType, errorMessage: 'm has no "x"' }, error: 'Unhandled' };
    const { code, stderr } = await run([command, 'm', 'x', '--function', 'f']);
    expect([code, stderr]).toEqual([2, 'driftwarden: f: m has no "x"\n']);
  });

  describe('status', () => {
    const check = (monitor: string) => ({
      monitor,
      kind: 'drift',
      schedule: 'cron(0 6 * * ? *) UTC',
      lastRun: '2026-01-10T06:00:00Z',
      nextDue: '2026-01-11T06:00:00Z',
      overdueSince: null,
    });
    const problems = [{ monitor: 'b', since: '2026-01-10T06:00:00Z', title: 'state.json cannot be read', details: [] }];
    const body = {
      lookedAt: '2026-01-10T12:00:00Z',
      hoursOverdue: 0,
      checks: [check('a'), check('b')],
      problems,
      failures: [],
    };

    it('shows when the checks of a deployment have run, and needs no monitor file', async () => {
      answer = { body };
      const { code, stdout, stderr } = await run(['status', '--function', 'watchdog']);
      expect([code, stderr]).toEqual([0, '']);
      expect(stdout).toMatch(/^monitor .*\na +drift .*\nb +drift .*\n\nb: state.json cannot be read, since/);
      const [request] = server.received;
      expect(JSON.parse(request.body.toString())).toEqual({ operation: 'status' });
    });

    it('of one monitor, as JSON', async () => {
      answer = { body };
      const { stdout } = await run(['status', 'a', '--json', '--function', 'watchdog']);
      expect(JSON.parse(stdout)).toEqual({ ...body, checks: [check('a')], problems: [] });
    });
  });

  it('prints the refusal of the function, made printable', async () => {
    answer = {
      body: { errorType: 'RetrainingError', errorMessage: 'm has no\u001b[31m retraining' },
      error: 'Unhandled',
    };
    const { code, stdout, stderr } = await run(['approve', 'm', 'retraining-1', '--function', 'f']);
    expect([code, stdout, stderr]).toEqual([1, '', 'driftwarden: f: m has no\\u{1b}[31m retraining\n']);
  });
});
