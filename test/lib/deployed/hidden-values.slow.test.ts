import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hashValue, VALUE_MODES, type ValueMode } from '../../../lambdas/core/text/redactor.ts';
import { isRevealing } from '../../core/privacy/secrets.ts';
import { isInternal, type SentText } from '../../core/privacy/sent-texts.ts';
import { DAY, FIRST_DAY, HOUR } from '../../core/stories/story-fixture.ts';
import { Deployment, synthesizeStack } from './deployment.ts';
import { executionsOf, operate, stateOf, Team } from './retraining-account.ts';
import {
  DATA,
  FAR,
  HEAVY,
  labelFile,
  learn,
  modelBytes,
  PARCELS,
  retrainedDefinition,
  trainingFile,
} from './retraining-parcels.ts';

const MINUTE = 60_000;

/** Depots, ids and some weights are secrets; on the fourth day there are new depots. */
function marked(text: string, day: number): string {
  return text
    .replaceAll(/\b(?:north|east|south|west)\b/g, (depot) => `qzxj-${depot}${day === 3 ? '@evil.example' : ''}`)
    .replaceAll(/\bparcel-/g, 'qzxj-')
    .replaceAll(/^\d+\.\d*99,/gm, day === 3 ? '8675309.5,' : '$&');
}

/** A request that cannot be read. */
const BROKEN = { body: 'qzxj-broken,1,2,3', inferenceId: 'qzxj-broken' };
/** What the containers of some monitors say when they fail. */
const COMPLAINT = 'cannot use row 8675309,12,qzxj-north; see https://evil.example/qzxj';

const TRUTH = [HEAVY, FAR, FAR, FAR, FAR, FAR, FAR];
const NAMES = VALUE_MODES.flatMap((mode) => [`values-${mode}`, `values-${mode}-fails`]);

const synthesized = synthesizeStack(
  NAMES.map((name) =>
    retrainedDefinition({
      name,
      sections: {
        privacy: `{ values: ${name.split('-')[1]} }`,
        performance:
          '{ primaryMetric: accuracy, segments: [depot], minimumRows: 20, alert: [accuracy < 0.8], retrain: [{ when: accuracy < 0.8, for: 3 }] }',
      },
      retraining: { promote: '{ minimumRows: 100, segments: [depot], approval: manual, expiry: P2D }' },
    }),
  ),
  { alertFormat: 'chat' },
);

let deployment: Deployment;

/** Lives through the days, retrains, fails where something can. */
beforeAll(async () => {
  deployment = await Deployment.start(synthesized, { now: FIRST_DAY + 11 * HOUR });
  const { account, stack } = deployment;
  for (const topicArn of [stack.shared.alerts, stack.shared.operations].map((topic) => deployment.idOf(topic.topic))) {
    for (const protocol of ['https', 'sms', 'firehose']) {
      account.sns.subscribe({ topicArn: account.nameOf(topicArn), protocol, endpoint: protocol });
    }
  }
  const team = new Team(deployment, undefined, marked);
  account.sagemaker.training.trainer = (job, files) =>
    job.name.includes('-fails-') ? { failure: COMPLAINT } : modelBytes(learn(files));
  for (const endpoint of [PARCELS, ...NAMES]) await team.createEndpoint(endpoint);
  for (const [day, truth] of TRUTH.entries()) {
    for (const [key, bytes] of labelFile(day, truth)) {
      account.s3.put(DATA, key, marked(Buffer.from(bytes).toString(), day));
    }
  }
  for (const name of NAMES) await deployment.buildBaseline(name);
  for (const day of TRUTH.keys()) {
    await team.serveDay(day);
    account.sagemaker.endpoints.invoke(PARCELS, BROKEN);
    await account.advanceTo(account.now + 5 * MINUTE);
    for (const name of NAMES) {
      team.copyCaptures(PARCELS, name);
      const waiting = stateOf(deployment, name).lock?.owner;
      if (waiting) await operate(deployment, { operation: 'approve', monitor: name, id: waiting, note: 'good' });
    }
  }
  // Which class is the positive one? The error names both.
  account.s3.put(DATA, 'training.csv', marked(trainingFile(), -1).replaceAll(/,([01]),/g, ',qzxj$1,'));
  for (const name of NAMES) await account.invokeAsync(deployment.functionName('baseline'), { monitor: name });
  await account.advanceTo(account.now + 2 * DAY);
}, 240_000);
afterAll(() => deployment?.account.stop());

/** Whether a text is of one of a mode's monitors: their names are in it. */
function isOf(mode: ValueMode, text: string): boolean {
  return text.includes(`values-${mode}`);
}

