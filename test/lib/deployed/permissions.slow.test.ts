import { describe, expect, it } from 'vitest';
import type { CheckKind } from '../../../lambdas/core/decision/state.ts';
import { readAssembly, type Template } from '../../account/template/assembly.ts';
import { listPermissions, type Permission, removePermission } from '../../account/template/permissions.ts';
import { DAY, FIRST_DAY, HOUR } from '../../core/stories/story-fixture.ts';
import { type Deployment, deployed, type Files, synthesizeStack } from './deployment.ts';
import { describePermission } from './describe-permission.ts';
import { isPlayed, neededPermissions } from './needed-permissions.ts';
import { DATA, dueTime, openParcels, PARCELS, parcelDefinition, parcelFiles } from './parcels.ts';

const MINUTE = 60_000;
/** Lambda and the scheduler have given up by then. */
const GIVEN_UP = 2 * HOUR + 10 * MINUTE;
/** Encrypts the monitor's data; a key from outside the template. */
const DATA_KEY = 'arn:aws:kms:us-east-1:123456789012:key/data';
/** The broken second day has not been checked; its labels have come. */
const NOW = FIRST_DAY + 3 * DAY + 12 * HOUR;

const synthesized = synthesizeStack(
  [
    parcelDefinition({
      performance: '{ primaryMetric: accuracy, alert: [accuracy < 0.85] }',
      privacy: '{ values: hash }',
    }),
  ],
  { dataKeys: [DATA_KEY], key: 'new' },
);
const permissions = listPermissions(readAssembly(synthesized.cdkOut).template);

/** What came of a scenario, as people and later runs see it. */
type Outcome = Readonly<Record<string, unknown>>;

/** A scenario uses everything that one role may do. */
interface Scenario {
  /** Part of the logical id of the role's policy. */
  readonly role: string;
  /** Whether the watchdog looks meanwhile. */
  readonly watchdog?: boolean;
  /** When it is played, UTC milliseconds. @default {@link NOW} */
  readonly now?: number;
  /** Changes the template. @default - it stays as it is */
  readonly change?: (template: Template) => void;
  play(deployment: Deployment): Promise<Outcome>;
}

let files: Files;
/** The state bucket after a baseline and a quiet day. */
let checked: Files;
/** The same without the keys of hashes and of kept answers: any check can be the first to need them. */
let prepared: Files;

/** A check of the broken day, and an event that fails until it is given up. */
function checkScenario(role: string, kind: CheckKind, due: number): Scenario {
  return {
    role,
    play: async (deployment) => {
      deployment.restore(prepared);
      await deployment.fire(PARCELS, kind, due);
      await deployment.account.invokeAsync(deployment.functionName(kind), { monitor: 'nobody' });
      await deployment.account.advanceTo(NOW + GIVEN_UP);
      return {
        alerts: deployment.alerts().map(({ subject }) => subject),
        measured: deployment.values(PARCELS, kind === 'drift' ? 'Rows' : 'LabelledRows'),
        ...whatRemains(deployment, kind),
      };
    },
  };
}

/** The quiet day once more: its captures were read before. */
const repeatedScenario: Scenario = {
  role: 'CheckAccuracy',
  play: async (deployment) => {
    deployment.restore(checked);
    const { account } = deployment;
    const window = new Date(FIRST_DAY).toISOString().slice(0, 10);
    const { error } = await account.invoke(deployment.functionName('accuracy'), { monitor: PARCELS, window });
    return { error };
  },
};

/** Seconds of a run, of which it keeps 30 to end. */
const SHORT_RUN = 33;
/** Milliseconds that S3 takes for a file of captures. */
const SLOW_READ = 700;
/** More windows wait by then. */
const LATER = FIRST_DAY + 9 * DAY;

