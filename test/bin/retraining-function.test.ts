import { userInfo } from 'node:os';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { parseOperation } from '../../lambdas/runtime/operation-event.ts';
import { type LoopbackServer, startServer } from '../adapters/aws/loopback-server.ts';
import { run } from './fake-process.ts';

const BY = userInfo().username;

describe('with --function', () => {
  let server: LoopbackServer;
  let answer: { readonly body: unknown; readonly error?: string };

  beforeAll(async () => {
    server = await startServer((_request, response) => {
      if (answer.error !== undefined) response.setHeader('x-amz-function-error', answer.error);
      response.end(JSON.stringify(answer.body));
    });
    vi.stubEnv('AWS_ENDPOINT_URL_LAMBDA', server.url);
    vi.stubEnv('AWS_REGION', 'eu-west-1');
    vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIDEXAMPLE');
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'secret');
  });
  afterEach(() => server.forget());
  afterAll(async () => {
    vi.unstubAllEnvs();
    await server.close();
  });

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
    const sent = JSON.parse(request.body.toString());
    expect(sent).toEqual({ ...event, monitor: 'm', by: BY });
    expect(parseOperation(sent)).toEqual(sent);
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
