import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TestAccount } from '../../account/account.ts';
import { readAssembly } from '../../account/template/assembly.ts';
import { FIRST_DAY, HOUR } from '../../core/stories/story-fixture.ts';
import { blocksOf } from '../../documented/blocks.ts';
import { deployed, synthesizeStack } from './deployment.ts';
import { retrainedDefinition } from './retraining-parcels.ts';
import { Stage } from './retraining-stage.ts';

const NAME = 'promotes';
const DEFINITION = retrainedDefinition({
  name: NAME,
  sections: { schedule: '{ drift: "cron(0 6 1 * ? *)", accuracy: "cron(30 6 1 * ? *)", timeZone: UTC }' },
});
const [KEY, TOPIC_KEY] = ['a', 'b'].map(
  (id) => `arn:aws:kms:us-east-1:123456789012:key/${id}234abcd-12ab-34cd-56ef-1234567890ab`,
);
const TOPIC = 'arn:aws:sns:us-east-1:123456789012:ml-alerts';
const BUCKET = 'ml-monitoring';

/** The policies of docs/deploy.md, of the key and of the topic. */
const [keyPolicy, topicPolicy] = [...blocksOf('json key-policy'), ...blocksOf('json topic-policy')].map(({ text }) =>
  JSON.parse(text),
);

/** Without one of the statements. */
function without(policy: { Statement: { Sid: string }[] }, sid: string) {
  return { ...policy, Statement: policy.Statement.filter(({ Sid }) => Sid !== sid) };
}

/** Keys of the objects that are not encrypted with this key. */
function otherwiseEncrypted({ account, stateBucket }: Stage['deployment'], key: string | undefined): string[] {
  return account.s3.keys(stateBucket).filter((each) => account.s3.bucket(stateBucket).get(each)!.kmsKey !== key);
}

/** Triggers the alarm about a failed run, and leaves an alert that no receiver takes. */
async function fail({ deployment }: Pick<Stage, 'deployment'>): Promise<void> {
  const { account } = deployment;
  await account.invokeAsync(deployment.functionName('drift'), { monitor: 'nobody' });
  await account.advanceTo(account.now + HOUR);
}