/** A check of more windows than a run has time for. */
const continuedScenario: Scenario = {
  role: 'CheckAccuracy',
  now: LATER,
  change: ({ Resources }) => {
    const [resource] = Object.entries(Resources).filter(([id]) => id.includes('CheckAccuracyFunction'));
    resource[1].Properties!['Timeout'] = SHORT_RUN;
  },
  play: async (deployment) => {
    deployment.restore(prepared);
    for (const [key, bytes] of parcelFiles(Array.from({ length: 8 }, () => ({ wrong: 20 })))) {
      const make = () => {
        if (key.startsWith('captures/')) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, SLOW_READ);
        return bytes;
      };
      deployment.account.s3.put(DATA, key, { size: bytes.length, make });
    }
    await deployment.fire(PARCELS, 'accuracy', LATER);
    await deployment.account.advanceTo(LATER + GIVEN_UP);
    const runs = deployment.account.lambda.runs.filter((run) => run.function === deployment.functionName('accuracy'));
    // A run that cannot start the next one fails. Lambda's two further attempts may or may not do the rest of the work in their time.
    const failed = runs.some(({ error }) => error !== undefined);
    return { isContinued: runs.length > 1, failed, ...whatRemains(deployment, 'accuracy') };
  },
};

/** A first baseline from training data that lies in one object or, under the same URI, in a folder. */
function baselineScenario(layout: 'object' | 'folder'): Scenario {
  return {
    role: 'BuildBaseline',
    play: async (deployment) => {
      const { account } = deployment;
      if (layout === 'folder') {
        account.s3.bucket(DATA).delete('training.csv');
        account.s3.put(DATA, 'training.csv/part-0.csv', files.get('training.csv')!);
      }
      const name = deployment.functionName('baseline');
      const { error } = await account.invoke(name, { monitor: PARCELS });
      await account.invokeAsync(name, { monitor: 'nobody' });
      await account.advanceTo(NOW + GIVEN_UP);
      return { error, ...whatRemains(deployment, 'baseline') };
    },
  };
}

/** Each schedule starts its function, and is given up when the function stays overloaded. */
const schedulesScenario: Scenario = {
  role: 'Schedules',
  play: async (deployment) => {
    const { account } = deployment;
    for (const kind of ['drift', 'accuracy'] as const) await deployment.fire(PARCELS, kind, dueTime(kind, 0));
    account.lambda.throttleNext(deployment.functionName('drift'), 100);
    await deployment.fire(PARCELS, 'drift', dueTime('drift', 1));
    await account.advanceTo(NOW + GIVEN_UP);
    const started = account.lambda.runs.map((run) => run.function);
    return { started: new Set(started), deadLetters: deployment.deadLetters().length };
  },
};

function whatRemains(deployment: Deployment, kind: 'drift' | 'accuracy' | 'baseline'): Outcome {
  return {
    heartbeats: deployment.values(PARCELS, 'SuccessfulRuns', kind),
    deadLetters: deployment.deadLetters().length,
    stored: [...deployment.stored().keys()],
    isLogged: deployment.account.lambda.logs(deployment.functionName(kind)).includes('UnknownMonitorError'),
  };
}

/** Two looks of the watchdog: the first finds a state that cannot be read, the second knows it. */
const watchdogScenario: Scenario = {
  role: 'Watchdog',
  watchdog: true,
  play: async (deployment) => {
    deployment.restore(prepared);
    const { account, stack } = deployment;
    account.s3.put(deployment.stateBucket, `${PARCELS}/state.json`, '{');
    await account.advanceTo(NOW + 20 * MINUTE);
    return {
      alerts: deployment.alerts().map(({ subject }) => subject),
      measured: account.metrics({ name: 'HoursOverdue' }).flatMap(({ samples }) => samples.map(({ sum }) => sum > 0)),
      deadLetters: deployment.deadLetters().length,
      stored: [...deployment.stored().keys()],
      isLogged: account.lambda
        .logs(account.nameOf(deployment.idOf(stack.shared.watchdog.function)))
        .includes('started'),
    };
  },
};