/** Every text that left the account's functions, with what it is about in its place. */
function* leaving(): Generator<SentText & { readonly about: string }> {
  const { account } = deployment;
  for (const [key, bytes] of deployment.stored()) {
    if (isInternal(key) || key.endsWith('/model.tar.gz')) continue;
    yield { place: key, text: `${key}\n${Buffer.from(bytes)}`, about: key };
  }
  for (const { protocol, subject = '', text } of account.inbox()) {
    yield { place: `${protocol} message`, text: `${subject}\n${text}`, about: `${subject}\n${text}` };
  }
  for (const { name, dimensions } of account.metrics()) {
    const text = JSON.stringify([name, dimensions]);
    yield { place: 'metric', text, about: text };
  }
  for (const { name } of account.lambda.functions) {
    for (const line of account.lambda.logs(name).split('\n'))
      yield { place: `log of ${name}`, text: line, about: line };
  }
  for (const { function: name, result, error, event } of account.lambda.runs) {
    const about = JSON.stringify(event);
    // The event itself can have the reason of a failed job, as the history of the execution has.
    yield { place: `answer of ${name}`, text: JSON.stringify([result, error]), about };
  }
  for (const letter of deployment.deadLetters()) {
    yield { place: 'dead letter', text: JSON.stringify(letter), about: JSON.stringify(letter) };
  }
  for (const name of NAMES) {
    for (const { inputText, output } of executionsOf(deployment, name)) {
      yield { place: 'execution', text: JSON.stringify([inputText, output]), about: name };
    }
  }
  for (const name of NAMES.filter((each) => !each.endsWith('fails'))) {
    for (const version of account.sagemaker.packages.versions(`driftwarden-${name}`)) {
      yield { place: 'model package', text: JSON.stringify(version), about: name };
    }
  }
}

const sent = (mode: ValueMode) => [...leaving()].filter(({ about }) => isOf(mode, about));

/** Kinds of places, without dates and generated names. */
function placesOf(texts: readonly SentText[]): string[] {
  const kinds = texts.map(({ place }) =>
    place
      .replace(/(?<=of ).*Platform(\w+)Function\w+$/, '$1')
      .replace(/^values-[a-z]+(-fails)?(?=\/)/, '')
      .replaceAll(/(?:retraining-)?\d{4}-\d\d-\d\d/g, '…'),
  );
  return [...new Set(kinds)].sort();
}

describe('monitors over secret data, deployed', () => {
  it('find drift and poor models, retrain, and fail', () => {
    // The new models get no requests.
    const ends = NAMES.map((name) => [name, stateOf(deployment, name).retrainings.map(({ end }) => end)]);
    expect(ends).toEqual(NAMES.map((name) => [name, [name.endsWith('fails') ? 'failed' : 'promoted-unconfirmed']]));
    expect(deployment.deadLetters()).toHaveLength(NAMES.length);
  });

  it('say how to approve, with a command that works in any shell', () => {
    const texts = deployment.alerts().map(({ text }) => text);
    const command = /^to approve +AWS_REGION=us-east-1 npx driftwarden approve values-show \S+ --function (\S+)$/m;
    const [, named] = command.exec(texts.find((text) => command.test(text)) ?? '') ?? [];
    expect(named).toBe(deployment.account.nameOf(deployment.idOf(deployment.stack.platform.retraining!.operations)));
  });

  it('quote the data where they show values', () => {
    expect(placesOf(sent('show').filter(({ text }) => isRevealing(text)))).toEqual([
      '/checks/accuracy/…/report.html',
      '/checks/accuracy/…/result.json',
      '/checks/drift/…/report.html',
      '/checks/drift/…/result.json',
      '/history/drift/….jsonl',
      '/retrainings/…/retraining.json',
      '/state.json',
      'answer of BuildBaseline',
      'answer of RetrainingControl',
      'dead letter',
      'email message',
      'execution',
      'firehose message',
      'https message',
      'log of BuildBaseline',
    ]);
  });

  it.each(['hash', 'hide'] as const)('tell nothing of it with values: %s', (mode) => {
    const texts = sent(mode);
    expect(placesOf(texts)).toEqual(placesOf(sent('show')));
    expect(texts.filter(({ text }) => isRevealing(text))).toEqual([]);
  });

  it('name a depot by one hash in all windows, which its owner can compute', () => {
    const key = deployment.account.s3.text(deployment.stateBucket, 'values-hash/value-key.txt')!.trim();
    const hash = hashValue('qzxj-north@evil.example', key);
    const places = placesOf(sent('hash').filter(({ text, about }) => text.includes(hash) && !about.includes('fails')));
    expect(places).toEqual([
      '/checks/accuracy/…/report.html',
      '/checks/accuracy/…/result.json',
      '/checks/drift/…/report.html',
      '/checks/drift/…/result.json',
      '/history/drift/….jsonl',
      '/state.json',
      'email message',
      'firehose message',
      'https message',
    ]);
  });

  it('make no links of the data, in whatever mode', () => {
    const messages = deployment.account.inbox().map(({ text }) => text);
    expect(messages.filter((text) => text.includes('evil[.]example')).length).toBeGreaterThan(0);
    expect(messages.filter((text) => /@evil|:\/\/evil|evil\.example/.test(text))).toEqual([]);
  });
});