describe.each([
  { title: 'with a key that the deployment creates', props: { key: 'new' }, key: undefined, options: {} },
  {
    title: "with the organisation's key, bucket and topic",
    props: { key: KEY, stateBucket: BUCKET, alertTopic: TOPIC, alertTopicKey: TOPIC_KEY },
    key: KEY,
    options: {
      keys: { [KEY]: keyPolicy, [TOPIC_KEY]: keyPolicy },
      before({ s3, sns }: TestAccount) {
        s3.createBucket(BUCKET, { kmsKey: KEY });
        sns.createTopic(TOPIC, { key: TOPIC_KEY, policy: topicPolicy });
      },
    },
  },
])('a deployment $title', ({ props, key, options }) => {
  const synthesized = synthesizeStack([DEFINITION], props);
  const withOtherKey = synthesizeStack([DEFINITION], { ...props, key: KEY.replace('a234', 'a235') });
  const withoutKey = synthesizeStack([DEFINITION], { ...props, key: undefined });
  let stage: Stage;

  beforeAll(async () => {
    stage = await Stage.open(synthesized, [NAME], options);
    await stage.prepare(NAME);
    await stage.ask(NAME);
    await stage.settle(NAME);
  });
  afterAll(() => stage?.deployment.account.stop());

  it('retrains, and promotes the better model', async () => {
    const { run, serves, captured, mails } = await stage.ending(NAME);
    expect([run?.end, serves, captured]).toEqual(['promoted', 'candidate', true]);
    expect(mails.length).toBeGreaterThan(0);
    expect(stage.deployment.account.denied()).toEqual([]);
  });

  it('encrypts everything that it keeps with the key', () => {
    const { stateKey, stack, account } = stage.deployment;
    const created = props.key === 'new' ? account.stack.getAtt(stage.deployment.idOf(stack.shared.key!), 'Arn') : key;
    expect(stateKey).toBe(created);
    expect(stage.deployment.account.s3.keys(stage.deployment.stateBucket).length).toBeGreaterThan(20);
    // What jobs write without a key is encrypted with the account's default key.
    const others = otherwiseEncrypted(stage.deployment, created);
    expect(others.filter((each) => created !== undefined || !/-answers\/|\/model\//.test(each))).toEqual([]);
  });

  it('has its alarms published, and keeps what failed', async () => {
    const mails = stage.deployment.alarmMails().length;
    await fail(stage);
    expect(stage.deployment.alarmMails().length).toBeGreaterThan(mails);
    expect(stage.deployment.deadLetters()).toHaveLength(1);
    expect(stage.deployment.account.denied()).toEqual([]);
  });

  it.each([
    ['it has another key', 'rekeyed', () => readAssembly(withOtherKey.cdkOut).template.Resources],
    ['it has no key', 'keyless', () => readAssembly(withoutKey.cdkOut).template.Resources],
    ['it is destroyed', 'destroyed', () => ({})],
  ])('leaves the model what it needs when %s', async (_, config, resources) => {
    const { account } = stage.deployment;
    account.changePolicies(({ Resources }) => {
      for (const id of Object.keys(Resources)) delete Resources[id];
      Object.assign(Resources, resources());
    });
    const { EndpointConfigName } = await stage.team.call('DescribeEndpoint', { EndpointName: NAME });
    const { ProductionVariants, DataCaptureConfig } = await stage.team.call('DescribeEndpointConfig', {
      EndpointConfigName,
    });
    const input = { EndpointConfigName: config, ProductionVariants, DataCaptureConfig };
    await stage.team.call('CreateEndpointConfig', input);
    await stage.team.call('UpdateEndpoint', { EndpointName: NAME, EndpointConfigName: config });
    await account.advanceTo(account.now + 10 * 60_000);
    expect(await stage.team.call('DescribeEndpoint', { EndpointName: NAME })).toMatchObject({
      EndpointStatus: 'InService',
      EndpointConfigName: config,
    });
  });
});

describe("the organisation's bucket", () => {
  const synthesized = synthesizeStack([DEFINITION], { stateBucket: BUCKET });

  it('is not used when another account owns it', async () => {
    const open = Stage.open(synthesized, [NAME], {
      before: ({ s3 }) => void s3.createBucket(BUCKET, { owner: '999999999999' }),
    });
    await expect(open).rejects.toThrow(/Access ?Denied/);
  });
});

describe("each statement of the organisation's policies", () => {
  const synthesized = synthesizeStack([DEFINITION], { key: KEY, alertTopic: TOPIC, alertTopicKey: TOPIC_KEY });
  const open = (keys: Record<string, unknown>) =>
    Stage.open(synthesized, [NAME], {
      keys,
      before: ({ sns }) => sns.createTopic(TOPIC, { key: TOPIC_KEY, policy: topicPolicy }),
    });

  it('is needed: without the one for logs no log group is created', async () => {
    const keys = { [KEY]: without(keyPolicy, 'Logs'), [TOPIC_KEY]: keyPolicy };
    await expect(open(keys)).rejects.toThrow(/not allowed to be used with log group/);
  });

  it('is needed: for the roles', async () => {
    const keys = {
      [KEY]: without(keyPolicy, 'TheRolesOfTheDeploymentByTheirOwnPolicies'),
      [TOPIC_KEY]: keyPolicy,
    };
    await expect(open(keys)).rejects.toThrow(/kms|denied/i);
  });

  it.each([
    ['the key of the topic', without(keyPolicy, 'AlarmsToTopicsAndUndeliveredMessagesToTheQueue'), topicPolicy],
    ['the topic', keyPolicy, without(topicPolicy, 'Alarms')],
  ])('is needed: for alarms, of %s', async (_, ofTopicKey, ofTopic) => {
    const keys = { [KEY]: keyPolicy, [TOPIC_KEY]: ofTopicKey };
    await deployed(synthesized, { now: FIRST_DAY, keys }, async (deployment) => {
      deployment.account.sns.createTopic(TOPIC, { key: TOPIC_KEY, policy: ofTopic });
      await fail({ deployment });
      expect(deployment.alarmMails()).toEqual([]);
      expect(deployment.account.denied()).not.toEqual([]);
    });
  });
});