const SCENARIOS: readonly Scenario[] = [
  checkScenario('CheckDrift', 'drift', dueTime('drift', 1)),
  checkScenario('CheckAccuracy', 'accuracy', dueTime('accuracy', 2)),
  continuedScenario,
  repeatedScenario,
  baselineScenario('object'),
  baselineScenario('folder'),
  schedulesScenario,
  watchdogScenario,
];

interface Played {
  readonly outcome: Outcome;
  /** Actions that were refused. */
  readonly denied: ReadonlySet<string>;
  readonly needed: ReadonlySet<Permission>;
}

/** Plays a scenario in an account of its own, without a permission. */
async function play(scenario: Scenario, without?: Permission): Promise<Played> {
  return deployed(
    synthesized,
    {
      now: scenario.now ?? NOW,
      watchdog: scenario.watchdog ?? false,
      change: (template) => {
        scenario.change?.(template);
        if (without) removePermission(template, without);
      },
    },
    async (deployment) => {
      const { account } = deployment;
      account.keys.createKey(DATA_KEY);
      account.s3.createBucket(DATA, { kmsKey: DATA_KEY });
      deployment.upload(DATA, files);
      const outcome = await scenario.play(deployment);
      return {
        outcome,
        denied: new Set(account.denied().map(({ action }) => action)),
        needed: without ? new Set() : neededPermissions(account, permissions),
      };
    },
  );
}

describe('every permission of the template', () => {
  const complete = new Map<Scenario, Outcome>();
  const needed = new Set<Permission>();

  it('is there for a scenario in which nothing is denied', async () => {
    files = parcelFiles([{ wrong: 20 }, { heavier: true, wrong: 120 }]);
    checked = await deployed(synthesized, { now: NOW }, async (deployment) => {
      await openParcels(deployment, files);
      await deployment.fire(PARCELS, 'drift', dueTime('drift', 0));
      await deployment.fire(PARCELS, 'accuracy', dueTime('accuracy', 1));
      return new Map(deployment.stored());
    });
    const keys = ['value-key.txt', 'answers-key.txt'].map((name) => `${PARCELS}/${name}`);
    prepared = new Map([...checked].filter(([key]) => !keys.includes(key)));
    expect(prepared.size).toBe(checked.size - 2);
    for (const scenario of SCENARIOS) {
      const { outcome, denied, needed: neededHere } = await play(scenario);
      for (const permission of neededHere) if (permission.holder.includes(scenario.role)) needed.add(permission);
      expect([scenario.role, denied]).toEqual([scenario.role, new Set()]);
      complete.set(scenario, outcome);
    }
    const outcomes = [...complete.values()];
    expect(outcomes.map(({ deadLetters }) => deadLetters)).toEqual([1, 1, 0, undefined, 1, 1, expect.any(Number), 0]);
    expect(complete.get(repeatedScenario)).toEqual({ error: undefined });
    expect(complete.get(continuedScenario)).toMatchObject({ isContinued: true, failed: false });
    expect(outcomes.map(({ alerts }) => alerts)).toEqual([
      [expect.stringMatching(/^\[OPEN warning\] parcels: weight drifted/)],
      [expect.stringMatching(/^\[OPEN critical\] parcels: accuracy 0.7000/)],
      undefined,
      undefined,
      undefined,
      undefined,
      undefined,
      ['[OPEN critical] parcels: state.json cannot be read, so no check can run'],
    ]);
  });

  it.each(permissions.map((permission, i) => [describePermission(permission), permission, i] as const))(
    'is missed: %s',
    async (_, permission, i) => {
      if (!isPlayed(i) && needed.has(permission)) return;
      const scenarios = SCENARIOS.filter(({ role }) => permission.holder.includes(role));
      for (const scenario of scenarios) {
        const { outcome, denied } = await play(scenario, permission);
        // The training data lies in one object or in a folder: each needs a permission that the other does not.
        if (denied.size === 0 && scenario !== scenarios.at(-1)) continue;
        expect(denied).toEqual(new Set([permission.action]));
        expect(outcome).not.toEqual(complete.get(scenario));
        return;
      }
      throw new Error(`no scenario uses what ${permission.holder} may do`);
    },
  );
});
